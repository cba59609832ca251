"""Where traces of tests are kept, and what to type to see a run again."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Literal

from mockpump.errors import MachineError

Kept = Literal["failed", "all"]

FOLDER = "mockpump-traces"
LONGEST = 150
"""Of a file's name, in characters; a test's name may be longer."""


class Keep:
    """The folder of the traces: one for each run of a test that failed, or for every one.

    It is there only while something is in it. Of a test it keeps that of its latest run.
    """

    def __init__(self, folder: Path, kept: Kept = "failed") -> None:
        self.folder, self.kept = folder, kept

    def path(self, node_id: str, number: int = 1) -> Path:
        """Return where the trace of a test's first, second, … pump is."""
        name = re.sub(r"[^A-Za-z0-9.=-]+", "-", node_id).strip("-.")[-LONGEST:]
        return self.folder / f"{name}{f'.{number}' if number > 1 else ''}.jsonl"

    def make(self) -> None:
        """Make the folder. Raises MachineError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MachineError(f"no folder for traces {self.folder}: {error.strerror}") from error

    def keeps(self, path: Path, *, failed: bool) -> bool:
        """Whether a trace is to be kept; if not, none of an earlier run is left either."""
        if failed or self.kept == "all":
            return True
        path.unlink(missing_ok=True)
        return False

    def tidy(self) -> None:
        """Remove the folder if nothing is kept in it: to be done once, when no test runs any more."""
        with contextlib.suppress(OSError):
            self.folder.rmdir()


def shown(path: Path) -> str:
    """Write a path as short as it can be opened by from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
