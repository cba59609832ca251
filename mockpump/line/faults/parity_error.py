"""Parity error: a bit flips, and the parity bit gives it away."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.line.faults.base import Alteration, ChanceFault, Direction, LineError
from mockpump.line.wire import Wire
from mockpump.quantity import Share


class ParityError(ChanceFault, frozen=True, kw_only=True):
    """Flip one random bit of each byte that is hit, and let the client's UART notice."""

    name: ClassVar[str] = "parity_error"
    about: ClassVar[str] = "flips a bit in a share of the bytes; the client's UART tells of it"

    rate: Share = 10_000  # 1 %

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Alteration:  # noqa: ARG002 - the base's signature
        """Begin to flip."""
        return _Flipping(self, stream)


class _Flipping(Alteration):
    error: ClassVar[LineError] = "parity"

    def alter(self, value: int) -> bytes:
        return bytes((value ^ 1 << self._stream.below(8),))
