"""Garble: bits flip, or whole bytes become others, as noise on a cable makes them."""

from __future__ import annotations

from typing import ClassVar, Literal

from mockpump.chance import Stream
from mockpump.line.faults.base import Alteration, ChanceFault, Direction
from mockpump.line.wire import Wire
from mockpump.quantity import Share


class Garble(ChanceFault, frozen=True, kw_only=True):
    """Change each byte that is hit: flip one random bit, or put any other byte in its place."""

    name: ClassVar[str] = "garble"
    about: ClassVar[str] = "flips one bit in a share of the bytes, or puts others in their place"

    rate: Share = 10_000  # 1 %
    how: Literal["flip", "substitute"] = "flip"

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Alteration:  # noqa: ARG002 - the base's signature
        """Begin to garble."""
        return _Substituting(self, stream) if self.how == "substitute" else _Flipping(self, stream)


class _Flipping(Alteration):
    def alter(self, value: int) -> bytes:
        return bytes((value ^ 1 << self._stream.below(8),))


class _Substituting(Alteration):
    def alter(self, value: int) -> bytes:
        return bytes(((value + 1 + self._stream.below(255)) % 256,))
