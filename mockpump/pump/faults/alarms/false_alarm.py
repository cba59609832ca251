"""An alarm comes without its condition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.alarms import AlarmName
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.needs import impossible

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class FalseAlarm(PumpFault, frozen=True):
    """The pump acts on it or does not; if not, the infusion goes on."""

    name: ClassVar[str] = "false_alarm"
    about: ClassVar[str] = "an alarm comes although its condition does not hold"
    shows: ClassVar[str] = (
        "the alarm, with values that do not fit it; with acts, the state that it brings, too"
    )

    alarm: AlarmName = "low_reservoir"
    acts: bool = False

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for what the alarm takes."""
        yield from impossible(config, self.alarm)

    def set(self, parts: Parts, now: Nanos) -> None:
        """Raise it."""
        parts.alarms.pretend(self.name, self.alarm, now, acts=self.acts)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Let it be true again."""
        parts.alarms.admit(self.name, now)
