"""Drug mixes with what is in the dead space while it is primed: too much comes, then too little."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.flow_config import HOUR
from mockpump.pump.motor import MILLION
from mockpump.quantity import Duration, Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class PrimingMixing(SteadyFault, frozen=True, kw_only=True):
    """Of every prime that begins while it is set; played as volume [V FDA 28 June 2013, FA573]."""

    name: ClassVar[str] = "priming_mixing"
    about: ClassVar[str] = (
        "a prime gives too much while it runs, and for a time after it too little"
    )
    shows: ClassVar[str] = (
        "nothing: the prime is started and delivered as ordered; only what is aspirated at a "
        "refill, soon after it less and much later more than the estimate says"
    )

    over: Share = 1_500_000
    under: Share = 500_000
    lasts: Duration = 12 * HOUR

    def mistakes(self) -> Iterator[str]:
        """Too much is more, and too little less."""
        if self.over <= MILLION:
            yield "over is not over 100%"
        if self.under >= MILLION:
            yield "under is not below 100%"

    def turn(self, parts: Parts) -> None:
        """Let it mix."""
        priming = parts.priming
        priming.over, priming.under, priming.lasts = self.over, self.under, self.lasts

    def undo(self, parts: Parts) -> None:
        """Let it come as it is driven."""
        parts.priming.forget()
