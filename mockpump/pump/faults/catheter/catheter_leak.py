"""A share of what the motor drives leaks out beside the catheter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class CatheterLeak(SteadyFault, frozen=True, kw_only=True):
    """The leak is at the connector, before any narrow place."""

    name: ClassVar[str] = "catheter_leak"
    about: ClassVar[str] = (
        "a share of what the pump delivers leaks out and does not reach its place"
    )
    shows: ClassVar[str] = (
        "nothing, and at a refill the volumes agree; with an occlusion sensor less pressure rises "
        "in an occluded catheter"
    )

    share: Share = 300_000

    def mistakes(self) -> Iterator[str]:
        """A share is of a whole."""
        if not self.share:
            yield "share is 0%: nothing leaks"
        if self.share > MILLION:
            yield "share is over 100%"

    def turn(self, parts: Parts) -> None:
        """Let it leak."""
        parts.catheter.leaks[self.name] = self.share

    def undo(self, parts: Parts) -> None:
        """Close the leak."""
        parts.catheter.leaks.pop(self.name, None)
