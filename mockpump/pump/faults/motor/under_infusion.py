"""The motor delivers less than it is asked to, and does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class UnderInfusion(SteadyFault, frozen=True, kw_only=True):
    """A factor on all that is driven."""

    name: ClassVar[str] = "under_infusion"
    about: ClassVar[str] = "the motor delivers less than it is asked to, by a factor"
    shows: ClassVar[str] = (
        "with a flow sensor: the alarm under_infusion once its window has passed; without: nothing, "
        "until more is aspirated at a refill than the estimate says"
    )

    factor: Share = 800_000

    def mistakes(self) -> Iterator[str]:
        """The name says which way."""
        if self.factor >= MILLION:
            yield "factor is not below 100%"

    def turn(self, parts: Parts) -> None:
        """Turn the factor."""
        parts.motor.factors[self.name] = self.factor

    def undo(self, parts: Parts) -> None:
        """Deliver as asked again."""
        parts.motor.factors.pop(self.name, None)
