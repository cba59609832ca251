"""What turns measurements into numbers fails: no sensor gives a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import ReportedFault
from mockpump.pump.sensors import SENSORS

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class AdcFailure(ReportedFault, frozen=True, kw_only=True):
    """What the pump would have judged by its sensors is judged no more."""

    name: ClassVar[str] = "adc_failure"
    about: ClassVar[str] = "no sensor gives a value: what the pump judges by them is judged no more"
    shows: ClassVar[str] = (
        "battery, pressure, measured and level are missing from the status, and the alarm "
        "adc_failed; no alarm that needs one of them"
    )
    alarm: ClassVar[str] = "adc_failed"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Show nothing."""
        parts.sensors.lose(self.name, *SENSORS)
        super().set(parts, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Show the truth again."""
        parts.sensors.lose(self.name)
        super().clear(parts, now)
