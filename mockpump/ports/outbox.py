"""What a client has not taken yet: a bounded queue between effects that come and a descriptor."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from mockpump.seam import Send

LIMIT = 65_536
"""Bytes that may wait for a client that does not read, beside what the kernel holds."""


class Outbox:
    """Sends whole frames or nothing of them; `write` takes what fits and says how much that was."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write = write
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._dropped = -1  # the frame whose rest goes the way of its beginning

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def send(self, send: Send) -> int:
        """Write or queue one frame, or a burst of one; return how many bytes had to be dropped."""
        data = send.data
        if not self._waiting and send.frame.id != self._dropped:
            written = self._write(data)
            if written < len(data):
                self._put(data[written:])
            return 0
        if send.frame.id == self._dropped or self._size + len(data) > LIMIT:
            self._dropped = -1 if send.last else send.frame.id  # noise has no number of its own
            return len(data)
        self._put(data)
        return 0

    def flush(self) -> None:
        """Write what fits now of what waits."""
        while self._waiting:
            data = self._waiting.popleft()
            written = self._write(data)
            self._size -= written
            if written < len(data):
                self._waiting.appendleft(data[written:])
                return

    def clear(self) -> None:
        """Forget what waits: its reader has gone."""
        self._waiting.clear()
        self._size = 0
        self._dropped = -1

    def _put(self, data: bytes) -> None:
        self._waiting.append(data)
        self._size += len(data)
