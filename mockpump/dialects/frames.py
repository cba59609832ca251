"""Tools that dialects share: cutting lines out of bytes, and checks over them."""

from __future__ import annotations

from binascii import crc_hqx
from typing import Literal, NamedTuple

LF = b"\n"


def crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: b"123456789" -> 0x29B1."""
    return crc_hqx(data, 0xFFFF)


class Line(NamedTuple):
    """Bytes that belong together, without their line feed; `fault`: why they are not a whole line."""

    data: bytes
    fault: Literal["", "unfinished", "overlong"] = ""


class LineCutter:
    """Cuts lines that end in LF and may begin with a byte that occurs nowhere else.

    A line of `limit` bytes, line feed included, is the longest taken. Of a longer one nothing is
    kept: it is told once, and what follows is dropped up to the next line. So a buffer never holds
    more than one input and `limit` bytes. The result does not depend on how the bytes were chunked.
    """

    def __init__(self, limit: int, start: bytes = b"") -> None:
        """With a `start` byte, a line that begins inside another ends that one, unfinished."""
        self._limit, self._start = limit, start
        self._dropping = False

    def cut(self, buffer: bytearray) -> Line | None:
        """Remove and return the first line; None if there is none yet."""
        if self._dropping and not self._drop(buffer):
            return None
        end, begin = buffer.find(LF), -1
        if self._start:
            begin = buffer.find(self._start, 1, end if end >= 0 else len(buffer))
        stop = begin if begin >= 0 else end
        if stop < 0:
            return self._overlong(buffer) if len(buffer) >= self._limit else None
        data = bytes(buffer[:stop])
        del buffer[: stop if begin >= 0 else stop + 1]
        if stop >= self._limit:
            return Line(data[: self._limit], "overlong")
        return Line(data, "unfinished" if begin >= 0 else "")

    def _overlong(self, buffer: bytearray) -> Line:
        """Tell of a line that is already too long, although its end has not come yet."""
        data = bytes(buffer[: self._limit])
        buffer.clear()
        self._dropping = True
        return Line(data, "overlong")

    def _drop(self, buffer: bytearray) -> bool:
        """Drop the rest of an overlong line; False if even that has not all come yet."""
        end = buffer.find(LF)
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
