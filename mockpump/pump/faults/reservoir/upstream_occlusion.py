"""The way from the reservoir to the motor is blocked: nothing can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class UpstreamOcclusion(SteadyFault, frozen=True, kw_only=True):
    """A clamp on a bag, a kink before the motor."""

    name: ClassVar[str] = "upstream_occlusion"
    about: ClassVar[str] = "the way from the reservoir to the motor is blocked"
    shows: ClassVar[str] = (
        "with an inlet sensor: the alarm upstream_occlusion at once, state stopped, no start until "
        "it is open; without: nothing, until more is aspirated at a refill than the estimate says"
    )

    def turn(self, parts: Parts) -> None:
        """Block it."""
        parts.reservoir.blocked = True

    def undo(self, parts: Parts) -> None:
        """Open it."""
        parts.reservoir.blocked = False
