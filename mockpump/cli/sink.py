"""Where a live run's records go: to a trace file, and in words to stderr."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import click

from mockpump.report.text import note_line, worth_telling
from mockpump.seam import Note
from mockpump.trace import Record
from mockpump.tracefile import TraceFile


class Sink:
    """A trace file, if one is wanted, and what a person wants to see."""

    def __init__(self, trace: Path | None, name: str = "", *, quiet: bool = False) -> None:
        """Open the trace file, if one is wanted; `name` begins every line. Raises MachineError.

        `quiet`: nothing in words.
        """
        self._quiet = quiet
        self._before = f"{name}  " if name else ""
        self._trace = None if trace is None else TraceFile(trace, self._complain)

    @property
    def lost(self) -> str:
        """Why the trace ends before the run does; empty: it does not."""
        return "" if self._trace is None else self._trace.lost

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

    def __call__(self, records: Sequence[Record]) -> None:
        """Take the new records."""
        if self._trace is not None:
            self._trace.write(records)
        for record in records:
            if not self._quiet and isinstance(record, Note) and worth_telling(record):
                click.echo(f"{self._before}{note_line(record)}", err=True)

    def _complain(self, what: str) -> None:
        click.echo(f"{self._before}mockpump: {what}", err=True)
