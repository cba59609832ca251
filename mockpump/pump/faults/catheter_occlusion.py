"""The catheter is blocked: what the motor drives into it stays trapped, and pressure rises."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.catheter import OCCLUDED
from mockpump.pump.faults.base import PumpFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class CatheterOcclusion(PumpFault, frozen=True):
    """A total occlusion. Cleared, it releases what was trapped as one unwanted bolus."""

    name: ClassVar[str] = "catheter_occlusion"
    about: ClassVar[str] = "the catheter is blocked: nothing gets through, the rest is trapped"
    shows: ClassVar[str] = (
        "with an occlusion sensor: rising pressure, then the alarm occlusion; "
        "without: nothing, until more is aspirated at a refill than the estimate says"
    )

    def set(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """Block the catheter."""
        parts.catheter.narrowed[self.name] = OCCLUDED

    def clear(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """Open it again."""
        parts.catheter.narrowed.pop(self.name, None)
