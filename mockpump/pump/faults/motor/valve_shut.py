"""A magnetic field has shut the valve of a gas-driven implant, and it stays shut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class ValveShut(SteadyFault, frozen=True, kw_only=True):
    """Until somebody resets it, which is to clear the fault [V Prometra MRI information]."""

    name: ClassVar[str] = "valve_shut"
    about: ClassVar[str] = "a magnetic field shuts the valve: nothing flows until it is reset"
    shows: ClassVar[str] = "nothing, until more is aspirated at a refill than the estimate says"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """A rotor is stopped by a field otherwise."""
        if config.motor.drive != "valve":
            yield "it has no valve: motor.drive is rotor, see mri_stall"

    def turn(self, parts: Parts) -> None:
        """Shut it."""
        parts.motor.stalls.add(self.name)

    def undo(self, parts: Parts) -> None:
        """Reset it."""
        parts.motor.stalls.discard(self.name)
