"""`… exactly: n`, `at_most: n`, `at_least: n`: how often, in the whole run or from each anchor on."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import CUT_SHORT, Context, Monitor, end_of_run, moment
from mockpump.expect.reach import FOREVER, Reach
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.expect.words import anchored, nearness
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Count(Monitor):
    """Counts in one window at a time: an anchor closes the one before it; with `within`, time does."""

    by_order = True

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        exactly = expectation.exactly
        self._low: int = (expectation.at_least if exactly is None else exactly) or 0
        self._high = expectation.at_most if exactly is None else exactly
        self._subject = Pattern(expectation)
        self._after = self.anchor()
        self._reach = Reach(expectation.within, context.timebase)
        self._timed = self._reach.span < FOREVER
        self.open_ended = self._high is not None and not self._timed
        self.reads = frozenset({self._subject.kind, *([self._after.kind] if self._after else [])})
        self._since = ""  # of the window that is open
        self._deadline: Nanos = FOREVER
        self._windows = self._count = self._failures = 0
        self._last: Nanos = 0
        self._since_at: Nanos = 0
        self._first = self._near = self._nearest = ""
        if self._after is None:
            self._open(Note(0, "run"), "the run began")

    def see(self, note: Note) -> None:
        """Count; an anchor begins a new window."""
        self._expire(self._reach.clock(note))
        if self._since and self._subject.fits(note):
            self._count += 1
            self._last = note.at
            if self._high is not None and self._count == self._high + 1:
                self._fail(note.at, note.at, f"one too many at {moment(note.at)}")
        elif self._since:
            self._near = self._near or nearness(self._subject, note)
        if self._after is not None and self._after.fits(note):
            self._close(note.at, f"the next came at {moment(note.at)}")
            self._open(note, anchored(note))

    def next_deadline(self) -> Nanos | None:
        """When the window is over, if time ends it."""
        ends = self._since and self._deadline < FOREVER
        return self._reach.late(self._deadline) if ends else None

    def tick(self, now: Nanos) -> None:
        """Close a window whose time is up."""
        self._expire(self._reach.now(now))

    def settled(self) -> bool:
        """It has come often enough, or its time is over; that no more come, only the end can say."""
        if self._timed:
            return not self._since and self._windows > 0
        return bool(self._since) and self._count >= self._low and not self.open_ended

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """The window that is open at the end counts too, unless its time, or the run, was cut short."""
        excused = {"interrupted"} if self.clause == "expect" else CUT_SHORT
        few = bool(self._since) and self._count < self._low
        how = f"then came {end_of_run(now, reason)}"
        cut = bool(self._since) and self._timed and reason != "client_ended"
        undecided = (cut and (few or self._high is not None)) or (few and reason in excused)
        if few and not undecided:
            self._fail(self._since_at, now, how)
        if self._failures:
            more = [f"nearest: {self._nearest}"] if self._nearest else []
            more += [f"and {self._failures - 1} more times"] if self._failures > 1 else []
            return "failed", [self._first, *more]
        if not self._windows:
            return self.never_was(f"{self.expectation.after} never happened", now, reason)
        if undecided:
            checked = self._timed and self._windows > 1
            return "passed" if checked else "not_checked", [self._words(how)]
        return "passed", []

    # windows -----------------------------------------------------------------------------------

    def _open(self, note: Note, since: str) -> None:
        self._since, self._since_at, self._count = since, note.at, 0
        self._near = ""
        self._windows += 1
        self._deadline = self._reach.clock(note) + self._reach.span

    def _expire(self, clock: Nanos) -> None:
        if self._since and self._deadline < clock:
            self._close(self._reach.due(self._deadline), "then its time was over")

    def _close(self, at: Nanos, how: str) -> None:
        if self._since and self._count < self._low:
            self._fail(self._since_at, at, how)
        self._since = ""

    def _fail(self, since: Nanos, at: Nanos, how: str) -> None:
        self._failures += 1
        self.lapse(since, max(since, at))
        if not self._first:
            self._first = self._words(how)
            self._nearest = self._near if self._count < self._low else ""

    def _words(self, how: str) -> str:
        last = f", the last at {moment(self._last)}" if self._count else ""
        subject = self.expectation.subject_words()
        return f"{self._since}; {subject} came {self._count} times{last}; {how}"
