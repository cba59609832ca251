"""A trace on disk: whole lines, at once, so that a killed run leaves one readable to its last line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from stat import S_ISREG
from typing import IO

from mockpump.errors import MachineError
from mockpump.trace import Record, to_line

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]


class TraceFile:
    """Takes records as they come. When they cannot be written any more it says so; the run goes on.

    `lost` is then why.
    """

    lost = ""

    def __init__(self, path: Path, complain: Callable[[str], None]) -> None:
        """Begin a file. Raises MachineError."""
        self._complain = complain
        self._file: IO[bytes] | None = None
        try:
            self._file = path.open("ab", buffering=0)
            self._begin(self._file)
        except BlockingIOError as error:
            raise MachineError(
                f"cannot write the trace {path}: another run is writing it"
            ) from error
        except OSError as error:
            raise MachineError(f"cannot write the trace {path}: {error.strerror}") from error

    @staticmethod
    def _begin(file: IO[bytes]) -> None:
        """Have a file for this run alone, and empty. What is no file, a pipe, is as it is."""
        if not S_ISREG(os.fstat(file.fileno()).st_mode):
            return
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file.truncate(0)

    def write(self, records: Iterable[Record]) -> None:
        """Add some records."""
        if self._file is None:
            return
        rest = memoryview(b"".join(map(to_line, records)))
        try:
            while rest:
                rest = rest[self._file.write(rest) :]  # a disk that fills up takes a part first
        except OSError as error:
            self.lost = error.strerror or "it could not be written"
            self._complain(f"the trace ends here: {error.strerror}; the run goes on")
            self.close()

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            self._file.close()
            self._file = None
