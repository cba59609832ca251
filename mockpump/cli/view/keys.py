"""The keyboard: one key at a time, unseen, for as long as the view is there."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from types import TracebackType
from typing import Self


class Keys:
    """Keys of the terminal at stdin, which is left as it was found. Ctrl-C stays a signal."""

    def __enter__(self) -> Self:
        self._fd = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._fd)
        tty.setcbreak(self._fd, termios.TCSADRAIN)
        self._ended = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)

    def read(self, seconds: float, wake: int) -> str:
        """Return the keys that come within a time, perhaps none; a byte at `wake` ends it at once."""
        watched = [wake] if self._ended else [self._fd, wake]
        ready, _, _ = select.select(watched, [], [], seconds)
        if self._fd not in ready:
            return ""
        data = os.read(self._fd, 64)
        self._ended = not data  # the terminal has gone
        return data.decode(errors="replace")
