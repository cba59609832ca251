"""Truncate: only the beginning of a frame arrives."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import Byte, ChanceFault, Direction, RunStage, marked
from mockpump.line.wire import Wire


class Truncate(ChanceFault, frozen=True, kw_only=True):
    """Let only the first `keep` bytes of each run that is hit pass, and drop the rest."""

    name: ClassVar[str] = "truncate"
    about: ClassVar[str] = "cuts runs short: only the first bytes of each arrive"

    keep: Annotated[int, Meta(ge=0)] = 8

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> RunStage:  # noqa: ARG002 - the base's signature
        """Begin to truncate."""
        return _Truncating(self, stream)


class _Truncating(RunStage):
    def __init__(self, fault: Truncate, stream: Stream) -> None:
        super().__init__(fault, stream)
        self._keep = self._room = fault.keep

    def start(self, now: Nanos) -> None:  # noqa: ARG002 - the base's signature
        self._room = self._keep

    def work(self, byte: Byte, now: Nanos) -> list[Byte]:
        kept = byte.data[: self._room]
        self._room -= len(kept)
        return self._pass(marked(byte, kept, byte.error), now, now)
