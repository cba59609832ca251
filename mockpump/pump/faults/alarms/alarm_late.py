"""An alarm comes late; what its condition does to the infusion it does on time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import SECOND, Nanos
from mockpump.pump.alarms import AlarmName
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.needs import impossible
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
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

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for what the alarm takes."""
        yield from impossible(config, self.alarm)

    def set(self, parts: Parts, now: Nanos) -> None:
        """Delay it."""
        parts.alarms.delay(self.name, self.alarm, self.by, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Let what waits come now."""
        parts.alarms.hasten(self.name, now)
