"""A live run, and what other threads do to it through its door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from fractions import Fraction
from typing import NamedTuple

import pytest
import serial

from mockpump import ports
from mockpump.dialects.mp1 import grammar
from mockpump.door import Door
from mockpump.errors import MachineError, ScenarioError, UsageError
from mockpump.expect import Abilities, Verdict
from mockpump.live import Live
from mockpump.play import play, remake, trace_of
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.trace import Header, read

SECOND = 10**9
STORY = """mockpump: 1
name: story
about: A test.
pump: {preset: ambulatory-100}
line: {pacing: false}
ends: 10min
timeline:
  - {at: 5min, operator: {do: bolus, of: pain}}
  - {at: 8min, skip: {until: {alarm: empty_reservoir}, at_most: 1s, connected: true}}
expect: [{operation: bolus, within: 1min, after: {operator: bolus}}]
"""


class Playing(NamedTuple):
    """A live run in a thread of its own."""

    address: str
    door: Door
    run: Run
    verdict: Future[Verdict]


@contextmanager
def playing(
    story: str = STORY, operator: Callable[[str, str], None] | None = None, port: str = "tcp"
) -> Iterator[Playing]:
    run = Run(load(story, "story.yaml"), abilities=Abilities(operator=True))
    live = Live(run, ports.make(port), lambda _: None, speed=Fraction(100), operator=operator)
    door, ready = live.let_in(), Future[str]()
    with ThreadPoolExecutor(1) as pool:
        verdict = pool.submit(live.play, ready.set_result)
        try:
            yield Playing(ready.result(10), door, run, verdict)
        finally:
            with suppress(ScenarioError):
                door.call(lambda control: control.stop())


def opened(address: str) -> serial.SerialBase:
    return serial.serial_for_url(address, timeout=20)


def replays(run: Run) -> bool:
    recorded = read(trace_of(run).splitlines(keepends=True))
    again = play(remake(recorded.header), ((one.at, one.input) for one in recorded.inputs))
    return trace_of(again) == trace_of(run)


def test_a_fault_is_injected_and_the_alarm_waited_for_from_another_thread() -> None:
    with playing() as one, opened(one.address) as client:
        client.write(grammar.request(1, "HELLO"))
        client.read_until(b"\n")
        one.door.call(lambda control: control.inject("catheter_occlusion"))
        found = one.door.wait_for({"alarm": "occlusion", "state": "reported"}, 600 * SECOND)
        assert found is not None
        assert client.read_until(b"\n").startswith(b"!0001 ALARM code=occlusion")
        assert one.run.records[found.line - 1] == found.note
    assert one.verdict.result(10).reason == "client_ended"
    assert replays(one.run)


def test_time_leaps_under_an_open_port_without_lag() -> None:
    with playing() as one, opened(one.address) as client:
        client.write(grammar.request(1, "HELLO"))
        client.read_until(b"\n")
        one.door.call(lambda control: control.advance(400 * SECOND))
        (asked,) = one.door.call(lambda control: control.asked())
        assert (asked.at, asked.do, asked.of) == (300 * SECOND, "bolus", "pain")
        one.door.call(lambda control: control.answer("bolus", "pain"))
        assert one.door.call(lambda control: control.state()).at > 400 * SECOND
    assert one.verdict.result(10).lag == 0
    assert replays(one.run)


def test_the_operator_is_told_and_answered_for() -> None:
    asked = Future[tuple[str, str]]()
    with playing(operator=lambda do, of: asked.set_result((do, of))) as one, opened(one.address):
        assert one.door.wait_for({"port": "opened"}) is not None
        one.door.call(lambda control: control.advance(300 * SECOND))
        assert asked.result(10) == ("bolus", "pain")
        found = one.door.wait_for({"operator": "bolus"})
        assert found is not None
        assert found.note.at // SECOND == 300
    assert one.verdict.result(10).reason == "client_ended"
    assert replays(one.run)


def test_what_does_not_come_in_time_is_not_found_also_before_a_client_came() -> None:
    with playing() as one:
        assert one.door.wait_for({"port": "opened"}, 10**6) is None
        with pytest.raises(UsageError, match="run time has not begun"):
            one.door.call(lambda control: control.advance(1))
        with pytest.raises(ScenarioError, match="unknown name 'oclusion'"):
            one.door.wait_for({"alarm": "oclusion"})


def test_who_waits_is_told_when_the_run_ends() -> None:
    with playing() as one, ThreadPoolExecutor(1) as pool:
        waits = pool.submit(one.door.wait_for, {"port": "closed"})
        one.door.call(lambda control: control.stop())
        assert waits.result(10) is None


def test_many_threads_come_in_one_at_a_time() -> None:
    with playing() as one, ThreadPoolExecutor(8) as pool:
        notes = [
            pool.submit(one.door.call, lambda control, n=n: control.do({"note": str(n)}))
            for n in range(200)
        ]
        assert all(note.result(20) is None for note in notes)
        found = list(one.door.call(lambda control: list(control.notes())))
        told = [int(one.note.of) for one in found if one.note.what == "note"]
    assert sorted(told) == list(range(200))
    assert replays(one.run)


def test_after_the_end_what_can_be_seen_can_be_seen() -> None:
    with playing() as one:
        one.door.call(lambda control: control.stop())
    verdict = one.verdict.result(10)
    assert one.door.call(lambda control: control.verdict()) == verdict
    assert isinstance(one.run.records[0], Header)
    assert one.door.wait_for({"alarm": "occlusion"}) is None
    with pytest.raises(UsageError, match="the run is over"):
        one.door.call(lambda control: control.inject("motor_stall"))


def test_a_story_that_turns_out_wrong_ends_the_run_and_is_told_to_all() -> None:
    with playing() as one, opened(one.address):
        assert one.door.wait_for({"port": "opened"}) is not None
        with pytest.raises(ScenarioError, match="the skip reaches its bound"):
            one.door.call(lambda control: control.advance(500 * SECOND))
        with pytest.raises(ScenarioError, match="the skip reaches its bound"):
            one.verdict.result(10)
        with pytest.raises(ScenarioError, match="the skip reaches its bound"):
            one.door.call(lambda control: control.state())


def test_a_command_that_is_wrong_itself_harms_nobody_else() -> None:
    with playing() as one:
        with pytest.raises(ZeroDivisionError):
            one.door.call(lambda _: 1 // 0)
        assert one.door.call(lambda control: control.verdict()) is None


def test_without_a_port_whoever_asks_is_told() -> None:
    with playing() as one:
        taken = one.address.rpartition(":")[2]
        live = Live(Run(load(STORY)), ports.make(f"tcp::{taken}"), lambda _: None)
        door = live.let_in()
        with pytest.raises(MachineError, match="no listening at"):
            live.play(lambda _: None)
        with pytest.raises(MachineError, match="no listening at"):
            door.call(lambda control: control.state())
