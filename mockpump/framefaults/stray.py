"""Stray: a frame arrives that answers nobody's question, as where another client is on the line."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.seam import Spoil


class Stray(FrameFault, frozen=True, kw_only=True):
    """Before each frame that is hit, deliver one like it under another number."""

    name: ClassVar[str] = "stray"
    about: ClassVar[str] = "delivers frames that answer what the client never asked"
    needs: ClassVar[Spoil | None] = "sequence"

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """First the stray one."""
        return (Delivery(spoilt=("sequence",)), Delivery())
