"""An alarm never comes; what its condition does to the infusion it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.alarms import AlarmName
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.needs import impossible
from mockpump.pump.ramp import NEVER

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class AlarmMissing(PumpFault, frozen=True):
    """It is for conditions that begin from now on."""

    name: ClassVar[str] = "alarm_missing"
    about: ClassVar[str] = (
        "an alarm never comes; what its condition does to the infusion it does all the same"
    )
    shows: ClassVar[str] = "the state and the values of the condition, and no alarm"

    alarm: AlarmName = "low_reservoir"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for what the alarm takes."""
        yield from impossible(config, self.alarm)

    def set(self, parts: Parts, now: Nanos) -> None:
        """Keep it back."""
        parts.alarms.delay(self.name, self.alarm, NEVER, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Let it come now."""
        parts.alarms.hasten(self.name, now)
