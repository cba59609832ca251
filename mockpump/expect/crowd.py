"""`… at_most: n, in_any: 10s`: never more than so many within any time of that length."""

from __future__ import annotations

from collections import deque

from mockpump.clock import Nanos
from mockpump.expect.base import Context, Monitor, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Crowd(Monitor):
    """Keeps the times of the last n: one more is a crowd if the first of them is not long ago."""

    open_ended = True

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        assert expectation.in_any is not None
        self._span: Nanos = expectation.in_any
        self._most = expectation.at_most or 0
        self._subject = Pattern(expectation)
        self.reads = frozenset({self._subject.kind})
        self._last: deque[Nanos] = deque(maxlen=self._most)
        self._crowds = 0
        self._first = ""

    def see(self, note: Note) -> None:
        """Look back at as many as may have come."""
        if not self._subject.fits(note):
            return
        full = len(self._last) == self._most
        since = self._last[0] if self._last else note.at
        if full and note.at - since <= self._span:
            self._crowds += 1
            self.lapse(since, note.at)
            subject = self.expectation.subject_words()
            times = f"{self._most + 1} times from {moment(since)} to {moment(note.at)}"
            self._first = self._first or f"{subject} came {times}"
        self._last.append(note.at)

    def settled(self) -> bool:
        """Only the end of the run can say that no more come."""
        return True

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:  # noqa: ARG002 - the base's signature
        """One crowd fails."""
        if self._crowds:
            more = [f"and {self._crowds - 1} more times"] if self._crowds > 1 else []
            return "failed", [self._first, *more]
        return "passed", []
