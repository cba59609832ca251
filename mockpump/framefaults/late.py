"""Late: a frame arrives after whoever waits for it has given up."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.quantity import Duration


class Late(FrameFault, frozen=True, kw_only=True):
    """Deliver each frame that is hit `by` so much later; others overtake it."""

    name: ClassVar[str] = "late"
    about: ClassVar[str] = "delivers frames late, such as after the client's time-out"

    by: Duration = 3_000_000_000

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """Later."""
        return (Delivery(self.by),)
