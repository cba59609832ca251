"""Lose: a whole frame never arrives. A lost reply leaves the client not knowing what happened."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault


class Lose(FrameFault, frozen=True, kw_only=True):
    """Drop the frames aimed at; its sender believes that they were sent."""

    name: ClassVar[str] = "lose"
    about: ClassVar[str] = (
        "drops whole frames; with reply_to the command was carried out all the same"
    )

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """Never."""
        return ()
