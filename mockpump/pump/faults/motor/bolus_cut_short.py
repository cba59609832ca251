"""A bolus ends before all of it is given, and the pump says that it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class BolusCutShort(SteadyFault, frozen=True, kw_only=True):
    """Of every bolus that begins while it is set [V MF-24: total shown wrong]."""

    name: ClassVar[str] = "bolus_cut_short"
    about: ClassVar[str] = "a bolus ends after a share of it, and the pump says that all was given"
    shows: ClassVar[str] = (
        "RESULT? with state=delivered and the whole volume, beside a delivered volume and a "
        "reservoir that have moved by less"
    )

    share: Share = 500_000

    def mistakes(self) -> Iterator[str]:
        """It gives something, and not all."""
        if not 0 < self.share < MILLION:
            yield "share is not above 0% and below 100%"

    def turn(self, parts: Parts) -> None:
        """Cut it."""
        parts.infusion.gives = self.share

    def undo(self, parts: Parts) -> None:
        """Give all of it."""
        parts.infusion.gives = MILLION
