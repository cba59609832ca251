"""Air is in the line of an external pump."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class AirInLine(SteadyFault, frozen=True, kw_only=True):
    """The detector sees air as long as the fault is set."""

    name: ClassVar[str] = "air_in_line"
    about: ClassVar[str] = "the air detector sees air in the line"
    shows: ClassVar[str] = "the alarm air_in_line, state stopped; no start until the air is gone"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """An implant has no line that could have air in it."""
        if not config.catheter.air_detector:
            yield "it has no air detector"

    def turn(self, parts: Parts) -> None:
        """Put air in."""
        parts.catheter.air.add(self.name)

    def undo(self, parts: Parts) -> None:
        """Take it out."""
        parts.catheter.air.discard(self.name)
