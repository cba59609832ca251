"""Busy: the pump says that it cannot take a command now, and does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from mockpump.chance import Stream
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.seam import Spoil


class Busy(FrameFault, frozen=True, kw_only=True):
    """Answer each command that is hit as busy (or with a NAK, where a dialect has that)."""

    name: ClassVar[str] = "busy"
    about: ClassVar[str] = "refuses commands as busy, or with a NAK, without carrying them out"
    needs: ClassVar[Spoil | None] = "busy"

    def mistakes(self) -> Iterator[str]:
        """Hit commands only: nobody answers a reply."""
        yield from super().mistakes()
        if self.way() != "to_pump":
            yield "'busy' is aimed at an operation, or has the direction to_pump"

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:  # noqa: ARG002 - the base's signature
        """Answered as busy."""
        return (Delivery(spoilt=("busy",)),)
