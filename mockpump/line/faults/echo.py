"""Echo: the client hears itself, as on a two-wire bus or with an adapter that loops back."""

from __future__ import annotations

from typing import ClassVar, Literal

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import NOISE, Byte, ChanceFault, ChanceStage, Direction
from mockpump.line.wire import Wire


class Echo(ChanceFault, frozen=True, kw_only=True):
    """Send each byte of the client that is hit back to it; the pump hears it all the same."""

    name: ClassVar[str] = "echo"
    about: ClassVar[str] = "lets the client hear what it sends itself"

    direction: Literal["to_client"] = "to_client"

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> ChanceStage:  # noqa: ARG002 - the base's signature
        """Begin to echo."""
        return _Echoing(self, stream)

    def directions(self) -> tuple[Direction, ...]:
        """Listen to what the client sends."""
        return ("to_pump",)


class _Echoing(ChanceStage):
    def take(self, byte: Byte, now: Nanos) -> list[Byte]:  # noqa: ARG002 - the base's signature
        if not byte.data or not self._strikes():
            return [byte]
        return [byte, Byte(byte.data, NOISE, back=True)]
