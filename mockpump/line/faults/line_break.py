"""Break: the line is held at the level of a start bit, as by a cable that came loose."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import NOISE, Byte, ByteFault, Direction, Stage, marked
from mockpump.line.wire import Wire
from mockpump.seam import Break, Effect


class LineBreak(ByteFault, frozen=True, kw_only=True):
    """Let a break begin, which a UART hears as one zero byte; until it ends nothing arrives."""

    name: ClassVar[str] = "break"
    about: ClassVar[str] = "breaks the line: a zero byte, then nothing until it is cleared"

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Stage:  # noqa: ARG002 - the base's signature
        """Break the line in one direction."""
        return _Broken(direction)

    def begins(self) -> list[Effect]:
        """Tell the client's port, if it is on that side."""
        return [] if self.direction == "to_pump" else [Break(on=True)]

    def ends(self) -> list[Effect]:
        """Tell the client's port, if it is on that side."""
        return [] if self.direction == "to_pump" else [Break(on=False)]


class _Broken(Stage):
    def __init__(self, direction: Direction) -> None:
        super().__init__()
        self._frame = NOISE if direction == "to_client" else None

    def begin(self, now: Nanos) -> list[Byte]:  # noqa: ARG002 - the base's signature
        return [Byte(b"\0", self._frame, after_pause=True)]

    def take(self, byte: Byte, now: Nanos) -> list[Byte]:  # noqa: ARG002 - the base's signature
        return [marked(byte, b"")]
