"""Split: a frame arrives in pieces with pauses between them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import Byte, ChanceFault, Direction, RunStage
from mockpump.line.wire import Wire
from mockpump.quantity import Duration


class Split(ChanceFault, frozen=True, kw_only=True):
    """Make a pause after every `size` bytes of each run that is hit."""

    name: ClassVar[str] = "split"
    about: ClassVar[str] = "delivers runs in pieces, with pauses between them"

    size: Annotated[int, Meta(ge=1)] = 4
    pause: Duration = 50_000_000

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> RunStage:  # noqa: ARG002 - the base's signature
        """Begin to split."""
        return _Splitting(self, stream)


class _Splitting(RunStage):
    def __init__(self, fault: Split, stream: Stream) -> None:
        super().__init__(fault, stream)
        self._size, self._pause = fault.size, fault.pause
        self._count = 0  # bytes of the run at hand so far
        self._at: Nanos = 0  # when the piece at hand comes out

    def start(self, now: Nanos) -> None:
        self._count, self._at = 0, now

    def work(self, byte: Byte, now: Nanos) -> list[Byte]:
        if self._count and self._count % self._size == 0:
            self._at += self._pause
        self._count += 1
        self._at = max(self._at, now)
        return self._pass(byte, self._at, now)
