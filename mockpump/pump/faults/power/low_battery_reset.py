"""The battery breaks down for a moment, and the pump falls back to its minimum rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import LastingFault
from mockpump.pump.upsets import fall_back

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class LowBatteryReset(LastingFault, frozen=True):
    """The programme is replaced by the minimum rate until the pump is programmed anew."""

    name: ClassVar[str] = "low_battery_reset"
    about: ClassVar[str] = (
        "the battery breaks down for a moment: the rate falls to the minimum, the programme is lost"
    )
    shows: ClassVar[str] = (
        "the alarm reset_low_battery and the minimum rate in the status; an update that is not "
        "whole is refused"
    )

    def set(self, parts: Parts, now: Nanos) -> None:
        """Fall back."""
        fall_back(parts, "reset_low_battery", now)
