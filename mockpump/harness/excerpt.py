"""What a client printed, as much of it as a reader of a report can use."""

from __future__ import annotations

HEAD = TAIL = 32 * 1024
"""Bytes kept of the beginning and of the end."""


class Excerpt:
    """Takes any amount and keeps little."""

    def __init__(self) -> None:
        self._head, self._tail = bytearray(), bytearray()
        self._all = 0

    def __call__(self, chunk: bytes) -> None:
        """Take what was printed."""
        self._all += len(chunk)
        room = HEAD - len(self._head)
        self._head += chunk[:room]
        self._tail += chunk[room:] if room > 0 else chunk
        if len(self._tail) > TAIL:
            del self._tail[:-TAIL]

    def __str__(self) -> str:
        left_out = self._all - len(self._head) - len(self._tail)
        gap = f"\n… {left_out} bytes left out …\n".encode() if left_out else b""
        return (self._head + gap + self._tail).decode(errors="replace")
