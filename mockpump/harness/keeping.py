"""Where traces of tests are kept, and what to type to see a run again."""

from __future__ import annotations

import contextlib
import re
from hashlib import sha256
from pathlib import Path
from typing import Literal
from unicodedata import category

from mockpump.errors import MachineError

Kept = Literal["failed", "all"]

FOLDER = "mockpump-traces"
LONGEST = 200
"""Of a file's name, in bytes, before its ending; a test's name may be longer."""
_PART = r"[\w=]+(?:-[\w=]+)*"
_FOLDER = r"[\w.=]+(?:-[\w.=]+)*"
_PLAIN = re.compile(rf"(?!\.)(?:{_FOLDER}/)*{_FOLDER}\.\w+(?:::{_PART})+(?:\[{_PART}\])?")
"""Ids that can be read back from a name: the file is the last part of it with a dot."""
_SAFE = "-._=+"


class Keep:
    """The folder of the traces: one for each run of a test that failed, or for every one.

    It is there only while something is in it. Of a test it keeps that of its latest run.
    """

    def __init__(self, folder: Path, kept: Kept = "failed") -> None:
        self.folder, self.kept = folder, kept

    def path(self, node_id: str, number: int = 1) -> Path:
        """Return where the trace of a test's first, second, … pump is."""
        return self.folder / f"{_name(node_id)}{f'.{number}' if number > 1 else ''}.jsonl"

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


def _name(node_id: str) -> str:
    """Write the id of a test as a file's name: `a/b.yaml::c[d]` is `a--b.yaml--c+d`.

    No two tests have the same: what cannot be read back from it bears a check of the whole id.
    """
    parted = node_id.replace("::", "--").replace("/", "--").replace("[", "+").removesuffix("]")
    name = "".join(char if _is_safe(char) else "-" for char in parted)
    if _PLAIN.fullmatch(node_id) and len(name.encode()) <= LONGEST:
        return name
    end = name.encode()[-LONGEST:].decode(errors="ignore").strip(_SAFE)
    return f"{end}.{sha256(node_id.encode(errors='surrogatepass')).hexdigest()[:8]}"


def _is_safe(char: str) -> bool:
    """Whether it may stand in a file's name everywhere: letters (their marks too) and digits do."""
    return char in _SAFE or category(char)[0] in "LMN"


def shown(path: Path) -> str:
    """Write a path as short as it can be opened by from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
