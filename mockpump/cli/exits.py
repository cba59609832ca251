"""Exit codes: one table for verdicts, one for errors."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.cli.streams import FULL
from mockpump.errors import (
    ClientError,
    MachineError,
    MockpumpError,
    QuantityError,
    ScenarioError,
    StoryError,
    TraceError,
    UsageError,
)

VERDICTS: Mapping[str, int] = {
    "passed": 0,
    "not_checked": 0,
    "failed": 1,
    "client_died": 4,
    "assumption_broken": 3,
    "too_slow": 5,
    "interrupted": 130,
}
ERRORS: Mapping[type[MockpumpError], int] = {
    ScenarioError: 2,
    QuantityError: 2,
    StoryError: 2,
    TraceError: 2,
    UsageError: 2,
    MachineError: 3,
    ClientError: 4,
}


def told_of(error: Exception) -> tuple[int, str]:
    """Return the exit code and the words for whatever went wrong: never a traceback."""
    if isinstance(error, MockpumpError):
        return exit_code(error), str(error)
    if isinstance(error, OSError):
        full = error.errno in FULL
        told = "the output cannot be written: the disk is full" if full else str(error)
        return exit_code(MachineError()), told
    from mockpump.cli.unforeseen import unforeseen  # noqa: PLC0415 - start-up: traceback

    return unforeseen(error)


def exit_code(error: MockpumpError) -> int:
    """Return the exit code of an error."""
    return next(code for kind, code in ERRORS.items() if isinstance(error, kind))
