"""A pump whose processor is down answers nothing; one that comes up begins a new session."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.dialects.mp1.grammar import frame
from mockpump.errors import StoryError
from mockpump.seam import Bytes, Closed, Do, Opened, Skip
from tests.dialects.mp1.bench import Bench


def _talking() -> Bench:
    bench = Bench()
    bench.ask(">00 HELLO", ">01 DANCE", ">02 TELEMETRY every=1s")
    return bench


def test_a_reset_ends_telemetry_retries_and_errors_and_tells_of_itself_once_asked() -> None:
    bench = _talking()
    assert len(bench.at("1s").take()) == 1
    bench.fault("watchdog_reset")  # takes 2 s
    assert bench.at("2s").ask(">03 PING") == []
    assert bench.at("20s").take() == []  # no stream, and nothing is told unasked
    assert bench.ask(">03 PING") == [
        "<03 OK",
        "!0003 ALARM code=watchdog_reset priority=medium state=latched t=3s",
    ]
    assert bench.ask(">04 ERRORS?") == ["<04 OK lost=0"]
    assert bench.noted("processor") == [("", "down"), ("", "up")]


def test_half_a_frame_is_forgotten_with_the_session() -> None:
    bench = _talking()
    ping = frame(">05 PING")
    bench.raw(ping[:6])
    bench.fault("watchdog_reset")
    bench.at("3s")
    assert bench.raw(ping[6:]) == ['<-- ERR code=E_CRC msg="the check is wrong or missing"']


def test_a_dead_pump_is_silent_to_everybody_until_it_has_power_again() -> None:
    bench = _talking()
    bench.fault("sudden_depletion")
    assert bench.at("1h").ask(">03 STATUS?") == []
    bench.reopen()
    assert bench.ask(">00 HELLO") == []
    bench.clear("sudden_depletion")
    (hello,) = bench.ask(">00 HELLO")
    assert hello.startswith("<00 OK protocol=MP/1.0")
    (status,) = bench.ask(">01 STATUS?")
    assert "state=infusing" in status
    assert "delivered=0mL" in status


def test_a_pump_that_comes_up_while_nobody_is_there_waits_for_the_port_to_be_opened() -> None:
    bench = _talking()
    bench.fault("watchdog_reset")
    bench.receive(Closed())
    bench.at("9s")
    bench.receive(Opened())
    assert len(bench.ask(">00 HELLO")) == 2


def test_a_skip_past_a_dead_pump_is_still_a_skip_under_an_open_port() -> None:
    bench = _talking()
    bench.fault("sudden_depletion")
    with pytest.raises(StoryError, match="a skip while the client has the port open"):
        bench.receive(Do(Skip(SECOND), "step"))


def test_a_reset_while_a_skip_passes_ends_the_session_too() -> None:
    bench = _talking()
    bench.fault("watchdog_reset")
    named = frozenset({"watchdog_reset"})
    bench.receive(Do(Skip(60 * SECOND, "", named, connected=True), "step"))
    bench.receive(Bytes(b""))
    assert bench.ask(">04 ERRORS?")[0] == "<04 OK lost=0"
