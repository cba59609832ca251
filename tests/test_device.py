"""What only the device knows: what has been reported, who may skip, and what a session asks."""

from __future__ import annotations

from typing import Any

import pytest

from mockpump.chance import Chance
from mockpump.clock import SECOND, Nanos, Timebase
from mockpump.device import Device
from mockpump.dialects.base import Heard, Host, Session
from mockpump.dialects.mp1.grammar import request
from mockpump.errors import StoryError
from mockpump.operations import Operation
from mockpump.pump import Pump
from mockpump.pump.presets import PRESETS
from mockpump.seam import Bytes, Closed, Do, Effect, Note, Opened, Skip
from tests.playing import lines, played, told

STORY = """
pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}
line: {pacing: false}
ends: 60s
timeline:
  - {at: 5s, fault: catheter_occlusion}
"""
HELLO = Bytes(request(1, "HELLO"))
STATUS = Bytes(request(2, "STATUS?"))
RAISED = 48_200_000_000


def reported(run_story: str) -> list[Nanos]:
    run = played(STORY + run_story, (0, Opened()), (1, HELLO))
    assert (RAISED, "occlusion", "raised") in told(run, "alarm")
    return [at for at, _, state in told(run, "alarm") if state == "reported"]


def test_an_alarm_is_reported_once_though_its_event_is_repeated() -> None:
    assert reported("") == [RAISED]


def test_an_alarm_is_not_reported_by_a_damaged_frame() -> None:
    """Garbled until 51 s: the event at 48.2 s and its repeat at 50.2 s were not intact."""
    garbled = "  - {at: 2s, for: 49s, line_fault: {garble: {rate: 100%}}}\n"
    assert reported(garbled) == [RAISED + 4 * SECOND]


def test_nor_by_a_lost_one() -> None:
    lost = "  - {at: 2s, line_fault: {lose: {event: occlusion}}}\n"
    assert reported(lost) == [RAISED + 2 * SECOND]


def test_what_is_over_is_not_reported_though_the_log_tells_of_it() -> None:
    """Nobody can act on it, and no deadline begins: two events, one reply that holds both."""
    story = """
pump: {preset: ambulatory-100}
line: {pacing: false}
starts: at_once
ends: 9s
timeline:
  - {at: 1s, fault: {false_alarm: {alarm: low_reservoir}}, for: 1s}
"""
    log = Bytes(request(2, "EVENTS?", {"from": "1"}))
    run = played(story, (5 * SECOND, Opened()), (6 * SECOND, HELLO), (7 * SECOND, log))
    assert told(run, "alarm") == [
        (SECOND, "low_reservoir", "raised"),
        (2 * SECOND, "low_reservoir", "cleared"),
    ]
    assert "state=active" in lines(run)[-1]


def test_each_occurrence_of_an_alarm_is_reported_once() -> None:
    story = """
pump: {preset: ambulatory-100}
line: {pacing: false}
ends: 9s
timeline:
  - {at: 1s, every: 3s, count: 2, fault: {false_alarm: {alarm: low_reservoir}}, for: 1s}
"""
    run = played(story, (0, Opened()), (1, HELLO), *((at * SECOND, STATUS) for at in range(1, 9)))
    reports = [(at, state) for at, _, state in told(run, "alarm") if state == "reported"]
    assert reports == [(SECOND, "reported"), (4 * SECOND, "reported")]


# by itself ---------------------------------------------------------------------------------------


class Watchdog(Session):
    """A session that stops the pump by itself after a second: its asking is noted all the same."""

    def __init__(self, host: Host, **given: Any) -> None:
        super().__init__(host, **given)
        self._due: Nanos | None = SECOND

    def hear(self, data: bytes, now: Nanos) -> Heard | None:
        return None

    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        return []

    def tick(self, now: Nanos) -> list[Effect]:
        self._due = None
        self.host.ask(Operation("stop"), now)
        return []

    def next_deadline(self) -> Nanos | None:
        return self._due


def device() -> Device:
    return Device(Watchdog, {"": Pump(PRESETS["ambulatory-100"])}, Timebase(), Chance(0))


def test_what_a_session_asks_by_itself_is_noted_with_what_it_causes() -> None:
    one = device()
    one.receive(Opened(), 0)
    notes = [note for note in one.tick(SECOND) if isinstance(note, Note)]
    assert [(note.what, note.of, note.state) for note in notes] == [
        ("operation", "stop", "accepted"),
        ("infusion", "delivery", "stopped"),
    ]
    assert all(note.at == note.pump == SECOND for note in notes)


@pytest.mark.parametrize("connected", [False, True])
def test_a_skip_under_an_open_port_must_say_so(connected: bool) -> None:
    one, skip = device(), Do(Skip(SECOND, connected=connected), "")
    one.receive(Opened(), 0)
    if connected:
        assert one.receive(skip, 0)[-1] == Note(0, "pump_time", "", "skipped", SECOND, {"by": "1s"})
        return
    with pytest.raises(StoryError, match=r"^a skip while the client has the port open, .*"):
        one.receive(skip, 0)
    one.receive(Closed(), 0)
    assert len(one.receive(skip, 0)) == 1
