"""Noise: bytes that nobody sent come in between, or out of nowhere on a line that floats."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import NOISE, Alteration, Byte, ChanceFault, Direction
from mockpump.line.wire import Wire
from mockpump.quantity import Duration, Share


class Noise(ChanceFault, frozen=True, kw_only=True):
    """Put a random byte behind each byte that is hit; with `every`, also one so often, unasked."""

    name: ClassVar[str] = "noise"
    about: ClassVar[str] = "inserts bytes that nobody sent"

    rate: Share = 10_000  # 1 %
    every: Duration | None = None

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Alteration:  # noqa: ARG002 - the base's signature
        """Begin to make noise."""
        return _Noisy(self, stream, direction)


class _Noisy(Alteration):
    def __init__(self, fault: Noise, stream: Stream, direction: Direction) -> None:
        super().__init__(fault, stream)
        self._every = fault.every
        self._frame = NOISE if direction == "to_client" else None

    def begin(self, now: Nanos) -> list[Byte]:
        self._due = now + self._every if self._every else None
        return []

    def alter(self, value: int) -> bytes:
        return bytes((value, self._stream.below(256)))

    def next_deadline(self) -> Nanos | None:
        return self._due

    def tick(self, now: Nanos) -> list[Byte]:
        if self._every is None or self._due is None or now < self._due or not self._hit():
            return []
        self._due += self._every
        return [Byte(bytes((self._stream.below(256),)), self._frame, after_pause=True)]
