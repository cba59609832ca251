"""An alarm cannot be silenced; it can be acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.alarms import AlarmName
from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.needs import impossible

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class AlarmUnsilenceable(SteadyFault, frozen=True):
    """Each request to silence it is refused."""

    name: ClassVar[str] = "alarm_unsilenceable"
    about: ClassVar[str] = "an alarm cannot be silenced; it can be acknowledged"
    shows: ClassVar[str] = "SILENCE is refused for this alarm, and its audio stays on"

    alarm: AlarmName = "low_reservoir"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for what the alarm takes."""
        yield from impossible(config, self.alarm)

    def turn(self, parts: Parts) -> None:
        """Refuse it."""
        parts.alarms.unsilenceable[self.name] = self.alarm

    def undo(self, parts: Parts) -> None:
        """Silence it again."""
        parts.alarms.unsilenceable.pop(self.name, None)
