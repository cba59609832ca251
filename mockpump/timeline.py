"""The timeline: which step is due when, and which is woken by what a note says."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from mockpump.clock import SECOND, Agenda, Nanos, format_duration
from mockpump.matching import Pattern
from mockpump.outside import Outside
from mockpump.pump.alarms import ALARMS
from mockpump.scenario.model import Beginning, Scenario, Step
from mockpump.scenario.outside import ASPIRATE, pressed
from mockpump.scenario.story import fault_of, matches
from mockpump.seam import Clear, HangUp, Note, Replug, Skip, Unplug, Visit


class Due(NamedTuple):
    """A step that comes due: its place in the file, the step itself, what it does, and where.

    `address` is that of the one pump it is about; empty: it says none.
    """

    rank: int
    step: Step
    action: object
    address: str

    @property
    def ends(self) -> bool:
        """Whether this is the end of a fault that was set for a time."""
        return self.step.clear is None and isinstance(self.action, Clear)


class Remark(NamedTuple):
    """Words of the story's author for whoever reads the trace."""

    text: str


STEPS_AT_ONCE = 1000
STEPS_A_SECOND = 10_000
"""How many steps one instant, and one second of run time, may hold before a story is said to loop."""


class Tally:
    """Counts steps, so that a story which wakes itself again and again comes to an end."""

    def __init__(self) -> None:
        self._instant = self._second = Nanos(-SECOND)
        self._at_once = self._in_second = 0

    def count(self, now: Nanos) -> str:
        """Count a step that is done now; say so if that is one too many, or ""."""
        if now > self._instant:
            self._instant, self._at_once = now, 0
        if now >= self._second + SECOND:
            self._second, self._in_second = now, 0
        self._at_once += 1
        self._in_second += 1
        if self._at_once > STEPS_AT_ONCE:
            return f"over {STEPS_AT_ONCE} steps at {format_duration(now)}"
        if self._in_second > STEPS_A_SECOND:
            return f"over {STEPS_A_SECOND} steps in the second before {format_duration(now)}"
        return ""


