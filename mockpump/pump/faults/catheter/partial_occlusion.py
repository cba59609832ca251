"""The catheter is narrowed: what goes in comes out later, under pressure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import SECOND
from mockpump.pump.faults.base import SteadyFault, at_least_a_second
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class PartialOcclusion(SteadyFault, frozen=True, kw_only=True):
    """Out comes trapped volume over time constant; at rest, all that goes in (see catheter.py)."""

    name: ClassVar[str] = "partial_occlusion"
    about: ClassVar[str] = (
        "the catheter is narrowed: drug comes out later, and pressure stands in it"
    )
    shows: ClassVar[str] = (
        "with an occlusion sensor: pressure, and the alarm occlusion if rate times time constant "
        "fills it that far; without: nothing, and if pressure stalls the motor, more is aspirated"
    )

    time_constant: Duration = 20 * SECOND

    def mistakes(self) -> Iterator[str]:
        """A narrow place takes time."""
        yield from at_least_a_second(time_constant=self.time_constant)

    def turn(self, parts: Parts) -> None:
        """Narrow the catheter."""
        parts.catheter.narrowed[self.name] = self.time_constant

    def undo(self, parts: Parts) -> None:
        """Open it again."""
        parts.catheter.narrowed.pop(self.name, None)
