"""What nobody expected: told in one line, with the place where it happened, and whose that is."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

OURS = str(Path(__file__).parents[1])
_LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")})

USERS, OWN = 2, 3
"""Exit codes: for a mistake in Python of the user's own, a dialect or a scenario; and in ours."""


def unforeseen(error: Exception) -> tuple[int, str]:
    """Return an exit code and a line; never 1, which says that the client failed."""
    frames = traceback.extract_tb(error.__traceback__)
    inner = [frame for frame in frames if not frame.filename.startswith(("<", *_LIBRARIES))]
    told = f"{type(error).__name__}: {error}"
    if not inner:
        return OWN, told
    last = inner[-1]
    place = f"{last.filename}:{last.lineno}: {told}"
    if last.filename.startswith(OURS):
        return OWN, f"{place} (a mistake of mockpump: with MOCKPUMP_TRACEBACK=1 it tells it whole)"
    return USERS, f"{place} (with MOCKPUMP_TRACEBACK=1 it is told whole)"
