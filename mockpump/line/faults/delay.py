"""Delay: bytes come late, always as much or now and then more, as over radio or a busy adapter."""

from __future__ import annotations

from typing import ClassVar

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import Byte, ChanceFault, Direction, RunStage
from mockpump.line.wire import Wire
from mockpump.quantity import Duration


class Delay(ChanceFault, frozen=True, kw_only=True):
    """Let each run that is hit come later `by` so much and by a random part of `jitter`."""

    name: ClassVar[str] = "delay"
    about: ClassVar[str] = "delivers runs late, by a fixed and a random time"

    by: Duration = 500_000_000
    jitter: Duration = 0

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> RunStage:  # noqa: ARG002 - the base's signature
        """Begin to delay."""
        return _Delaying(self, stream)


class _Delaying(RunStage):
    def __init__(self, fault: Delay, stream: Stream) -> None:
        super().__init__(fault, stream)
        self._by, self._jitter = fault.by, fault.jitter
        self._late: Nanos = 0  # the run at hand

    def start(self, now: Nanos) -> None:  # noqa: ARG002 - the base's signature
        self._late = self._by + self._stream.below(self._jitter + 1)

    def work(self, byte: Byte, now: Nanos) -> list[Byte]:
        return self._pass(byte, now + self._late, now)
