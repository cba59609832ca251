"""Framing error: a receiver takes a bit too early for the start bit, and misses the stop bit."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.line.faults.base import Alteration, ChanceFault, Direction, LineError
from mockpump.line.wire import Wire
from mockpump.quantity import Share


class FramingError(ChanceFault, frozen=True, kw_only=True):
    """Shift each byte that is hit by one bit, and let the client's UART notice."""

    name: ClassVar[str] = "framing_error"
    about: ClassVar[str] = "shifts a share of the bytes by a bit; the client's UART tells of it"

    rate: Share = 10_000  # 1 %

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Alteration:  # noqa: ARG002 - the base's signature
        """Begin to shift."""
        return _Shifting(self, stream)


class _Shifting(Alteration):
    error: ClassVar[LineError] = "framing"

    def alter(self, value: int) -> bytes:
        return bytes((value << 1 & 0xFF,))
