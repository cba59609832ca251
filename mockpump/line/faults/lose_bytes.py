"""Lose bytes: single bytes never arrive, as with a receiver that is not quick enough."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.line.faults.base import Alteration, ChanceFault, Direction
from mockpump.line.wire import Wire
from mockpump.quantity import Share


class LoseBytes(ChanceFault, frozen=True, kw_only=True):
    """Drop each byte that is hit."""

    name: ClassVar[str] = "lose_bytes"
    about: ClassVar[str] = "drops a share of the bytes"

    rate: Share = 10_000  # 1 %

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Alteration:  # noqa: ARG002 - the base's signature
        """Begin to lose bytes."""
        return _Losing(self, stream)


class _Losing(Alteration):
    def alter(self, value: int) -> bytes:  # noqa: ARG002 - the base's signature
        return b""
