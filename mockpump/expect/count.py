"""`… exactly: n`, `at_most: n`, `at_least: n`: how often, in the whole run or from each anchor on."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import CUT_SHORT, Context, Monitor, end_of_run, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.expect.words import anchored
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Count(Monitor):
    """Counts in one window at a time: an anchor closes the one before it."""

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        exactly = expectation.exactly
        self._low: int = (expectation.at_least if exactly is None else exactly) or 0
        self._high = expectation.at_most if exactly is None else exactly
        self._subject = Pattern(expectation)
        self._after = Pattern(expectation.after) if expectation.after is not None else None
        self.reads = frozenset({self._subject.kind, *([self._after.kind] if self._after else [])})
        self._since = "the run began" if self._after is None else ""
        self._count = 0
        self._last: Nanos = 0
        self._since_at: Nanos = 0
        self._failures = 0
        self._first = ""

    def see(self, note: Note) -> None:
        """Count; an anchor begins a new window."""
        if self._since and self._subject.fits(note):
            self._count += 1
            self._last = note.at
            if self._high is not None and self._count == self._high + 1:
                self._failures += 1
                self.lapse(note.at, note.at)
                self._first = self._first or self._words(f"one too many at {moment(note.at)}")
        if self._after is not None and self._after.fits(note):
            self._close(note.at, f"the next came at {moment(note.at)}")
            self._since, self._since_at, self._count = anchored(note), note.at, 0

    def settled(self) -> bool:
        """It has come often enough; that no more come, only the end of the run can say."""
        return bool(self._since) and self._count >= self._low

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """The window that is open at the end counts too, unless the run was cut short."""
        excused = {"interrupted"} if self.clause == "expect" else CUT_SHORT
        few = self._count < self._low
        if not (few and reason in excused):
            self._close(now, f"then came {end_of_run(now, reason)}")
        if self._failures:
            more = [f"and {self._failures - 1} more times"] if self._failures > 1 else []
            return "failed", [self._first, *more]
        if not self._since:
            return self.never_was(f"{self.expectation.after} never happened", now, reason)
        if few:
            return "not_checked", [self._words(f"then came {end_of_run(now, reason)}")]
        return "passed", []

    def _close(self, at: Nanos, how: str) -> None:
        if self._since and self._count < self._low:
            self._failures += 1
            self.lapse(self._since_at, at)
            self._first = self._first or self._words(how)

    def _words(self, how: str) -> str:
        last = f", the last at {moment(self._last)}" if self._count else ""
        subject = self.expectation.subject_words()
        return f"{self._since}; {subject} came {self._count} times{last}; {how}"
