"""Expectations on the client and assumptions on the story, as monitors that read the same notes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mockpump.clock import SECOND, Nanos, Timebase, earliest
from mockpump.dialects.base import Dialect
from mockpump.expect.base import Context, Doings, Monitor
from mockpump.expect.never import Never
from mockpump.expect.polls import Polls
from mockpump.expect.verdict import Clause, Finding, Reason, Verdict, What, judge
from mockpump.expect.within import Within
from mockpump.scenario.model import Expectation, Match, Scenario
from mockpump.seam import Note

__all__ = ["Abilities", "Finding", "Monitors", "Verdict", "judge"]


REACTION: Nanos = SECOND // 10
"""How long a client may take from reading a report to not sending what it had in hand."""
COMMAND_BITS = 640
"""A command of 64 bytes, which may be on a slow line for longer than any reaction takes."""


class Abilities:
    """What the client's profile lets a run do and see; without it, what depends is not checked."""

    __slots__ = ("operator", "shows")

    def __init__(self, *, operator: bool = False, shows: frozenset[str] = frozenset()) -> None:
        self.operator, self.shows = operator, shows


class Monitors:
    """All monitors of one run."""

    def __init__(
        self,
        scenario: Scenario,
        dialect: Dialect,
        abilities: Abilities,
        timebase: Timebase,
        baud: int | None = None,
    ) -> None:
        """`baud`: of the paced line; None where bytes take no time."""
        self._doings = Doings()
        command = COMMAND_BITS * SECOND // baud if baud is not None else 0
        context = Context(self._doings, timebase, REACTION + command)
        self._all: list[Monitor] = []
        for clause, index, expectation in clauses(scenario):
            excuse = _excuse(expectation, dialect, abilities)
            kind = _form(expectation) if excuse is None else partial(Excused, excuse)
            self._all.append(kind(clause, index, expectation, context))
        self._readers: dict[str, list[Monitor]] = {}
        for monitor in self._all:
            for what in monitor.reads:
                self._readers.setdefault(what, []).append(monitor)

    def see(self, note: Note) -> None:
        """Show a note to the monitors that read its kind."""
        for monitor in self._readers.get(note.what, ()):
            monitor.see(note)
        self._doings.see(note)

    def next_deadline(self) -> Nanos | None:
        """When the first monitor's answer may change by itself."""
        due = None
        for monitor in self._all:
            due = earliest(due, monitor.next_deadline())
        return due

    def tick(self, now: Nanos) -> None:
        """Let deadlines pass."""
        for monitor in self._all:
            monitor.tick(now)

    def settled(self) -> bool:
        """Whether all is decided that the story can decide; before a client came, nothing is."""
        return self._doings.ever_open and all(monitor.settled() for monitor in self._all)

    def findings(self, now: Nanos, reason: Reason) -> tuple[Finding, ...]:
        """Conclude every expectation and assumption."""
        return tuple(monitor.finding(now, reason) for monitor in self._all)


class Excused(Monitor):
    """An expectation that cannot be judged in this run, and why."""

    reads = frozenset()

    def __init__(
        self,
        excuse: tuple[What, str],
        clause: Clause,
        index: int,
        expectation: Expectation,
        context: Context,
    ) -> None:
        super().__init__(clause, index, expectation, context)
        self.blames_client = False
        self._excuse = excuse

    def see(self, note: Note) -> None:
        """Nothing to see."""

    def settled(self) -> bool:
        """It keeps no run waiting."""
        return True

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:  # noqa: ARG002 - the base's signature
        """Give the excuse."""
        what, why = self._excuse
        return what, [why]


def clauses(scenario: Scenario) -> Iterator[tuple[Clause, int, Expectation]]:
    """Return every assumption and expectation with its number in its list."""
    for index, expectation in enumerate(scenario.assume):
        yield "assume", index, expectation
    for index, expectation in enumerate(scenario.expect):
        yield "expect", index, expectation


def _form(expectation: Expectation) -> type[Monitor]:
    if expectation.never is not None:
        return Never
    return Polls if expectation.polls is not None else Within


def _excuse(
    expectation: Expectation, dialect: Dialect, abilities: Abilities
) -> tuple[What, str] | None:
    parts: list[Match] = [
        part
        for part in (expectation, expectation.after, expectation.never, expectation.while_)
        if part is not None
    ]
    for part in parts:
        if part.operation is not None and part.operation not in dialect.operations:
            return "not_applicable", f"the dialect {dialect.name} has no {part.operation}"
        if (
            part.alarm is not None
            and dialect.alarms is not None
            and part.alarm not in dialect.alarms
        ):
            return "not_applicable", f"the dialect {dialect.name} cannot report {part.alarm}"
    for part in parts:
        if part.shows is not None and part.shows not in abilities.shows:
            return "not_checked", f"no client profile says how the client shows {part.shows}"
        if part.operator is not None and not abilities.operator:
            return "not_checked", "no client profile says how to ask the client's operator"
    return None
