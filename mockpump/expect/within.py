"""`… within …`, with or without `after`: something must happen in time, each time its anchor does."""

from __future__ import annotations

from collections import deque
from typing import Literal

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.expect.base import Context, Monitor, end_of_run, moment
from mockpump.expect.verdict import Reason, What
from mockpump.matching import Pattern
from mockpump.operations import RELATED
from mockpump.scenario.model import Expectation
from mockpump.seam import Note

SHOWN = 3  # failures told in full; more are counted


class Obligation(Struct):
    """One occurrence of the anchor, and what has become of it."""

    anchored: Nanos
    anchor: str
    run_deadline: Nanos | None
    pump_deadline: Nanos | None
    before: dict[str, int]
    near: str = ""
    meanwhile: str = ""
    came: Nanos | None = None


class Within(Monitor):
    """Opens an obligation at each anchor; the next fitting note meets the oldest that is open."""

    def __init__(
        self,
        clause: Literal["expect", "assume"],
        index: int,
        expectation: Expectation,
        context: Context,
    ) -> None:
        super().__init__(clause, index, expectation, context)
        self._subject = Pattern(expectation)
        self._after = Pattern(expectation.after) if expectation.after is not None else None
        self.reads = frozenset({self._subject.kind, *([self._after.kind] if self._after else [])})
        self._open: deque[Obligation] = deque()
        self._failed: list[Obligation] = []
        self._failures = 0
        self._met: list[Nanos] = []
        self._unasked = ""
        if self._after is None:
            self._oblige(0, 0, "the start")

    def see(self, note: Note) -> None:
        """Anchor, fulfil, or remember what came near."""
        if self._after is not None and self._after.fits(note):
            state = self._anchor_words(note)
            self._oblige(note.at, note.pump, state)
        elif self._subject.fits(note):
            self._fulfil(note)
        elif self._after is not None and _undelivered(self._after, note):
            self._unasked = (
                f"the operator could not be asked to {note.of}: no client profile says how"
            )
        elif note.what == "operation" and self._open:
            self._open[0].near = self._open[0].near or self._nearness(note)

    def next_deadline(self) -> Nanos | None:
        """One nanosecond after the oldest deadline: what comes at the deadline is in time."""
        if not self._open:
            return None
        first = self._open[0]
        if first.pump_deadline is not None:
            return self.context.timebase.run(first.pump_deadline + 1)
        assert first.run_deadline is not None
        return first.run_deadline + 1

    def tick(self, now: Nanos) -> None:
        """What is still open after its deadline has failed."""
        while (due := self.next_deadline()) is not None and due <= now:
            self._fail(self._open.popleft())

    def settled(self) -> bool:
        """Every anchor so far is answered, and there was one."""
        return not self._open and bool(self._met or self._failures or self._unasked)

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """Failures first; then what could not be judged; then what never was."""
        if reason == "client_ended" and self.clause == "expect":
            while self._open:
                self._fail(self._open.popleft())
        if self._failures:
            return "failed", self._failure_lines(now, reason)
        if self._unasked:
            return "not_checked", [self._unasked]
        if self._open:
            opened = self._open[0]
            line = f"{opened.anchor}; {end_of_run(now, reason)} came before its deadline"
            return "not_checked", [line]
        if not self._met:
            return "failed", [f"{self.expectation.after} never happened, so nothing was checked"]
        return "passed", []

    def reactions(self) -> tuple[Nanos, ...]:
        """How long each fulfilment took."""
        return tuple(self._met)

    def _oblige(self, at: Nanos, pump: Nanos | None, anchor: str) -> None:
        span = self.expectation.within
        assert span is not None
        pump_now = self.context.timebase.pump(at) if pump is None else pump
        self._open.append(
            Obligation(
                at,
                anchor,
                None if span.run is None else at + span.run,
                None if span.pump is None else pump_now + span.pump,
                dict(self.context.doings.counts),
            )
        )

    def _fulfil(self, note: Note) -> None:
        self._expire(note)
        if self._open:
            self._met.append(note.at - self._open.popleft().anchored)
        elif self._failed and self._failed[-1].came is None:
            self._failed[-1].came = note.at

    def _expire(self, note: Note) -> None:
        """In a skip many notes bear one run time: their own pump time says whether they are late."""
        while self._open and self._open[0].pump_deadline is not None:
            deadline = self._open[0].pump_deadline
            if note.pump is None or note.pump <= deadline:
                return
            self._fail(self._open.popleft())

    def _fail(self, obligation: Obligation) -> None:
        self._failures += 1
        obligation.meanwhile = self.context.doings.since(obligation.before)
        if len(self._failed) < SHOWN:
            self._failed.append(obligation)

    def _failure_lines(self, now: Nanos, reason: Reason) -> list[str]:
        lines = []
        subject = self._subject.subject
        for failed in self._failed:
            if failed.came is not None:
                took = moment(failed.came - failed.anchored)
                lines.append(
                    f"{failed.anchor}; {subject} came at {moment(failed.came)}, {took} after"
                )
            else:
                lines.append(f"{failed.anchor}; no {subject} until {end_of_run(now, reason)}")
            if self.clause == "expect":
                lines.append(f"the client meanwhile: {failed.meanwhile}")
            if failed.near:
                lines.append(f"nearest: {failed.near}")
        if self._failures > len(self._failed):
            lines.append(f"and {self._failures - len(self._failed)} more times")
        return lines

    def _anchor_words(self, note: Note) -> str:
        of = f" of {note.data['of']}" if note.data.get("of") else ""
        words = " ".join(filter(None, (note.what, note.of + of, note.state)))
        return f"{words} at {moment(note.at)}"

    def _nearness(self, note: Note) -> str:
        """Say why an operation that came is not the one awaited; "" where it is not near."""
        wanted = self._subject.subject
        why = RELATED.get(wanted, {}).get(note.of, "")
        if note.of == wanted:
            refusal = note.data.get("refusal")
            other = next((str(value) for value in note.data.values()), "")
            why = f"refused: {refusal}" if refusal else f"of {other}, {note.state}"
        return f"{note.of} at {moment(note.at)} ({why})" if why else ""


def _undelivered(after: Pattern, note: Note) -> bool:
    return note.state == "undelivered" and note.what == after.kind and after.fits_subject(note)
