"""Garble: single bits flip, as noise on a cable does."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.line.faults.base import ByteFault
from mockpump.quantity import Share


class Garble(ByteFault, frozen=True, kw_only=True):
    """Flip one random bit in each byte that is hit; `rate` is the share of bytes that are."""

    name: ClassVar[str] = "garble"
    about: ClassVar[str] = "flips one bit in a share of the bytes"

    rate: Share = 10_000  # 1 %

    def alter(self, data: bytes, stream: Stream) -> bytes:
        """Flip bits; the length stays."""
        return bytes(
            byte ^ (1 << stream.below(8)) if stream.hits(self.rate) else byte for byte in data
        )
