"""The timeline: which step is due when, and which is woken by what a note says."""

from __future__ import annotations

from collections.abc import Iterator

from mockpump.clock import Agenda, Nanos
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation, Match, Scenario, Step
from mockpump.seam import AskOperator, Clear, HangUp, Note, Skip


class Due:
    """A step that has come due: its action, and where it stands."""

    __slots__ = ("action", "index", "step")

    def __init__(self, index: int, step: Step, action: object) -> None:
        self.index, self.step, self.action = index, step, action


class Timeline:
    """Steps in file order. A `for` puts the clearing of what was set on the agenda."""

    def __init__(self, scenario: Scenario) -> None:
        self._agenda: Agenda[Due] = Agenda()
        self._named = frozenset(alarms_named(scenario))
        self._waiting: list[tuple[Pattern, int, Step]] = []
        for index, step in enumerate(scenario.timeline):
            if step.at is not None:
                self._agenda.put(step.at, self._due(index, step), rank=index)
            elif step.when is not None:
                self._waiting.append((Pattern(step.when), index, step))

    def see(self, note: Note) -> None:
        """Put the steps that a note wakes on the agenda."""
        for pattern, index, step in self._waiting:
            if pattern.fits(note):
                self._agenda.put(note.at + step.after, self._due(index, step), rank=index)

    def next_deadline(self) -> Nanos | None:
        """When the next step is due."""
        return self._agenda.next_deadline()

    def take(self, now: Nanos) -> list[Due]:
        """Return the steps due by now, in file order, and plan the end of those that end."""
        taken = self._agenda.take(now)
        for due in taken:
            if due.step.for_ is not None and not isinstance(due.action, Clear):
                ending = Due(due.index, due.step, Clear(due.action.name))  # type: ignore[attr-defined]
                self._agenda.put(now + due.step.for_, ending, rank=due.index)
        return taken

    def exhausted(self) -> bool:
        """Whether no step is planned; one that waits for a note may still wake."""
        return not len(self._agenda)

    def _due(self, index: int, step: Step) -> Due:
        return Due(index, step, _action(step, self._named))


def _action(step: Step, named: frozenset[str]) -> object:
    if step.clear is not None:
        return Clear(step.clear)
    if step.operator is not None:
        return AskOperator(0, step.operator.do, step.operator.of)
    if step.skip is not None:
        skip = step.skip
        if skip.until is not None:
            return Skip(skip.at_most, skip.until.alarm, named, skip.connected)
        return Skip(skip.span or 0, "", named, skip.connected)
    if step.hangup:
        return HangUp()
    return step.fault or step.line_fault


def alarms_named(scenario: Scenario) -> Iterator[str]:
    """Return every alarm that a scenario mentions: a skip may cross these."""
    for step in scenario.timeline:
        if step.skip is not None:
            yield from step.skip.crosses
            if step.skip.until is not None:
                yield step.skip.until.alarm
        yield from _alarm(step.when)
    for expectation in (*scenario.assume, *scenario.expect):
        for match in (expectation, expectation.after, expectation.never, expectation.while_):
            yield from _alarm(match)


def _alarm(match: Match | Expectation | None) -> Iterator[str]:
    if match is not None and match.alarm is not None:
        yield match.alarm
