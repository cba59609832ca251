"""Interference makes the pump believe in a telemetry session: it delivers nothing meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.courses import INTERROGATED
from mockpump.pump.faults.base import TimedFault

if TYPE_CHECKING:
    from mockpump.pump.courses import Course
    from mockpump.pump.parts import Parts


class StuckInTelemetry(TimedFault, frozen=True, kw_only=True):
    """Nothing is delivered until somebody interrogates the pump [V TGA; HK MDD 21 Nov 2023]."""

    name: ClassVar[str] = "stuck_in_telemetry"
    about: ClassVar[str] = (
        "the pump waits in telemetry mode and delivers nothing until interrogated"
    )
    shows: ClassVar[str] = (
        "nothing: the interrogation itself puts it right; "
        "more is aspirated at a refill than the estimate says"
    )

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Deliver nothing, then go on."""
        parts.motor.stalls.add(self.name)
        now = yield INTERROGATED
        parts.motor.stalls.discard(self.name)
        self.tell(parts, now, "recovered")

    def undo(self, parts: Parts) -> None:
        """Go on delivering."""
        parts.motor.stalls.discard(self.name)
