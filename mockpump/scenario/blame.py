"""Where in a file in Python somebody's mistake is: the innermost of its own lines that led to it."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from mockpump.errors import Where


def place_in(error: BaseException, path: Path, file: str) -> Where:
    """Return the place of an error in a file that was run; `file` is what it is called in messages."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return Where(file, error.lineno or 0, error.offset or 0)
    lines = [
        frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    return Where(file, (lines or [0])[-1] or 0)
