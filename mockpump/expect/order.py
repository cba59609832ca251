"""`in_order: […]`: some things must all come, none before the one that is listed before it."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import CUT_SHORT, Context, Monitor, end_of_run, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.expect.words import anchored
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Order(Monitor):
    """Walks the list from the first anchor on, or from the run's beginning; once through."""

    by_order = True

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        assert expectation.in_order is not None
        self._items = expectation.in_order
        self._patterns = [Pattern(item) for item in self._items]
        self._after = self.anchor()
        kinds = {pattern.kind for pattern in self._patterns}
        self.reads = frozenset(kinds | ({self._after.kind} if self._after is not None else set()))
        self._since = "the run began" if self._after is None else ""
        self._next = 0
        self._wrong = ""

    def see(self, note: Note) -> None:
        """Take the next of the list; what is listed later comes too soon."""
        if not self._since:
            if self._after is not None and self._after.fits(note):
                self._since = anchored(note)
            return
        if self.settled():
            return
        if self._patterns[self._next].fits(note):
            self._next += 1
            return
        for n in range(self._next + 1, len(self._patterns)):
            if self._patterns[n].fits(note):
                self.lapse(note.at, note.at)
                early = f"{self._items[n]} came at {moment(note.at)}"
                self._wrong = f"{self._since}; {early}, before {self._items[self._next]}"
                return

    def settled(self) -> bool:
        """All have come, or one came too soon."""
        return self._next == len(self._patterns) or bool(self._wrong)

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """What has not come at the end is missing, unless the run was cut short."""
        if self._wrong:
            return "failed", [self._wrong]
        if self.settled():
            return "passed", []
        if not self._since:
            return self.never_was(f"{self.expectation.after} never happened", now, reason)
        excused = {"interrupted"} if self.clause == "expect" else CUT_SHORT
        missing = f"{self._since}; no {self._items[self._next]} until {end_of_run(now, reason)}"
        return "not_checked" if reason in excused else "failed", [missing]
