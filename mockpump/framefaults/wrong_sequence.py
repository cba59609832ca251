"""Wrong sequence: a frame arrives under the number that another would have."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.seam import Spoil


class WrongSequence(FrameFault, frozen=True, kw_only=True):
    """Deliver each frame that is hit under the next number, with a check that fits."""

    name: ClassVar[str] = "wrong_sequence"
    about: ClassVar[str] = "gives frames the number of another, with a right check"
    needs: ClassVar[Spoil | None] = "sequence"

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """Under another number."""
        return (Delivery(spoilt=("sequence",)),)
