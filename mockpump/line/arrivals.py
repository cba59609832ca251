"""What comes out of the line for the client: bytes become bursts again, and frames whole or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from mockpump.clock import Nanos
from mockpump.line.faults.base import NOISE, Byte, data_of
from mockpump.seam import Effect, Frame, LineState, Send

Ended: TypeAlias = tuple[Frame, bool]
"""A frame whose last byte has come out, and whether it is intact."""


class Arrivals:
    """Knows which frames are still as they were sent, while their bytes come out one by one."""

    def __init__(self) -> None:
        self._damaged: set[int] = set()
        self._partial = 0  # the frame of which a part has come out; 0: none

    def __bool__(self) -> bool:
        """Whether frames are on their way that are not as they were sent."""
        return bool(self._damaged)

    def passes(self, frame: Frame, *, last: bool) -> None:
        """Say that a burst passes by that nothing has touched."""
        self._partial = 0 if last else frame.id

    def take(self, bytes_: Iterable[Byte], now: Nanos) -> tuple[list[Effect], list[Ended]]:
        """Return what the port must do; and the frames that have ended, and whether intact."""
        effects: list[Effect] = []
        ended: list[Ended] = []
        for burst in _bursts(bytes_):
            frame = burst[0].frame
            assert frame is not None
            effects += [LineState(now, one.error) for one in burst if one.error]
            intact = self._look(frame, burst)
            last = burst[-1].ends or frame == NOISE
            if data := data_of(burst):
                effects.append(Send(now, data, frame, last, intact))
            if burst[-1].ends:
                ended.append((frame, intact))
                self._damaged.discard(frame.id)
        return effects, ended

    def forget(self) -> None:
        """The connection has ended, and with it what was on its way."""
        self._damaged.clear()
        self._partial = 0

    def _look(self, frame: Frame, burst: list[Byte]) -> bool:
        """See whether a frame is intact so far; noise in the middle of another spoils that one."""
        if frame == NOISE:
            if self._partial:
                self._damaged.add(self._partial)
            return False
        if not all(byte.intact for byte in burst):
            self._damaged.add(frame.id)
        self._partial = 0 if burst[-1].ends else frame.id
        return frame.id not in self._damaged


def _bursts(bytes_: Iterable[Byte]) -> Iterator[list[Byte]]:
    """Part bytes where one frame ends or another goes on."""
    burst: list[Byte] = []
    for byte in bytes_:
        if burst and (burst[-1].ends or burst[-1].frame != byte.frame):
            yield burst
            burst = []
        burst.append(byte)
    if burst:
        yield burst
