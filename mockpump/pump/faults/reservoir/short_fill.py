"""Less is filled in than the pump is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class ShortFill(SteadyFault, frozen=True, kw_only=True):
    """A share of every fill stays in the syringe while it is set."""

    name: ClassVar[str] = "short_fill"
    about: ClassVar[str] = "a share of a refill stays in the syringe, although the pump is told all"
    shows: ClassVar[str] = (
        "nothing: the refill is accepted, the estimate says full; less is aspirated at the next refill"
    )

    missing: Share = 200_000

    def mistakes(self) -> Iterator[str]:
        """A share is of a whole."""
        if not self.missing:
            yield "missing is 0%: nothing is missing"
        if self.missing > MILLION:
            yield "missing is over 100%"

    def turn(self, parts: Parts) -> None:
        """Let fills be short."""
        parts.reservoir.short[self.name] = self.missing

    def undo(self, parts: Parts) -> None:
        """Let them be whole."""
        parts.reservoir.short.pop(self.name, None)
