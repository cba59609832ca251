"""Repeat: a frame arrives more than once, and a dialect without a guard carries it out as often."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.quantity import Duration


class Repeat(FrameFault, frozen=True, kw_only=True):
    """Deliver each frame that is hit, and then again `times` more, `every` so often."""

    name: ClassVar[str] = "repeat"
    about: ClassVar[str] = "delivers frames more than once; a command may be carried out as often"

    times: Annotated[int, Meta(ge=1, le=100)] = 1
    every: Duration = 0

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """As it is, and again."""
        return tuple(Delivery(turn * self.every) for turn in range(self.times + 1))
