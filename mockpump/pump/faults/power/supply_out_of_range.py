"""The voltage of the mains is too low or too high to drive the pump."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import ReportedFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class SupplyOutOfRange(ReportedFault, frozen=True, kw_only=True):
    """External pumps only; the battery takes over, and is not charged."""

    name: ClassVar[str] = "supply_out_of_range"
    about: ClassVar[str] = "the voltage of the mains is out of range: the pump runs on its battery"
    shows: ClassVar[str] = (
        "the alarms supply_range and on_battery, supply=battery, and a falling share of the battery"
    )
    alarm: ClassVar[str] = "supply_range"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Take the battery."""
        parts.power.cut.add(self.name)
        super().set(parts, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Take the mains."""
        parts.power.cut.discard(self.name)
        super().clear(parts, now)
