"""The reservoir of an external pump is taken off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class ReservoirDetached(SteadyFault, frozen=True, kw_only=True):
    """Nothing can be drawn while it is set."""

    name: ClassVar[str] = "reservoir_detached"
    about: ClassVar[str] = "the reservoir is off: nothing can be drawn"
    shows: ClassVar[str] = "the alarm no_reservoir, state stopped; no start until it is back"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """An implant's is part of it."""
        if not config.reservoir.detachable:
            yield "its reservoir is part of it: reservoir.detachable is false"

    def turn(self, parts: Parts) -> None:
        """Take it off."""
        parts.reservoir.detached = True

    def undo(self, parts: Parts) -> None:
        """Put it back."""
        parts.reservoir.detached = False
