"""How far a wait reaches, on the clock that it is measured by: run time, or the pump's own."""

from __future__ import annotations

from mockpump.clock import Nanos, Timebase
from mockpump.expect.base import lasted, of_pump_time
from mockpump.scenario.parts import Span
from mockpump.seam import Note

FOREVER: Nanos = 2**63


class Reach:
    """A length of time, and what time it is on its clock."""

    def __init__(self, span: Span | None, timebase: Timebase) -> None:
        """Without a span, for ever."""
        self._timebase = timebase
        self.on_pump_clock = span is not None and span.pump is not None
        self.span: Nanos = FOREVER
        if span is not None:
            self.span = (span.pump if span.pump is not None else span.run) or 0

    def clock(self, note: Note) -> Nanos:
        """When a note was: in a skip many bear one run time, and not one pump time."""
        if not self.on_pump_clock:
            return note.at
        return self._timebase.pump(note.at) if note.pump is None else note.pump

    def now(self, run: Nanos) -> Nanos:
        """What time it is at a run time."""
        return self._timebase.pump(run) if self.on_pump_clock else run

    def due(self, deadline: Nanos) -> Nanos:
        """At which run time a deadline is."""
        return self._timebase.run(deadline) if self.on_pump_clock else deadline

    def late(self, deadline: Nanos) -> Nanos:
        """At which run time a deadline has passed: what comes at the deadline itself is in time."""
        return self._timebase.run(deadline + 1) if self.on_pump_clock else deadline + 1

    def lasted(self, run: Nanos, own: Nanos) -> str:
        """Write how long something took, in run time and on its own clock."""
        return of_pump_time(own) if self.on_pump_clock else lasted(run)
