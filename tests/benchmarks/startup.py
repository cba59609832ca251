"""From the start of `mockpump run` to its port being there, beside `sinstruments-server`.

Both run from bytecode, as after an installation, even where the environment says to write none: it
is kept in a folder of its own, which the round that warms up fills.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.peers import PROGRAMS, MissingError, require
from tests.benchmarks.rounds import Contender, Rounds
from tests.benchmarks.table import Row, at_most, skipped, told

ROUNDS = 15
OURS, THEIRS, PYTHON = "mockpump run steady", "sinstruments-server", "python -c ''"
LOOK_EVERY = 0.0005
CONFIGURATION = """\
devices:
- {{class: Canned, package: sinstruments_device, name: canned, transports: [{{type: serial, url: {}}}]}}
"""


class Started(NamedTuple):
    """A program that was started, and what it said its port is; empty: it ended without one."""

    process: subprocess.Popen[bytes]
    port: str


def benchmark(rounds: int = ROUNDS) -> Iterator[Row]:
    """Measure both, and Python itself for information."""
    contenders = {
        PYTHON: Contender(lambda: subprocess.run([sys.executable, "-c", ""], check=True)),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contenders[OURS] = Contender(_mockpump(folder), _end)
        try:
            require("sinstruments")
        except MissingError as missing:
            yield skipped(THEIRS, str(missing))
        else:
            contenders[THEIRS] = Contender(_sinstruments(folder), _end)
        took = Rounds(contenders, rounds)
    for name in contenders:
        yield told(name, took.seconds(name))
    if THEIRS in contenders:
        yield at_most(f"time over {THEIRS}", took.ratio(OURS, to=THEIRS), 1.8, aimed=1.0)


def _mockpump(folder: Path) -> Callable[[], Started]:
    def start() -> Started:
        process = _start(folder, "mockpump", "run", "steady")
        assert process.stdout is not None
        return Started(process, process.stdout.readline().decode())

    return start


def _sinstruments(folder: Path) -> Callable[[], Started]:
    """Serve one device, configured in a file as its documentation shows; its port is a symlink."""
    port, configuration = folder / "port", folder / "sinstruments.yml"
    configuration.write_text(CONFIGURATION.format(port))

    def start() -> Started:
        port.unlink(missing_ok=True)
        process = _start(folder, "sinstruments-server", "-c", str(configuration))
        while not port.is_symlink() and process.poll() is None:
            time.sleep(LOOK_EVERY)
        return Started(process, str(port) if port.is_symlink() else "")

    return start


def _start(folder: Path, program: str, *args: str) -> subprocess.Popen[bytes]:
    """Start a program of this environment, as installed."""
    path = filter(None, (os.environ.get("PYTHONPATH"), str(PROGRAMS)))
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        [Path(sys.executable).with_name(program), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=env,
    )


def _end(started: Started) -> None:
    with started.process as process:
        process.kill()
    assert started.port, f"no port from {process.args!r}"
