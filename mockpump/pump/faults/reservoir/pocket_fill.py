"""A refill goes beside an implanted pump, into the pocket under the skin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class PocketFill(SteadyFault, frozen=True, kw_only=True):
    """A share of every fill while it is set [V FA578]."""

    name: ClassVar[str] = "pocket_fill"
    about: ClassVar[str] = "a share of a refill goes beside the pump, into the pocket"
    shows: ClassVar[str] = (
        "nothing: the refill is accepted, the estimate says full; less is aspirated at the next refill"
    )

    share: Share = MILLION

    def mistakes(self) -> Iterator[str]:
        """A share is of a whole."""
        if not self.share:
            yield "share is 0%: nothing goes beside"
        if self.share > MILLION:
            yield "share is over 100%"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Only an implant has a pocket."""
        if not config.implanted:
            yield "it is not implanted: there is no pocket"

    def turn(self, parts: Parts) -> None:
        """Let fills go beside."""
        parts.reservoir.beside[self.name] = self.share

    def undo(self, parts: Parts) -> None:
        """Let them go in."""
        parts.reservoir.beside.pop(self.name, None)
