"""The pump computes its volume wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class VolumeMiscounted(SteadyFault, frozen=True, kw_only=True):
    """The estimate falls by a factor faster or slower than the pump delivers."""

    name: ClassVar[str] = "volume_miscounted"
    about: ClassVar[str] = "the pump counts more, or less, than it delivers"
    shows: ClassVar[str] = (
        "an estimate that does not fit the rate history: low_reservoir too early, or too late; "
        "at a refill the volumes differ"
    )

    factor: Share = 1_100_000

    def mistakes(self) -> Iterator[str]:
        """An error is one."""
        if self.factor == MILLION:
            yield "factor is 100%: the pump counts right"

    def turn(self, parts: Parts) -> None:
        """Let it count wrong."""
        parts.reservoir.miscounts[self.name] = self.factor

    def undo(self, parts: Parts) -> None:
        """Let it count right."""
        parts.reservoir.miscounts.pop(self.name, None)
