"""The command `mockpump` as a user starts it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LIMIT = 40.0  # seconds that any command of a test may take
DEAF = ("sh", "-c", 'exec "$@" <&-', "sh")


def mockpump(
    *words: str | Path, cwd: Path | None = None, typed: str | None = None, deaf: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; a deaf one has its stdin closed."""
    return subprocess.run(
        [*(DEAF if deaf else ()), sys.executable, "-m", "mockpump", *map(str, words)],
        cwd=cwd,
        input=typed,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        env=_environment(),
    )


@contextmanager
def mockpump_running(
    *words: str | Path, cwd: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a command; give its process and the first line of its stdout."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mockpump", *map(str, words)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    with process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def _environment() -> dict[str, str]:
    return {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}


def python(program: str) -> tuple[str, ...]:
    """A client of one line of Python; the port is sys.argv[1]."""
    return (sys.executable, "-c", program, "{port}")
