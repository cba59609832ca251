"""Pacing: one direction of a serial line, in which every byte takes its time.

Times are exact: the end of each byte is kept in units of 1/baud nanoseconds and rounded up only when
it is asked for. Bytes come out in bursts as from a UART's FIFO, not one by one: a burst ends when
the FIFO is full, when its frame ends, or when the line falls idle.
"""

from __future__ import annotations

from collections import deque

from msgspec import Struct

from mockpump.clock import SECOND, Nanos
from mockpump.line.wire import FIFO, Wire
from mockpump.seam import Frame


class Burst(Struct):
    """Bytes that come out together at `at`, when their last bit has passed.

    `first` and `last`: they begin and end their frame. `after_pause`: the wire was idle before them.
    """

    at: Nanos
    data: bytearray
    frame: Frame | None
    last: bool = True
    first: bool = True
    after_pause: bool = False


class Pace:
    """A queue of bytes on their way at a baud rate."""

    def __init__(self, wire: Wire) -> None:
        self._baud = wire.baud
        self._byte = wire.frame_bits() * SECOND  # one byte, in 1/baud ns
        self._free = 0  # when the last byte queued has passed, in 1/baud ns
        self._idle_from: Nanos = -1  # the same, rounded up; before all time on a fresh line
        self._bursts: deque[Burst] = deque()

    def put(self, data: bytes, now: Nanos, frame: Frame | None = None) -> None:
        """Queue bytes. Bytes of no frame join a burst that is still under way."""
        paused = now > self._idle_from
        self._free = max(self._free, now * self._baud)
        rest = memoryview(data)
        if frame is None and self._bursts and len(self._bursts[-1].data) < FIFO:
            burst = self._bursts[-1]
            room = FIFO - len(burst.data)
            burst.data += rest[:room]
            burst.at = self._pass(min(room, len(rest)))
            rest = rest[room:]
        first = True
        while rest:
            piece, rest = bytearray(rest[:FIFO]), rest[FIFO:]
            at = self._pass(len(piece))
            self._bursts.append(Burst(at, piece, frame, not rest, first, first and paused))
            first = False

    def take(self, now: Nanos) -> list[Burst]:
        """Remove and return the bursts that have passed by `now`."""
        out = []
        while self._bursts and self._bursts[0].at <= now:
            out.append(self._bursts.popleft())
        return out

    def next_deadline(self) -> Nanos | None:
        """When the next burst has passed."""
        return self._bursts[0].at if self._bursts else None

    def cancel(self, now: Nanos) -> int:
        """Drop what has not passed; return how many bytes that was."""
        count = self.backlog()
        self._bursts.clear()
        self._free, self._idle_from = now * self._baud, -1
        return count

    def backlog(self) -> int:
        """How many bytes have not passed yet."""
        return sum(len(burst.data) for burst in self._bursts)

    def _pass(self, count: int) -> Nanos:
        self._free += count * self._byte
        self._idle_from = -(-self._free // self._baud)
        return self._idle_from
