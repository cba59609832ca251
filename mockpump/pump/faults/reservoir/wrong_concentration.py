"""The reservoir is filled with another concentration than its label says."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.section import UG_PER_ML
from mockpump.quantity import Concentration

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class WrongConcentration(SteadyFault, frozen=True, kw_only=True):
    """Of every fill while it is set: the volumes are right, and every dose is wrong."""

    name: ClassVar[str] = "wrong_concentration"
    about: ClassVar[str] = "a refill has another concentration than the pump is told"
    shows: ClassVar[str] = (
        "nothing: the volumes agree; only an assay of what is aspirated finds another concentration"
    )

    concentration: Concentration = 2000 * UG_PER_ML

    def turn(self, parts: Parts) -> None:
        """Fill in something else."""
        parts.reservoir.contents[self.name] = self.concentration

    def undo(self, parts: Parts) -> None:
        """Fill in what the label says."""
        parts.reservoir.contents.pop(self.name, None)
