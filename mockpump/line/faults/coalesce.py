"""Coalesce: bytes are gathered and come all at once, as from a USB adapter with its latency timer."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import Byte, ChanceFault, ChanceStage, Direction
from mockpump.line.wire import Wire
from mockpump.quantity import Duration


class Coalesce(ChanceFault, frozen=True, kw_only=True):
    """Hold bytes back until `size` have gathered, or the first has waited for `latency`.

    A gathering begins with a byte that is hit. The defaults are those of a common USB adapter.
    """

    name: ClassVar[str] = "coalesce"
    about: ClassVar[str] = "gathers bytes, and delivers several frames or parts of them at once"

    size: Annotated[int, Meta(ge=2)] = 62
    latency: Duration = 16_000_000

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> ChanceStage:  # noqa: ARG002 - the base's signature
        """Begin to gather."""
        return _Gathering(self, stream)


class _Gathering(ChanceStage):
    def __init__(self, fault: Coalesce, stream: Stream) -> None:
        super().__init__(fault, stream)
        self._size, self._latency = fault.size, fault.latency

    def take(self, byte: Byte, now: Nanos) -> list[Byte]:
        if not self._held and not self._strikes():
            return [byte]
        self._pass(byte, now + self._latency, now)
        return self.release() if self.holds() >= self._size else []

    def tick(self, now: Nanos) -> list[Byte]:
        due = self.next_deadline()
        return self.release() if due is not None and due <= now else []
