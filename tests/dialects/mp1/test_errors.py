from __future__ import annotations

import pytest

from mockpump.dialects.mp1.grammar import frame
from tests.dialects.mp1.bench import Bench

CRC = '<-- ERR code=E_CRC msg="the check is wrong or missing"'
FRAME = '<-- ERR code=E_FRAME msg="not a frame: write ss VERB key=value"'
CUT = '<-- ERR code=E_FRAME msg="cut short"'
LONG = '<-- ERR code=E_LONG msg="more than 512 bytes"'
PING = frame(">01 PING")

BAD: list[tuple[bytes, list[str]]] = [
    (b">00 STOP*0000\n", [CRC]),
    (b">00 STOP\n", [CRC]),
    (b"\xff\xfe\x00\n", [CRC]),
    (frame(">00 STOP now"), [FRAME]),
    (b">00 ST" + PING, [CUT]),
    (b"\x00\xff" + PING, [CUT]),
    (b">00 STOP " + b"x" * 502 + b"\n", [CRC]),
    (b">00 STOP " + b"x" * 503 + b"\n", [LONG]),
    (b">00 STOP " + b"x" * 9999 + b"\n", [LONG]),
    (b">00 STOP " + b"x" * 9999, [LONG]),
    (b"\xaa" * 9999, [LONG]),
]


@pytest.mark.parametrize(("data", "replies"), BAD)
def test_a_bad_frame_changes_nothing_and_the_next_is_answered(
    data: bytes, replies: list[str]
) -> None:
    bench = Bench()
    ping = [] if data.endswith(PING) else ["<01 OK"]
    got = bench.raw(data)
    if data.endswith(PING):
        assert got.pop() == "<01 OK"
    assert got == replies
    assert bench.raw(PING) == (ping or ["<01 OK"])
    assert bench.ask(">02 STATUS?")[0].startswith("<02 OK sim=1 state=infusing ")


@pytest.mark.parametrize(("data", "replies"), BAD)
def test_bad_frames_byte_by_byte(data: bytes, replies: list[str]) -> None:
    bench = Bench()
    got = [line for byte in data for line in bench.raw(bytes([byte]))]
    assert got == replies + ["<01 OK"] * data.endswith(PING)
    code = replies[0].split()[2].removeprefix("code=")
    assert bench.noted("frame") == [(code, "bad")]


def test_empty_lines_are_nothing() -> None:
    bench = Bench()
    assert bench.raw(b"\n\r\n\n\r\n" + PING + b"\n") == ["<01 OK"]
    assert bench.raw(b"\r") == bench.raw(b"\n") == []
    assert bench.at("1min").take() == []
    assert bench.noted("frame") == []


def test_a_frame_may_pause_but_not_for_long() -> None:
    bench = Bench()
    assert bench.raw(PING[:3]) == []
    assert bench.at("4s").raw(PING[3:6]) == []
    assert bench.at("8.999999999s").take() == []
    assert bench.at("9s").take() == [CUT]
    assert bench.raw(PING[6:]) == [CRC]
    assert bench.raw(PING) == ["<01 OK"]
    assert bench.device.next_deadline() == Bench().device.next_deadline()


def test_the_pause_is_over_once_the_frame_is_there() -> None:
    bench = Bench()
    bench.raw(PING[:3])
    assert bench.at("4s").raw(PING[3:]) == ["<01 OK"]
    assert bench.at("1min").take() == []


def test_a_pause_within_what_is_left_of_an_overlong_frame_is_nothing() -> None:
    bench = Bench()
    assert bench.raw(b"x" * 600) == [LONG]
    assert bench.at("1min").take() == []
    assert bench.raw(b"xxx\n" + PING) == ["<01 OK"]


def test_errors_are_queued_apart_from_alarms_and_read_once() -> None:
    bench = Bench()
    bench.raw(b">00 STOP*0000\n" + b"x" * 600 + b"\n" + frame(">01 PONG") + frame(">02 ACK"))
    bench.ask(">03 ACK alarm=eri")  # a refusal of the pump is no error of the protocol
    errors = "; n=1 error=E_CRC ; n=2 error=E_LONG ; n=3 error=E_VERB ; n=4 error=E_ARG"
    assert bench.ask(">04 ALARMS?") == ["<04 OK total=0"]
    assert bench.ask(">05 ERRORS?") == [f"<05 OK lost=0 {errors}"]
    assert bench.ask(">05 ERRORS?") == [f"<05 OK lost=0 {errors}"]
    assert bench.ask(">06 ERRORS?") == ["<06 OK lost=0"]


def test_the_queue_holds_the_latest_errors_and_counts_the_lost() -> None:
    bench = Bench()
    bench.raw(b"x\n" * 20)
    rows = " ".join(f"; n={n} error=E_CRC" for n in range(5, 21))
    assert bench.ask(">01 ERRORS?") == [f"<01 OK lost=4 {rows}"]
    bench.raw(b"x\n")
    assert bench.ask(">02 ERRORS?") == ["<02 OK lost=0 ; n=21 error=E_CRC"]


def test_a_new_session_has_no_errors() -> None:
    bench = Bench()
    bench.raw(b"x\n")
    bench.ask(">00 HELLO")
    assert bench.ask(">01 ERRORS?") == ["<01 OK lost=0"]
