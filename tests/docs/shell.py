"""Commands of a page, as a reader of it would type them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def typed(commands: str, folder: Path, *, how: str = "-euc") -> subprocess.CompletedProcess[str]:
    """Run commands in a folder, with this Python's programs first; they must end well.

    `how`: the flags of bash; with `-m` among them, its jobs are told apart.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", how, commands],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done
