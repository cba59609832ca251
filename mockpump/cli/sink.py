"""Where a live run's records go: to a trace file, and in words to stderr."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import click

from mockpump.errors import MachineError
from mockpump.report.text import note_line, worth_telling
from mockpump.seam import Note
from mockpump.trace import Record, to_line


class Sink:
    """Writes whole lines, at once, so that a killed run leaves a trace readable to its last line."""

    def __init__(self, trace: Path | None, name: str = "") -> None:
        """Open the trace file, if one is wanted; `name` begins every line. Raises MachineError."""
        self._before = f"{name}  " if name else ""
        self._trace: IO[bytes] | None = None
        if trace is None:
            return
        try:
            self._trace = trace.open("wb", buffering=0)
        except OSError as error:
            raise MachineError(f"cannot write the trace {trace}: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._trace is not None:
            self._trace.close()

    def __call__(self, records: Iterable[Record]) -> None:
        """Take the new records."""
        if self._trace is not None:
            self._write(self._trace, b"".join(map(to_line, records)))
        for record in records:
            if isinstance(record, Note) and worth_telling(record):
                click.echo(f"{self._before}{note_line(record)}", err=True)

    def _write(self, trace: IO[bytes], lines: bytes) -> None:
        try:
            trace.write(lines)
        except OSError as error:
            click.echo(
                f"{self._before}mockpump: the trace ends here: {error.strerror}; the run goes on",
                err=True,
            )
            trace.close()
            self._trace = None
