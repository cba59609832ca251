"""Wrong baud: both ends sample what the other sends at other moments than it meant.

The line sets this fault by itself when a client chooses settings that differ from the pump's, where
its port knows them. What then arrives is what two UARTs would make of it, see `Receiver`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import (
    NOISE,
    Byte,
    ByteFault,
    Direction,
    LineError,
    Stage,
    marked,
)
from mockpump.line.wire import FIFO, Misread, Receiver, Wire
from mockpump.seam import Frame

Format = Annotated[
    str,
    Meta(
        description="data bits, parity (N, E, O, M or S) and stop bits",
        pattern=r"^[5-8][NEOMS][12]$",
        examples=["8N1", "7E1"],
    ),
]


class WrongBaud(ByteFault, frozen=True, kw_only=True):
    """Let the client's end of the line have another baud, or another format, than the pump's."""

    name: ClassVar[str] = "wrong_baud"
    about: ClassVar[str] = "makes of every byte what a UART with other settings makes of it"

    direction: Direction | Literal["both"] = "both"
    baud: Annotated[int, Meta(ge=50, le=4_000_000)] = 9600
    format: Format | None = None  # None: as the pump's

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Stage:  # noqa: ARG002 - the base's signature
        """Begin to misread."""
        client = Wire.of(self.baud, self.format) if self.format else wire._replace(baud=self.baud)
        ends = (wire, client) if direction == "to_client" else (client, wire)
        return _Misreading(*ends, NOISE if direction == "to_client" else None)


class _Misreading(Stage):
    """What is left unclear at the end of a run is read as if nothing followed, once nothing can."""

    def __init__(self, sender: Wire, receiver: Wire, tail: Frame | None) -> None:
        super().__init__()
        self._receiver = Receiver(sender, receiver)
        self._patience = sender.span(FIFO + 1) + receiver.span(1)
        self._tail = tail
        self._due: Nanos | None = None

    def take(self, byte: Byte, now: Nanos) -> list[Byte]:
        before = self._end() if byte.after_pause else []
        read = [one for value in byte.data for one in self._receiver.take(value)]
        self._due = now + self._patience if self._receiver.waits() else None
        return [*before, marked(byte, *_told(read))]

    def tick(self, now: Nanos) -> list[Byte]:
        return self._end() if self._due is not None and self._due <= now else []

    def next_deadline(self) -> Nanos | None:
        return self._due

    def release(self) -> list[Byte]:
        return self._end()

    def holds(self) -> int:
        return int(self._due is not None)

    def _end(self) -> list[Byte]:
        self._due = None
        data, error = _told(self._receiver.end())
        return [Byte(data, self._tail, error=error)] if data else []


def _told(read: list[Misread]) -> tuple[bytes, LineError]:
    """Return the bytes that were read, and the first thing that was wrong with them."""
    errors = [one.error for one in read if one.error]
    return bytes(one.value for one in read), errors[0] if errors else ""
