"""Overrun: the receiver's UART is not emptied in time, and loses bytes."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.line.faults.base import Alteration, ChanceFault, Direction, LineError
from mockpump.line.wire import Wire
from mockpump.quantity import Share


class Overrun(ChanceFault, frozen=True, kw_only=True):
    """Drop each byte that is hit, and let the client's UART tell of it."""

    name: ClassVar[str] = "overrun"
    about: ClassVar[str] = "drops a share of the bytes; the client's UART tells of it"

    rate: Share = 10_000  # 1 %

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Alteration:  # noqa: ARG002 - the base's signature
        """Begin to drop."""
        return _Overrunning(self, stream)


class _Overrunning(Alteration):
    error: ClassVar[LineError] = "overrun"

    def alter(self, value: int) -> bytes:  # noqa: ARG002 - the base's signature
        return b""
