"""Wrong checksum: a frame arrives whole, but its check does not fit."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.seam import Spoil


class WrongChecksum(FrameFault, frozen=True, kw_only=True):
    """Deliver each frame that is hit with a check that is wrong, and all else right."""

    name: ClassVar[str] = "wrong_checksum"
    about: ClassVar[str] = "spoils the check of frames that are otherwise right"
    needs: ClassVar[Spoil | None] = "checksum"

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """Spoilt."""
        return (Delivery(spoilt=("checksum",)),)
