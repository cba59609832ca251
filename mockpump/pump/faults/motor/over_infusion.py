"""The motor delivers more than it is asked to, and does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class OverInfusion(SteadyFault, frozen=True, kw_only=True):
    """A factor on all that is driven [V ECRI 2014; FA596]."""

    name: ClassVar[str] = "over_infusion"
    about: ClassVar[str] = "the motor delivers more than it is asked to, by a factor"
    shows: ClassVar[str] = (
        "with a flow sensor: the alarm over_infusion once its window has passed; without: nothing, "
        "until less is aspirated at a refill than the estimate says"
    )

    factor: Share = 1_200_000

    def mistakes(self) -> Iterator[str]:
        """The name says which way."""
        if self.factor <= MILLION:
            yield "factor is not over 100%"

    def turn(self, parts: Parts) -> None:
        """Turn the factor."""
        parts.motor.factors[self.name] = self.factor

    def undo(self, parts: Parts) -> None:
        """Deliver as asked again."""
        parts.motor.factors.pop(self.name, None)
