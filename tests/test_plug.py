"""A pump plugged in from Python: operator, shows, visits, re-opening, trace and replay."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import serial

from mockpump.dialects.mp1 import grammar
from mockpump.errors import ScenarioError, UsageError
from mockpump.inprocess import Serial, plug
from mockpump.play import replay
from mockpump.scenario.load import load

HEAD = "mockpump: 1\nname: story\nabout: A test.\n"
ASKED = """
ends: 20s
timeline:
  - {at: 2s, operator: {do: silence, of: occlusion}}
  - {at: 4s, operator: note_volume}
expect:
  - {operation: ping, within: 1s, after: {operator: note_volume}}
  - {shows: volume, within: 3s, after: {operator: note_volume}, with: {ml: "18.2"}}
"""
VISITS = """
ends: 20s
timeline:
  - {at: 5s, visit: second}
  - {at: 9s, visit: third}
expect:
  - {operation: ping, at_least: 3}
"""
PING = grammar.request(1, "PING")
PONG = grammar.frame("<01 OK")


def plugged(story: str, **options: object) -> Serial:
    return plug(load(HEAD + story), **options)  # type: ignore[arg-type]


def replays_identically(port: Serial, folder: Path) -> bool:
    path = folder / "trace.jsonl"
    path.write_bytes(port.trace())
    run, _, differs = replay(path)
    return differs is None and run.verdict == port.verdict()


def test_the_run_begins_when_the_port_is_opened() -> None:
    port = plug("steady", seed=5)
    port.timeout = 1
    assert (port.is_open, port.now) == (False, 0)
    port.open()
    port.write(PING)
    assert port.read_until(b"\n") == PONG
    assert port.run.seed == 5
    assert port.now > 0


def test_options_are_those_of_a_run() -> None:
    port = plug("steady", pacing=False, line_faults=["lose(reply_to=ping)"], clock="manual")
    port.open()
    port.write(PING)
    assert (port.in_waiting, port.now) == (0, 0)


def test_the_operator_is_asked_while_the_client_reads(tmp_path: Path) -> None:
    asked = []

    def operator(do: str, of: str) -> None:
        asked.append((do, of, port.now))
        if do == "note_volume":
            port.write(PING)
            port.show("volume", ml="18.2")

    port = plugged(ASKED, operator=operator, shows=["volume"])
    port.timeout = 60
    with port:
        assert port.read_until(b"\n") == PONG
        assert port.read() == b""
    assert asked == [("silence", "occlusion", 2 * 10**9), ("note_volume", "", 4 * 10**9)]
    verdict = port.verdict()
    assert [found.what for found in verdict.findings] == ["passed", "passed"]
    assert replays_identically(port, tmp_path)


def test_without_operator_and_shows_nothing_is_checked() -> None:
    port = plugged(ASKED)
    port.timeout = 60
    with port:
        port.read()
    assert [found.what for found in port.verdict().findings] == ["not_checked", "not_checked"]


@pytest.mark.parametrize(
    ("does", "what"),
    [
        (lambda port: port.read(), "read"),
        (lambda port: port.close(), "close the port"),
        (lambda port: port.advance(seconds=1), "let time go on"),
        (lambda port: port.next_visit(), "come again"),
        (lambda port: port.verdict(), "end the run"),
    ],
)
def test_the_operator_cannot_let_time_go_on(does: Callable[[Serial], object], what: str) -> None:
    refused: list[int] = []

    def operator(_do: str, _of: str) -> None:
        with pytest.raises(
            UsageError, match=f"callback cannot {what}: the client is in the middle"
        ):
            does(port)
        refused.append(port.in_waiting)

    port = plugged(ASKED, operator=operator)
    port.timeout = 3
    port.open()
    assert port.read() == b""
    assert refused == [0]
    assert port.now == 3 * 10**9


def test_what_the_operator_raises_goes_up_through_the_read() -> None:
    def operator(do: str, _of: str) -> None:
        raise LookupError(do)

    port = plugged(ASKED, operator=operator)
    port.open()
    with pytest.raises(LookupError, match="silence"):
        port.read()
    assert port.verdict().reason == "client_ended"


def test_what_nobody_said_is_shown_is_refused() -> None:
    port = plugged(ASKED, shows=["volume"])
    with pytest.raises(UsageError, match=r"'volum' is not among what the client shows .*: volume"):
        port.show("volum")


def test_a_client_comes_again_for_each_visit(tmp_path: Path) -> None:
    port = plugged(VISITS)
    port.timeout = 1
    came: list[tuple[str | None, int]] = [("first", port.now)]

    def client() -> None:
        with port:
            port.write(PING)
            assert port.read_until(b"\n") == PONG

    client()
    while (visit := port.next_visit()) is not None:
        came.append((visit, port.now))
        client()
    assert came == [("first", 0), ("second", 5 * 10**9), ("third", 9 * 10**9)]
    assert port.verdict().result == "passed"
    assert replays_identically(port, tmp_path)


def test_a_client_with_the_port_open_cannot_come_again() -> None:
    port = plugged(VISITS)
    port.open()
    with pytest.raises(UsageError, match="has the port open"):
        port.next_visit()


def test_by_hand_only_a_visit_that_is_due_is_told() -> None:
    port = plugged(VISITS, clock="manual")
    port.open()
    port.close()
    assert port.next_visit() is None
    port.advance(seconds=10)
    assert [port.next_visit(), port.next_visit(), port.next_visit()] == ["second", "third", None]


def test_a_client_that_never_came_has_no_visits() -> None:
    port = plugged(VISITS)
    assert port.next_visit() is None
    assert port.verdict().findings[0].lines == ("the client never opened the port",)


def test_the_name_of_the_port_opens_the_same_pump() -> None:
    port = plug("steady")
    assert port.port is not None
    other = serial.serial_for_url(port.port, timeout=1)
    assert isinstance(other, Serial)
    assert other.run is port.run
    with pytest.raises(serial.SerialException, match="a client has it open"):
        port.open()
    other.close()
    port.open()


def test_a_port_whose_run_is_over_is_not_begun_anew() -> None:
    port = plug("steady")
    port.open()
    port.close()
    port.verdict()
    with pytest.raises(serial.SerialException, match="the run is over"):
        port.open()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mockpump://steady#99999", "no pump is plugged in at mockpump://steady#99999"),
        ("mockpump://steady?seed=1#1", "options have no place"),
    ],
)
def test_a_name_of_no_pump_is_told(url: str, says: str) -> None:
    with pytest.raises(serial.SerialException, match=says):
        serial.serial_for_url(url)


def test_a_mistake_of_the_caller_is_told() -> None:
    with pytest.raises(UsageError, match=r"clock=fast is none of autojump\|manual"):
        plug("steady", clock="fast")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no dialect 'mp9'"):
        plug("steady", dialect="mp9")
    with pytest.raises(ScenarioError, match="did you mean 'steady'"):
        plug("stady")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"shows": "eri"}, "shows='eri' is a text; expected a list: shows=['eri']"),
        ({"shows": 3}, "shows=3; expected a list of names"),
        ({"shows": [b"eri"]}, "shows: b'eri'; expected a name"),
        (
            {"line_faults": "garble"},
            "line_faults='garble' is a text; expected a list: line_faults=['garble']",
        ),
        ({"seed": -1}, "a seed is a whole number from 0 to 9223372036854775807: found -1"),
        ({"seed": "1"}, "a seed is a whole number from 0 to 9223372036854775807: found '1'"),
        ({"seed": True}, "a seed is a whole number from 0 to 9223372036854775807: found True"),
        (
            {"seed": 2**63},
            "a seed is a whole number from 0 to 9223372036854775807: found 9223372036854775808",
        ),
    ],
)
def test_an_option_is_as_strict_as_on_the_command_line(options: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        plug("steady", **options)
    assert str(caught.value) == told


def test_names_may_be_any_collection() -> None:
    port = plug("steady", shows={"eri", "eos"}, line_faults=("stall",))
    assert port.run.abilities.shows == {"eri", "eos"}
    assert b'"line_faults":["stall"]' in port.trace().splitlines()[0]


def test_a_story_that_turns_out_wrong_is_told_though_the_client_swallowed_it() -> None:
    port = plugged(
        "timeline: [{at: 1s, skip: {until: {alarm: low_reservoir}, at_most: 1s, connected: true}}]"
    )
    port.timeout = 3
    port.open()
    with pytest.raises(ScenarioError, match="the skip reaches its bound"):
        port.read()
    with pytest.raises(ScenarioError, match="the skip reaches its bound"):
        port.verdict()


def test_reading_at_once_in_vain_takes_a_moment() -> None:
    port = plug("steady")
    port.timeout = 0
    port.open()
    port.write(PING)
    read, looks = b"", 0
    while not read.endswith(b"\n"):
        read += port.read(100)
        looks += 1
    assert read == PONG
    # a look in vain takes a millisecond; one that finds something ends when it came
    sent = -(-(len(PING) + len(PONG)) * 10 * 10**9 // 19200)
    assert sent <= port.now <= sent + 1
    assert looks > port.now // 10**6
