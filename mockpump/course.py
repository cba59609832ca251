"""When the story of a run begins, where it waits for something, and when it is over at the latest."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.verdict import Reason
from mockpump.matching import Pattern
from mockpump.scenario.model import Beginning, Ending, Scenario
from mockpump.seam import Note


class Course:
    """The end of a run, as far as it is known: `end_at`, and then why."""

    def __init__(self, scenario: Scenario) -> None:
        starts, ends = scenario.starts, scenario.ends
        self._begins = Pattern(starts.when) if isinstance(starts, Beginning) else None
        self._ending = ends if isinstance(ends, Ending) else None
        self._ends = Pattern(ends.when) if isinstance(ends, Ending) else None
        self._span = scenario.end()
        self._reason: Reason = "ends" if isinstance(ends, int) else "limit"
        self.why: Reason = self._reason if self._begins is None else "limit"
        self.end_at: Nanos = self._span if self._begins is None else scenario.limit

    def begins(self, note: Note) -> bool:
        """Whether the story begins with this note; all its times count from there."""
        if self._begins is None or not self._begins.fits(note):
            return False
        self._begins = None
        self.end_at, self.why = note.at + self._span, self._reason
        return True

    def see(self, note: Note) -> None:
        """Learn when the run ends, if it is to end with something that happens."""
        if self._ends is None or self._begins is not None or not self._ends.fits(note):
            return
        assert self._ending is not None
        end_at = note.at + self._ending.after
        if end_at < self.end_at:
            self.end_at, self.why = end_at, "ends"
