"""Reorder: a frame is overtaken by the one behind it."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.quantity import Duration


class Reorder(FrameFault, frozen=True, kw_only=True):
    """Deliver each frame that is hit behind the next one; if none follows, after `at_most`."""

    name: ClassVar[str] = "reorder"
    about: ClassVar[str] = "lets the next frame overtake this one"

    at_most: Duration = 2_000_000_000

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """Behind the next one."""
        return (Delivery(self.at_most, behind=True),)
