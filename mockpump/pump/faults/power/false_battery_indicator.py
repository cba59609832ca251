"""The display of the battery is wrong: the pump is fine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class FalseBatteryIndicator(PumpFault, frozen=True):
    """The warning, or the end, is indicated without a cause; the pump does not act on it."""

    name: ClassVar[str] = "false_battery_indicator"
    about: ClassVar[str] = (
        "the pump indicates the battery's warning or its end, although the battery is fine"
    )
    shows: ClassVar[str] = (
        "the alarm eri or eos (implanted), low_battery or battery_depleted; the battery's share "
        "stays high and the infusion goes on"
    )

    indicates: Literal["warning", "end"] = "end"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Indicate it."""
        cell = parts.power.cell
        code = cell.end if self.indicates == "end" else cell.warning
        parts.alarms.pretend(self.name, code, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Indicate what is true."""
        parts.alarms.admit(self.name, now)