class Timeline:
    """Steps in file order. A `for` plans the end of what was set, unless it is set anew meanwhile.

    `addresses` are those of the pumps: what is set in all of them ends in each by itself.
    """

    def __init__(self, scenario: Scenario, addresses: Iterable[str] = ("",)) -> None:
        self._agenda: Agenda[Due] = Agenda()
        self._waiting: list[tuple[Pattern, Due]] = []
        self._ends: dict[tuple[Hashable, str], Due] = {}
        self._addresses = tuple(addresses)
        self._visits = {i for i, step in enumerate(scenario.timeline) if step.visit is not None}
        self._times: dict[int, int] = {}  # rank -> how often the `when` of a step has been
        named = frozenset(alarms_named(scenario))
        self._ranks = len(scenario.timeline)
        self._began: Nanos = 0
        self._timed: list[tuple[Nanos, Due]] = []
        for index, step in enumerate(scenario.timeline):
            due = Due(index, step, _action(step, named), _address(step))
            if (first := step.first()) is not None:
                self._timed.append((first, due))
            elif step.when is not None:
                self._waiting.append((Pattern(step.when), due))

        if not isinstance(scenario.starts, Beginning):
            self.begin(0)

    def begin(self, now: Nanos) -> None:
        """Let the times of steps count from now."""
        self._began = now
        for first, due in self._timed:
            self._agenda.put(now + first, due, rank=due.rank)
        self._timed.clear()

    def see(self, note: Note) -> None:
        """Put the steps that a note wakes on the agenda."""
        for pattern, due in self._waiting:
            if pattern.fits(note) and self._wakes(due):
                self._agenda.put(note.at + due.step.after, due, rank=due.rank)

    def _wakes(self, due: Due) -> bool:
        """Count an occurrence of a `when`; say whether this one is for the step."""
        step, times = due.step, self._times.get(due.rank, 0) + 1
        self._times[due.rank] = times
        if step.nth is not None:
            return times == step.nth
        return step.count is None or times <= step.count

    def next_deadline(self) -> Nanos | None:
        """When the next step is due."""
        return self._agenda.next_deadline()

    def take(self, now: Nanos) -> list[Due]:
        """Return the steps due by now, in file order, and plan the end of those that end."""
        return [due for due in self._agenda.take(now) if self._stands(due, now)]

    def inject(self, step: Step, now: Nanos) -> Due:
        """Take in a step that is done now, from outside the story; plan its end if it has one.

        A skip may cross any alarm: whoever asks for it looks at what comes of it.
        """
        due = Due(self._ranks, step, _action(step, frozenset(ALARMS)), _address(step))
        self._ranks += 1
        self._stands(due, now)
        return due

    def upcoming(self) -> tuple[Nanos, Due] | None:
        """Return what is planned next, and when."""
        return self._agenda.first()

    def exhausted(self) -> bool:
        """Whether no step is planned; one that waits for a note may still wake."""
        return not len(self._agenda) and not self._timed

    def expects_visit(self) -> bool:
        """Whether the client has yet to come again."""
        return bool(self._visits)

    def _plan_next(self, due: Due, now: Nanos) -> None:
        every, last = due.step.every, due.step.last()
        if every is not None and last is not None and now - self._began < last:
            self._agenda.put(now + every, due, rank=due.rank)

    def _stands(self, due: Due, now: Nanos) -> bool:
        """Say whether a step is to be done: an end is not, if the fault was set anew after it."""
        fault = due.step.line_fault or fault_of(due.step)
        if due.ends:
            stands = self._ends.get((fault, due.address)) is due
            if stands:
                del self._ends[fault, due.address]
            return stands
        self._plan_next(due, now)
        self._visits.discard(due.rank)
        for address in self._set_at(due) if fault is not None else ():
            self._ends.pop((fault, address), None)
            if due.step.for_ is not None:
                clear = Clear(fault_of(due.step) or "", due.step.line_fault)
                end = self._ends[fault, address] = due._replace(action=clear, address=address)
                self._agenda.put(now + due.step.for_, end, rank=due.rank)
        return True

    def _set_at(self, due: Due) -> tuple[str, ...]:
        """Return where a fault is set: in each pump by itself, on the line as it is said."""
        in_all = due.step.line_fault is None and not due.address
        return self._addresses if in_all else (due.address,)


def _address(step: Step) -> str:
    return "" if step.address is None else str(step.address)


def _action(step: Step, named: frozenset[str]) -> object:
    if step.clear is not None:
        return Clear(step.clear)
    if step.skip is not None:
        skip = step.skip
        if skip.until is not None:
            return Skip(skip.at_most, skip.until.alarm, named, skip.connected)
        return Skip(skip.span or 0, "", named, skip.connected)
    if step.hangup:
        return HangUp()
    if step.unplug:
        return Unplug()
    if step.replug is not None:
        return Replug("" if step.replug == "same" else step.replug)
    if step.note is not None:
        return Remark(step.note)
    if step.visit is not None:
        return Visit(0, step.visit)
    return _outside(step) or step.operator or step.fault or step.line_fault


def _outside(step: Step) -> Outside | None:
    if step.press is not None:
        return Outside(pressed(step.press))
    if step.foreign is not None:
        return Outside(step.foreign.operations())
    if step.aspirate:
        return Outside(ASPIRATE, must=True)
    change = step.set or step.refill
    return None if change is None else Outside(change.operations(), must=True)


def alarms_named(scenario: Scenario) -> Iterator[str]:
    """Return every alarm that a scenario mentions: a skip may cross these."""
    for match in matches(scenario):
        if match.alarm is not None:
            yield match.alarm
    for step in scenario.timeline:
        if step.skip is not None:
            yield from step.skip.crosses
            if step.skip.until is not None:
                yield step.skip.until.alarm
