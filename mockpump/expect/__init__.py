"""Expectations on the client and assumptions on the story, as monitors that read the same notes."""

from __future__ import annotations

from collections.abc import Iterator

from mockpump.clock import SECOND, Nanos, Timebase, earliest
from mockpump.dialects.base import Dialect
from mockpump.expect.base import Context, Doings, Monitor
from mockpump.expect.excused import Abilities
from mockpump.expect.forms import watch
from mockpump.expect.verdict import (
    Clause,
    ClientExit,
    Finding,
    Lapse,
    Mismatch,
    Reason,
    Verdict,
    judge,
)
from mockpump.scenario.model import Beginning, Expectation, Scenario
from mockpump.seam import Note

__all__ = ["Abilities", "Finding", "Monitors", "Verdict", "judge"]


REACTION: Nanos = SECOND // 10
"""How long a client may take from reading a report to not sending what it had in hand."""
COMMAND_BITS = 640
"""A command of 64 bytes, which may be on a slow line for longer than any reaction takes."""


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
        starts = scenario.starts
        begins = starts.when if isinstance(starts, Beginning) else None
        self._doings.begun = begins is None
        self._strict = scenario.line.settings == "matter"
        context = Context(self._doings, timebase, REACTION + command, begins)
        self._all: list[Monitor] = []
        for clause, index, expectation in clauses(scenario):
            self._all.append(watch((clause, index, expectation), context, dialect, abilities))
        expected = [monitor for monitor in self._all if monitor.clause == "expect"]
        self._endless = bool(expected) and all(monitor.open_ended for monitor in expected)
        parts = (part for one in scenario.expect for part in one.parts())
        self._deaths = {part.exits for part in parts if isinstance(part, Expectation)}
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
        """Whether all is decided that the story can decide; before a client came, nothing is.

        Where nothing is expected but what only the end can decide, the end is the run's limit.
        """
        if self._endless or not self._doings.ever_open:
            return False
        return all(monitor.settled() for monitor in self._all)

    def met(self) -> dict[str, tuple[str, ...]]:
        """Return the alarms, faults and operations that came, by name."""
        return {kind: tuple(sorted(names)) for kind, names in self._doings.met.items() if names}

    def client_exit(self) -> ClientExit | None:
        """Return how a client ended that did not end well; None: it did, or has not ended."""
        return self._doings.client_exit

    def mismatch(self) -> Mismatch | None:
        """Return how the ends of the line are set, if neither understands the other."""
        return self._doings.mismatch if self._strict else None

    def died(self) -> bool:
        """Whether a client died by a signal, and by none that is expected of it."""
        ended = self._doings.client_exit
        return ended is not None and ended.code < 0 and ended.code not in self._deaths

    def lapses(self) -> dict[tuple[Clause, int], list[Lapse]]:
        """Return when those failed that did, once they are concluded."""
        return {(one.clause, one.index): one.lapses for one in self._all if one.lapses}

    def findings(self, now: Nanos, reason: Reason, *, lagged: bool = False) -> tuple[Finding, ...]:
        """Conclude every expectation and assumption; `lagged`: beyond what can be neglected."""
        return tuple(monitor.finding(now, reason, lagged=lagged) for monitor in self._all)


def clauses(scenario: Scenario) -> Iterator[tuple[Clause, int, Expectation]]:
    """Return every assumption and expectation with its number in its list."""
    for index, expectation in enumerate(scenario.assume):
        yield "assume", index, expectation
    for index, expectation in enumerate(scenario.expect):
        yield "expect", index, expectation
