"""The standard streams as a command may find them: closed, read by nobody any more, or not in UTF-8."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NOBODY_READS = (errno.EPIPE, errno.EIO)
"""Of a pipe whose reader has gone, and of a terminal that has."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Of a disk, or what is allowed of it."""
NOBODY_READ = 141
"""What a shell says of a program that was ended for writing to nobody: 128 and SIGPIPE."""
STRICT = ("strict", "surrogateescape")
"""How Python sets stdout up: either way it raises where an encoding lacks a character."""
AS_CAN_BE = "mockpump.as_can_be"
"""Our own way: the bytes of a file's name go out as they are, any other character as `?`."""


def make_ready() -> None:
    """Let no state of the streams end a command: what stderr cannot take is not said.

    A stream that is closed is opened to nowhere, so that no file of ours gets its number; stdin is then
    an empty one.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors in STRICT:
        codecs.register_error(AS_CAN_BE, _as_can_be)
        sys.stdout.reconfigure(errors=AS_CAN_BE)
    if sys.stderr is None or sys.stderr is sys.__stderr__:
        encoding = "utf-8" if sys.stderr is None else sys.stderr.encoding
        raw = io.BufferedWriter(_Unheard(2, "w", closefd=False))
        sys.stderr = io.TextIOWrapper(raw, encoding, "backslashreplace", line_buffering=True)


def _as_can_be(error: UnicodeError) -> tuple[bytes, int]:
    """Encode what the encoding of a stream cannot."""
    assert isinstance(error, UnicodeEncodeError)
    try:
        data = error.object[error.start].encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = b"?"
    return (data if len(data) == 1 else b"?"), error.start + 1


class _Unheard(io.FileIO):
    """A stream that takes what it cannot write, where nobody reads or the disk is full."""

    def write(self, data: Any, /) -> int:
        """Write, or pretend to."""
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in (*NOBODY_READS, *FULL):
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
