"""An alarm comes late; what its condition does to the infusion it does on time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import SECOND, Nanos
from mockpump.pump.alarms import AlarmName
from mockpump.pump.faults.base import PumpFault
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class AlarmLate(PumpFault, frozen=True):
    """It is for conditions that begin from now on."""

    name: ClassVar[str] = "alarm_late"
    about: ClassVar[str] = (
        "an alarm comes late; what its condition does to the infusion it does on time"
    )
    shows: ClassVar[str] = "the state and the values of the condition at once, its alarm only later"

    alarm: AlarmName = "low_reservoir"
    by: Duration = 1800 * SECOND

    def set(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """Delay it."""
        parts.alarms.conditions.delays[self.alarm] = self.by

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Let what waits come now."""
        parts.alarms.hasten(self.alarm, now)
