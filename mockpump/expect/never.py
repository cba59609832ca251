"""`never …`: something must not be tried, in the whole run or `while` a condition stands."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import Context, Monitor, lasted, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note, Value

_CONNECTION = frozenset({"opened", "closed", "hung_up", "unplugged", "replugged"})
"""States of a port that take turns."""
_BEGINS = {"alarm": "raised", "fault": "set"}
"""What ends the condition that an alarm or a fault is over; all other conditions end by that."""


class Never(Monitor):
    """A condition stands from its note, plus a grace for what was already on its way, to its end."""

    by_order = open_ended = True

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        assert expectation.never is not None
        self._never = Pattern(expectation.never, attempts=True)
        self._while = Pattern(expectation.while_) if expectation.while_ is not None else None
        self.reads = frozenset({self._never.kind, *([self._while.kind] if self._while else [])})
        self._standing: dict[Value, Nanos] = {}  # at which address, since when
        grace = expectation.grace
        self._grace = context.on_the_way if grace is None else grace
        self._stood = self._while is None
        self._judged_from: Nanos | None = None  # while it stands, and nothing is judged yet
        self._first = ""
        self._count = 0

    def see(self, note: Note) -> None:
        """Follow the condition; count what should not have been."""
        if self._never.fits(note) and (self._while is None or self._standing):
            self._tried(note, min(self._standing.values(), default=None))
        if self._while is None:
            return
        where = note.data.get("address", "")
        if self._while.fits(note):
            self._standing.setdefault(where, note.at)
            if not self._stood:
                self._stood, self._judged_from = True, note.at + self._grace + 1
        elif _ends(note, self._while):
            self._standing.pop(where, None)
            if not self._standing:
                self._judged_from = None

    def next_deadline(self) -> Nanos | None:
        """When the grace of the first time is over: nothing was judged before."""
        return self._judged_from

    def tick(self, now: Nanos) -> None:
        """Judge from now on."""
        if self._judged_from is not None and now >= self._judged_from:
            self._judged_from = None

    def settled(self) -> bool:
        """The condition has stood, and been judged; only the end can say that nothing happened."""
        return self._stood and self._judged_from is None

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """A violation fails; so does a condition that never was."""
        if self._count:
            more = [f"and {self._count - 1} more times"] if self._count > 1 else []
            return "failed", [self._first, *more]
        if not self._stood:
            return self.never_was(f"{self.expectation.while_} never was", now, reason)
        return "passed", []

    def _tried(self, note: Note, since: Nanos | None) -> None:
        after = ""
        if since is not None:
            if note.at <= since + self._grace:
                return
            after = f", {lasted(note.at - since)} after {self.expectation.while_}"
        self._count += 1
        self.lapse(note.at, note.at)
        if self._count == 1:
            self._first = f"{note.of} {note.state} at {moment(note.at)}{after}"


def _ends(note: Note, stands: Pattern) -> bool:
    if note.what != stands.kind or not stands.fits_subject(note):
        return False
    if note.what == "port":
        return note.state in _CONNECTION - stands.states
    if "cleared" in stands.states:
        return note.state == _BEGINS[note.what]
    return note.state == "cleared" and not note.data.get("still")  # others of its name
