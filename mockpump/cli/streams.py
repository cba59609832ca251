"""The standard streams as a command may find them: closed, read by nobody any more, or not in UTF-8."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NOBODY_READS = (errno.EPIPE, errno.EIO)
"""Of a pipe whose reader has gone, and of a terminal that has."""
NOBODY_READ = 141
"""What a shell says of a program that was ended for writing to nobody: 128 and SIGPIPE."""


def make_ready() -> None:
    """Let no state of the streams end a command: what nobody reads on stderr is not said.

    A stream that is closed is opened to nowhere, so that no file of ours gets its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")
    if sys.stderr is None or sys.stderr is sys.__stderr__:
        encoding = "utf-8" if sys.stderr is None else sys.stderr.encoding
        raw = io.BufferedWriter(_Unheard(2, "w", closefd=False))
        sys.stderr = io.TextIOWrapper(raw, encoding, "backslashreplace", line_buffering=True)


class _Unheard(io.FileIO):
    """A stream that takes what it cannot write, where that is because nobody reads."""

    def write(self, data: Any, /) -> int:
        """Write, or pretend to."""
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in NOBODY_READS:
                raise
            return memoryview(data).nbytes


@contextmanager
def whose_reader_may_leave() -> Iterator[None]:
    """End as other programs do where nobody reads what we print; what is left of it goes nowhere."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(NOBODY_READ)
