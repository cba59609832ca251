"""Slow drip: each byte comes by itself, a while after the one before."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import Byte, ChanceFault, ChanceStage, Direction
from mockpump.line.wire import Wire
from mockpump.quantity import Duration


class SlowDrip(ChanceFault, frozen=True, kw_only=True):
    """Keep each byte that is hit at least `every` behind the byte before it."""

    name: ClassVar[str] = "slow_drip"
    about: ClassVar[str] = "delivers bytes one by one, with a while between them"

    every: Duration = 20_000_000

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> ChanceStage:  # noqa: ARG002 - the base's signature
        """Begin to drip."""
        return _Dripping(self, stream)


class _Dripping(ChanceStage):
    def __init__(self, fault: SlowDrip, stream: Stream) -> None:
        super().__init__(fault, stream)
        self._every = fault.every
        self._last: Nanos | None = None

    def take(self, byte: Byte, now: Nanos) -> list[Byte]:
        at = now
        if self._strikes() and self._last is not None:
            at = max(now, self._last + self._every)
        self._last = at if self._last is None else max(at, self._last)
        return self._pass(byte, self._last, now)
