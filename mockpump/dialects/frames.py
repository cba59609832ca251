"""Cutting frames out of bytes: by their end, by a first and a last byte, or by a length in them.

A cutter takes whole frames off a buffer that its session owns. What is too long is told once and
dropped up to where the next frame begins, so a buffer never holds more than one input and one frame.
The result never depends on how the bytes were chunked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol, TypeAlias

CR, LF = b"\r", b"\n"
STX, ETX, ENQ, ACK, DC4, NAK, ESC = (bytes([code]) for code in b"\x02\x03\x05\x06\x14\x15\x1b")

Fault: TypeAlias = Literal["", "unfinished", "overlong"]


class Cut(NamedTuple):
    """What stands between a frame's bounds; `fault`: why it is no whole frame.

    `link`: it is one of the bytes that stand alone, outside frames, with what belongs to it.
    """

    data: bytes
    fault: Fault = ""
    link: bool = False


class Cutter(Protocol):
    """Cuts frames; each connection has one of its own."""

    def cut(self, buffer: bytearray) -> Cut | None:
        """Remove and return the first frame; None if there is none yet."""
        ...

    def reset(self) -> None:
        """Forget a frame that is being dropped: what comes next begins anew."""
        ...


class LineCutter:
    """Cuts lines that end in one byte and may begin with a byte that occurs nowhere else.

    A line of `limit` bytes, its end included, is the longest taken. Of a longer one nothing is kept.
    """

    def __init__(self, limit: int, start: bytes = b"", end: bytes = LF) -> None:
        """With a `start` byte, a line that begins inside another ends that one, unfinished."""
        self._limit, self._start, self._end = limit, start, end
        self._dropping = False

    def reset(self) -> None:
        """Take what comes next for the beginning of a line."""
        self._dropping = False

    def cut(self, buffer: bytearray) -> Cut | None:
        """Remove and return the first line; None if there is none yet."""
        if self._dropping and not self._drop(buffer):
            return None
        end, begin = buffer.find(self._end), -1
        if self._start:
            begin = buffer.find(self._start, 1, end if end >= 0 else len(buffer))
        stop = begin if begin >= 0 else end
        if stop < 0:
            return self._overlong(buffer) if len(buffer) >= self._limit else None
        data = bytes(buffer[:stop])
        del buffer[: stop if begin >= 0 else stop + 1]
        if stop >= self._limit:
            return Cut(data[: self._limit], "overlong")
        return Cut(data, "unfinished" if begin >= 0 else "")

    def _overlong(self, buffer: bytearray) -> Cut:
        """Tell of a line that is already too long, although its end has not come yet."""
        data = bytes(buffer[: self._limit])
        buffer.clear()
        self._dropping = True
        return Cut(data, "overlong")

    def _drop(self, buffer: bytearray) -> bool:
        """Drop the rest of an overlong line; False if even that has not all come yet."""
        end = buffer.find(self._end)
        begin = buffer.find(self._start, 0, end if end >= 0 else len(buffer)) if self._start else -1
        if begin >= 0:
            del buffer[:begin]
        elif end >= 0:
            del buffer[: end + 1]
        else:
            buffer.clear()
            return False
        self._dropping = False
        return True


class EnclosedCutter:
    """Cuts what stands between a first and a last byte; what stands outside is noise, and dropped.

    `alone` are the bytes that mean something outside a frame (ACK, NAK, ENQ), each with how many
    bytes belong to it: NAK and a code are 2. An `abort` byte drops the frame that it stands in.
    A frame may be `limit` bytes, its bounds included.
    """

    def __init__(
        self,
        limit: int,
        start: bytes = STX,
        end: bytes = ETX,
        *,
        alone: Mapping[bytes, int] | None = None,
        abort: bytes = b"",
    ) -> None:
        self._limit, self._start, self._end, self._abort = limit, start, end, abort
        self._alone = alone or {}

    def reset(self) -> None:
        """Outside a frame it keeps nothing in mind."""

    def cut(self, buffer: bytearray) -> Cut | None:
        """Remove and return the first frame or link byte; None if there is none yet."""
        while buffer:
            first = bytes(buffer[:1])
            if first == self._start:
                end, begin = self._bounds(buffer)
                if not (self._abort and self._aborted(buffer, end, begin)):
                    return self._frame(buffer, end, begin)
            elif length := self._alone.get(first):
                return self._take(buffer, length)
            else:
                self._skip(buffer)
        return None

    def _take(self, buffer: bytearray, length: int) -> Cut | None:
        if len(buffer) < length:
            return None
        data = bytes(buffer[:length])
        del buffer[:length]
        return Cut(data, link=True)

    def _skip(self, buffer: bytearray) -> None:
        """Drop noise up to what means something."""
        places = (buffer.find(byte) for byte in (self._start, *self._alone))
        del buffer[: min((at for at in places if at >= 0), default=len(buffer))]

    def _bounds(self, buffer: bytearray) -> tuple[int, int]:
        """Return where the frame at the beginning ends, and where another begins inside; or -1."""
        end = buffer.find(self._end, 1, self._limit)
        begin = buffer.find(self._start, 1, end if end >= 0 else self._limit)
        return end, begin

    def _aborted(self, buffer: bytearray, end: int, begin: int) -> bool:
        """Drop a frame that is given up; False if it is not."""
        stop = begin if begin >= 0 else end if end >= 0 else self._limit
        at = buffer.find(self._abort, 1, stop)
        del buffer[: at + 1]
        return at >= 0

    def _frame(self, buffer: bytearray, end: int, begin: int) -> Cut | None:
        if begin >= 0:
            return self._remove(buffer, begin, begin, "unfinished")
        if end >= 0:
            return self._remove(buffer, end, end + 1, "")
        if len(buffer) >= self._limit:
            return self._remove(buffer, self._limit, self._limit, "overlong")
        return None

    def _remove(self, buffer: bytearray, stop: int, rest: int, fault: Fault) -> Cut:
        data = bytes(buffer[1:stop])
        del buffer[:rest]
        return Cut(data, fault)
