"""Stall: nothing arrives any more, and nobody says why. Afterwards it all comes at once."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import Byte, ByteFault, Direction, Stage
from mockpump.line.wire import Wire


class Stall(ByteFault, frozen=True, kw_only=True):
    """Hold back all that comes until the fault is cleared."""

    name: ClassVar[str] = "stall"
    about: ClassVar[str] = "holds everything back until it is cleared"

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Stage:  # noqa: ARG002 - the base's signature
        """Begin to hold back."""
        return _Stalling()


class _Stalling(Stage):
    def take(self, byte: Byte, now: Nanos) -> list[Byte]:
        return self._pass(byte, None, now)
