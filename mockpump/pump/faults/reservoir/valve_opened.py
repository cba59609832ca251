"""A magnetic field opens the valve of a gas-driven implant: the reservoir runs out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.section import ML
from mockpump.quantity import Rate

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class ValveOpened(SteadyFault, frozen=True, kw_only=True):
    """Drug runs out at a rate while the field is there [V Prometra MRI information PL-21604-02]."""

    name: ClassVar[str] = "valve_opened"
    about: ClassVar[str] = "a magnetic field opens the valve: drug runs out as long as it is there"
    shows: ClassVar[str] = "nothing, until less is aspirated at a refill than the estimate says"

    rate: Rate = 1440 * ML  # 1 mL/min

    def mistakes(self) -> Iterator[str]:
        """Something flows."""
        if not self.rate:
            yield "rate is 0: nothing flows"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """A rotor holds the drug back."""
        if config.motor.drive != "valve":
            yield "it has no valve: motor.drive is rotor"

    def turn(self, parts: Parts) -> None:
        """Open the valve."""
        parts.motor.bypass[self.name] = self.rate

    def undo(self, parts: Parts) -> None:
        """Close it."""
        parts.motor.bypass.pop(self.name, None)
