"""The mains are lost, and the pump runs on its battery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class MainsLoss(SteadyFault, frozen=True):
    """External pumps only; it is charged again once the mains are back."""

    name: ClassVar[str] = "mains_loss"
    about: ClassVar[str] = "the mains are lost: the pump runs on its battery"
    shows: ClassVar[str] = "the alarm on_battery, and a falling share of the battery"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for mains."""
        if not config.power.mains:
            yield "this pump has no mains to lose: set power.mains to true"

    def turn(self, parts: Parts) -> None:
        """Pull the plug."""
        parts.power.cut.add(self.name)

    def undo(self, parts: Parts) -> None:
        """Plug it in again."""
        parts.power.cut.discard(self.name)
