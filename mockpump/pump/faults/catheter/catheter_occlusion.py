"""The catheter is blocked: what the motor drives into it stays trapped, and pressure rises."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.catheter import OCCLUDED
from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class CatheterOcclusion(SteadyFault, frozen=True, kw_only=True):
    """A total occlusion. Cleared, it releases what was trapped as one unwanted bolus."""

    name: ClassVar[str] = "catheter_occlusion"
    about: ClassVar[str] = "the catheter is blocked: nothing gets through, the rest is trapped"
    shows: ClassVar[str] = (
        "with an occlusion sensor: rising pressure, then the alarm occlusion; "
        "without: nothing, until more is aspirated at a refill than the estimate says"
    )

    def turn(self, parts: Parts) -> None:
        """Block the catheter."""
        parts.catheter.narrowed[self.name] = OCCLUDED

    def undo(self, parts: Parts) -> None:
        """Open it again."""
        parts.catheter.narrowed.pop(self.name, None)
