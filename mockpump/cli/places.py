"""Where files are to be written at the end: whether they can be, asked before anything is played."""

from __future__ import annotations

import os
from pathlib import Path

from mockpump.errors import MachineError


def must_be_writable(path: Path, what: str) -> None:
    """Raise MachineError where a file could not be written; nothing is changed, or left there.

    What is no file (a pipe, /dev/stdout) is only known when it is written to.
    """
    there = os.path.lexists(path)
    if there and not (path.is_file() or path.is_dir()):
        return
    try:
        path.open("ab").close()
        if not there:
            path.unlink()
    except OSError as error:
        raise MachineError(f"cannot write {what} {path}: {error.strerror}") from error
