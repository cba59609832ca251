"""`… within …`, with or without `after`: something must happen in time, each time its anchor does."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.expect.base import (
    Context,
    Monitor,
    end_of_run,
    ended_before,
    moment,
)
from mockpump.expect.reach import Reach
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.expect.words import anchored, awaited, nearness
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note

MOST_REACTIONS = 10_000
"""So many are kept exactly; of more the median is near, the least and the greatest still exact."""
SHOWN = 3  # failures told in full; more are counted


class Obligation(Struct, eq=False):
    """One occurrence of the anchor, and what has become of it.

    `clock` and `deadline` are on the clock that the expectation is measured by, `at` is run time.
    """

    at: Nanos
    clock: Nanos
    deadline: Nanos
    anchor: str
    before: dict[str, int]
    near: str = ""
    came: str = ""
    meanwhile: str = ""


class Within(Monitor):
    """Opens an obligation at each anchor; what is awaited meets it.

    A deed of the client is counted: it meets the oldest obligation that is open. A state that can be
    seen, such as an alarm shown, meets all that are open at once.
    """

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        self._reach = Reach(expectation.within, context.timebase)
        self._subject = Pattern(expectation)
        self._after = self.anchor()
        self._each = self._subject.kind == "operation"
        self._missing, self._come = awaited(self._subject)
        self.reads = frozenset({self._subject.kind, *([self._after.kind] if self._after else [])})
        self._open: deque[Obligation] = deque()
        self._failed: list[Obligation] = []
        self._failures = self._met = 0
        self._reactions: list[Nanos] = []
        self._unasked = ""
        if self._after is None:
            self._oblige(Note(0, "run"), "the run began")

    def see(self, note: Note) -> None:
        """Fulfil, anchor, or remember what came near; a note may end one wait and begin the next."""
        fulfils = self._subject.fits(note)
        if fulfils:
            self._fulfil(note)
        if self._after is not None and self._after.fits(note):
            self._oblige(note, anchored(note))
        elif self._after is not None and _undelivered(self._after, note):
            self._unasked = f"the operator could not be asked to {note.of} at {moment(note.at)}"
        elif not fulfils:
            self._note_near(note)

    def next_deadline(self) -> Nanos | None:
        """One nanosecond after the oldest deadline: what comes at the deadline is in time."""
        return self._reach.late(self._open[0].deadline) if self._open else None

    def tick(self, now: Nanos) -> None:
        """What is still open after its deadline has failed."""
        self._expire(self._reach.now(now))

    def settled(self) -> bool:
        """Every anchor so far is answered, and there was one."""
        return not self._open and bool(self._met or self._failures or self._unasked)

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """Failures first; then what could not be judged; then what never was."""
        if reason == "client_ended" and self.clause == "expect":
            self.fail_open()
        if self._failures:
            return "failed", list(self._failure_lines(now, reason))
        if self._unasked:
            return "not_checked", [self._unasked]
        if self._open:
            ended = f"{self._open[0].anchor}; {ended_before(now, reason, 'its deadline')}"
            return "passed" if self._met else "not_checked", [ended]
        if not self._met:
            return self.never_was(f"{self.expectation.after} never happened", now, reason)
        return "passed", []

    def fail_open(self) -> None:
        """Wait no longer."""
        while self._open:
            self._fail(self._open.popleft())

    def reactions(self) -> tuple[Nanos, ...]:
        """How long each fulfilment took, where run time is what counts."""
        return tuple(self._reactions)

    # obligations -------------------------------------------------------------------------------

    def _oblige(self, note: Note, anchor: str) -> None:
        before = dict(self.context.doings.counts)
        if note.what == "operation":  # which is not counted yet
            before[note.of] = before.get(note.of, 0) + 1
        clock = self._reach.clock(note)
        self._open.append(Obligation(note.at, clock, clock + self._reach.span, anchor, before))

    def _fulfil(self, note: Note) -> None:
        clock = self._reach.clock(note)
        self._expire(clock)
        if not (self._each and self._open):
            self._come_late(note, clock)
        while self._open:
            met = self._open.popleft()
            self._met += 1
            if not self._reach.on_pump_clock:
                self._reacted(note.at - met.at)
            if self._each:
                break

    def _reacted(self, time: Nanos) -> None:
        """Remember a time; of too many every second one, and the least and the greatest, stay."""
        self._reactions.append(time)
        if len(self._reactions) > MOST_REACTIONS:
            least, *others, greatest = sorted(self._reactions)
            self._reactions = [least, *others[::2], greatest]

    def _come_late(self, note: Note, clock: Nanos) -> None:
        for failed in self._failed:
            if not failed.came:
                took = self._took(failed, note.at, clock)
                failed.came = f"{self._come} at {moment(note.at)}, {took} after"
                failed.meanwhile = self.context.doings.since(failed.before)
                if self._each:
                    break

    def _expire(self, clock: Nanos) -> None:
        while self._open and self._open[0].deadline < clock:
            self._fail(self._open.popleft())

    def _fail(self, obligation: Obligation) -> None:
        self._failures += 1
        due = self._reach.due(obligation.deadline)
        self.lapse(obligation.at, max(obligation.at, due))
        if len(self._failed) < SHOWN:
            self._failed.append(obligation)

    def _note_near(self, note: Note) -> None:
        waiting = next((one for one in (*self._failed, *self._open) if not one.came), None)
        if waiting is not None and not waiting.near:
            waiting.near = nearness(self._subject, note)

    # words -------------------------------------------------------------------------------------

    def _took(self, obligation: Obligation, now: Nanos, clock: Nanos) -> str:
        return self._reach.lasted(now - obligation.at, clock - obligation.clock)

    def _failure_lines(self, now: Nanos, reason: Reason) -> Iterator[str]:
        for failed in self._failed:
            yield f"{failed.anchor}; {failed.came or self._missed(failed, now, reason)}"
            if self.clause == "expect":
                meanwhile = failed.meanwhile or self.context.doings.since(failed.before)
                yield f"the client meanwhile: {meanwhile}"
            if failed.near:
                yield f"nearest: {failed.near}"
        if self._failures > len(self._failed):
            yield f"and {self._failures - len(self._failed)} more times"

    def _missed(self, failed: Obligation, now: Nanos, reason: Reason) -> str:
        missed = f"{self._missing} until {end_of_run(now, reason)}"
        if not self._reach.on_pump_clock:
            return missed
        return f"{missed}, {self._took(failed, now, self._reach.now(now))} after"


def _undelivered(after: Pattern, note: Note) -> bool:
    return note.state == "undelivered" and note.what == after.kind and after.fits_subject(note)
