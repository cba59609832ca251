"""`all: […]` and `any: […]`: several expectations judged as one."""

from __future__ import annotations

from mockpump.clock import Nanos, earliest
from mockpump.expect.base import Context, Monitor
from mockpump.expect.verdict import Clause, Finding, Reason, What
from mockpump.scenario.model import Expectation
from mockpump.seam import Note

_ORDER: dict[str, tuple[What, ...]] = {
    "all": ("failed", "not_checked", "not_applicable", "passed"),
    "any": ("passed", "not_checked", "failed", "not_applicable"),
}
"""Which of its parts' outcomes decides, the first that there is."""


class Group(Monitor):
    """Shows every note to its parts, and makes one of what they find."""

    def __init__(
        self,
        clause: Clause,
        index: int,
        expectation: Expectation,
        context: Context,
        parts: tuple[Monitor, ...],
    ) -> None:
        super().__init__(clause, index, expectation, context)
        self._parts = parts
        self._order = _ORDER["all" if expectation.all is not None else "any"]
        self.reads = frozenset(kind for part in parts for kind in part.reads)
        self.blames_client = all(part.blames_client for part in parts)
        self.excused = any(part.excused for part in parts)
        self.by_order = any(part.by_order for part in parts)
        self.open_ended = all(part.open_ended for part in parts)

    def see(self, note: Note) -> None:
        """Show it to the parts that read its kind."""
        for part in self._parts:
            if note.what in part.reads:
                part.see(note)

    def next_deadline(self) -> Nanos | None:
        """When the first part's answer may change by itself."""
        due = None
        for part in self._parts:
            due = earliest(due, part.next_deadline())
        return due

    def tick(self, now: Nanos) -> None:
        """Let the parts' deadlines pass."""
        for part in self._parts:
            part.tick(now)

    def settled(self) -> bool:
        """All parts are: one that failed may still be outweighed by another."""
        return all(part.settled() for part in self._parts)

    def reactions(self) -> tuple[Nanos, ...]:
        """Those of all parts."""
        return tuple(time for part in self._parts for time in part.reactions())

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """Tell what decided, by the parts that did."""
        findings = [part.finding(now, reason) for part in self._parts]
        what = next(one for one in self._order if any(f.what == one for f in findings))
        if what == "passed":
            return what, []
        for part, found in zip(self._parts, findings, strict=True):
            if found.what == what == "failed":
                self.lapses += part.lapses
        return what, [line for found in findings if found.what == what for line in _lines(found)]


def _lines(found: Finding) -> list[str]:
    return [f"{found.text}: {found.lines[0]}" if found.lines else found.text, *found.lines[1:]]
