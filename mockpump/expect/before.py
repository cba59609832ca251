"""`… before …`: something must come first, each time: state is read before a bolus is repeated."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import Context, Monitor
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.expect.words import anchored
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Before(Monitor):
    """Waits from each anchor, or once from the run's beginning, for whichever of the two comes."""

    by_order = True

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        assert expectation.before is not None
        self._subject = Pattern(expectation)
        self._before = Pattern(expectation.before, attempts=True)
        self._after = self.anchor()
        patterns = (self._subject, self._before, self._after)
        self.reads = frozenset(pattern.kind for pattern in patterns if pattern is not None)
        self._since = "the run began" if self._after is None else ""
        self._met = self._failures = 0
        self._first = ""

    def see(self, note: Note) -> None:
        """End the wait by what came; a note may end one and begin the next."""
        if self._since and self._subject.fits(note):
            self._met += 1
            self._since = ""
        elif self._since and self._before.fits(note):
            self._failures += 1
            self.lapse(note.at, note.at)
            self._first = self._first or (
                f"{self._since}; {anchored(note)} without {self.expectation.subject_words()} before"
            )
            self._since = ""
        if self._after is not None and self._after.fits(note):
            self._since = self._since or anchored(note)

    def settled(self) -> bool:
        """Every wait has ended, and there was one."""
        return not self._since and bool(self._met or self._failures)

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """A wait that nothing ended shows nothing: neither the one nor the other came."""
        if self._failures:
            more = [f"and {self._failures - 1} more times"] if self._failures > 1 else []
            return "failed", [self._first, *more]
        if self._met:
            return "passed", []
        if not self._since:
            return self.never_was(f"{self.expectation.after} never happened", now, reason)
        wanted = f"{self.expectation.subject_words()} nor {self.expectation.before}"
        return self.never_was(f"{self._since}; neither {wanted} came", now, reason)
