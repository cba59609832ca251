"""A trace on disk: whole lines, at once, so that a killed run leaves one readable to its last line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from mockpump.errors import MachineError
from mockpump.trace import Record, to_line


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
            self._file = path.open("wb", buffering=0)
        except OSError as error:
            raise MachineError(f"cannot write the trace {path}: {error.strerror}") from error

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
