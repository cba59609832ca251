"""The pump behind pyserial's interface, in process."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import serial
from serial.serialutil import PortNotOpenError

from mockpump.dialects.mp1 import grammar
from mockpump.errors import UsageError
from mockpump.inprocess import Serial, plug
from tests.playing import notes


def opened(url: str, timeout: float | None = 1) -> Serial:
    line = serial.serial_for_url(url, timeout=timeout)
    assert isinstance(line, Serial)
    return line


def ask(line: Serial, verb: str, ss: int = 1, **args: str) -> bytes:
    line.write(grammar.request(ss, verb, args))
    return line.read_until(b"\n")


def test_a_request_is_answered_in_the_time_the_bytes_take() -> None:
    line = opened("mockpump://steady?clock=autojump")
    reply = ask(line, "PING")
    assert reply == grammar.frame("<01 OK")
    request = grammar.request(1, "PING")
    # ten bits a byte at 19200 baud, there and back, each way rounded up to the nanosecond
    there = -(-len(request) * 10 * 10**9 // 19200)
    assert line.run.now == -(-(there * 19200 + len(reply) * 10 * 10**9) // 19200)


def test_a_read_leaps_to_what_happens_or_to_its_time_out() -> None:
    line = opened("mockpump://occlusion?clock=autojump", timeout=3600)
    ask(line, "HELLO")
    assert line.read_until(b"\n").startswith(b"!0001 ALARM code=occlusion")
    line = opened("mockpump://steady", timeout=2.5)
    assert line.read(1) == b""
    assert line.run.now == 2_500_000_000


def test_a_case_of_a_matrix_is_chosen_in_the_url(tmp_path: Path) -> None:
    story = tmp_path / "several.yaml"
    story.write_text("{mockpump: 1, name: a, about: x, matrix: {limit: [7s, 8s]}}")
    assert opened(f"mockpump://{story}?case=limit=8s").run.scenario.limit == 8 * 10**9
    with pytest.raises(serial.SerialException, match="2 cases, of which none is chosen"):
        opened(f"mockpump://{story}")
    with pytest.raises(serial.SerialException, match="mockpump://: no scenario; write"):
        opened("mockpump://")
    slow = plug(story, case="limit=7s").run.scenario
    assert slow.limit == 7 * 10**9
    assert plug(slow, case="limit=7s").run.scenario == slow
    with pytest.raises(UsageError, match="case=x: this scenario was loaded as limit=7s"):
        plug(slow, case="x")


def test_manual_time_moves_only_when_told() -> None:
    line = opened("mockpump://steady?clock=manual&pacing=off", timeout=1)
    ask(line, "TELEMETRY", every="1s")
    assert line.read(1) == b""
    assert line.run.now == 0
    line.advance(seconds=2.5)
    assert line.in_waiting > 0
    assert line.read(line.in_waiting).count(b"TELEMETRY") == 2


def test_polling_in_waiting_gets_on() -> None:
    line = opened("mockpump://steady")
    line.write(grammar.request(1, "PING"))
    for _ in range(100):
        if line.in_waiting:
            break
    assert line.in_waiting > 0


def test_without_pacing_an_answer_takes_no_time() -> None:
    line = opened("mockpump://steady?pacing=off")
    assert ask(line, "PING") == grammar.frame("<01 OK")
    assert line.run.now == 0


def test_a_read_that_would_never_end_says_so() -> None:
    line = opened("mockpump://steady?clock=manual", timeout=None)
    with pytest.raises(serial.SerialException, match="would wait for ever"):
        line.read(1)


def test_after_the_run_nothing_more_comes() -> None:
    line = opened("mockpump://steady", timeout=99)
    assert line.read(1) == b""
    assert line.verdict().result == "failed"
    assert ask(line, "PING") == b""


def story(folder: Path, steps: str) -> str:
    path = folder / "story.yaml"
    polls = "expect: [{polls: status, at_least_every: 9s}]"
    path.write_text(
        f"{{mockpump: 1, name: story, about: x, ends: 9s, timeline: [{steps}], {polls}}}"
    )
    return f"mockpump://{path}"


def test_a_hang_up_is_what_a_dropped_line_is_to_pyserial(tmp_path: Path) -> None:
    line = opened(story(tmp_path, "{at: 2s, hangup: true}"), timeout=None)
    with pytest.raises(serial.SerialException, match="the line was dropped"):
        line.read(1)
    assert line.run.now == 2_000_000_000


@pytest.mark.parametrize(
    "use",
    [
        lambda line: line.write(b"x"),
        lambda line: line.in_waiting,
        lambda line: line.out_waiting,
        lambda line: line.cts,
        lambda line: line.reset_input_buffer(),
        lambda line: line.reset_output_buffer(),
    ],
)
def test_whatever_is_done_with_a_dropped_line_finds_that_out(
    tmp_path: Path, use: Callable[[Serial], object]
) -> None:
    line = opened(story(tmp_path, "{at: 2s, hangup: true}"))
    use(line)
    line.advance(seconds=2)
    with pytest.raises(serial.SerialException, match="the line was dropped"):
        use(line)


def test_its_modem_lines_are_those_of_a_device_that_is_there_and_listens() -> None:
    line = opened("mockpump://steady")
    assert (line.cts, line.dsr, line.cd, line.ri) == (True, True, True, False)
    assert line.out_waiting == 0


@pytest.mark.parametrize(
    ("chosen", "told"),
    [({}, []), ({"baudrate": 1200}, ["1200 8N1 wrong"]), ({"parity": "E"}, ["9600 8E1 wrong"])],
)
def test_settings_chosen_before_the_port_is_open_are_the_clients_too(
    chosen: dict[str, object], told: list[str]
) -> None:
    line = plug("steady")
    for name, value in chosen.items():
        setattr(line, name, value)
    line.open()
    noted = notes(line.run, "settings")
    assert [f"{note.of} {note.state}" for note in noted] == told


def test_who_opens_again_after_a_hang_up_meets_the_same_pump(tmp_path: Path) -> None:
    line = opened(story(tmp_path, "{at: 2s, hangup: true}"), timeout=5)
    ask(line, "STOP")
    with pytest.raises(serial.SerialException):
        line.read(1)
    line.close()
    line.open()
    assert b" state=stopped " in ask(line, "STATUS?")


def test_a_pulled_port_cannot_be_opened_until_it_is_put_back(tmp_path: Path) -> None:
    steps = "{at: 2s, unplug: true}, {at: 3s, replug: same}"
    line = opened(story(tmp_path, steps), timeout=5)
    with pytest.raises(serial.SerialException, match="the line was dropped"):
        line.read(1)
    line.close()
    tries = 0
    while not line.is_open:
        tries += 1
        with suppress(serial.SerialException):
            line.open()
    assert (tries, line.run.now) == (1000, 3_000_000_000)
    assert ask(line, "PING") == grammar.frame("<01 OK")


def test_the_verdict_is_that_of_the_run() -> None:
    line = opened("mockpump://steady?seed=5")
    ask(line, "HELLO")
    ask(line, "TELEMETRY", ss=2, every="1s")
    line.advance(minutes=1)
    verdict = line.verdict()
    assert (verdict.result, verdict.seed, verdict.at) == ("passed", 5, 30_000_000_000)


def test_a_closed_port_refuses() -> None:
    line = opened("mockpump://steady")
    line.close()
    line.close()
    with pytest.raises(PortNotOpenError):
        line.read(1)
    line.open()
    with pytest.raises(serial.SerialException, match="already open"):
        line.open()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mockpump://stady", "did you mean 'steady'"),
        ("mockpump://steady?clock=fast", "clock=fast is none of clock=autojump|manual"),
        ("mockpump://steady?sed=3", "sed=3 is none of"),
        ("mockpump://steady?seed=x", "seed=x is none of"),
        ("mockpump://steady?dialect=mp9", "no dialect 'mp9'"),
    ],
)
def test_a_wrong_url_is_told(url: str, says: str) -> None:
    with pytest.raises(serial.SerialException) as error:
        opened(url)
    assert says in str(error.value)
