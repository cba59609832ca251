"""The charger fails: the mains drive the pump, but its battery is not charged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class ChargerFault(SteadyFault, frozen=True):
    """External pumps only; it shows when the mains are lost, too."""

    name: ClassVar[str] = "charger_fault"
    about: ClassVar[str] = "the battery is not charged although the mains are there"
    shows: ClassVar[str] = (
        "the alarm charger_fault while the mains are there; a share of the battery that does "
        "not rise"
    )

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for mains."""
        if not config.power.mains:
            yield "this pump has no charger: set power.mains to true"

    def turn(self, parts: Parts) -> None:
        """Charge no more."""
        parts.power.charges = False

    def undo(self, parts: Parts) -> None:
        """Charge again."""
        parts.power.charges = True
