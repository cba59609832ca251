"""The programs that answer on a PTY: a canned reply in C, other simulators, and mockpump."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"
STEADY = PROGRAMS / "steady.yaml"


class MissingError(Exception):
    """What a peer needs is not on this machine."""


def mockpump(folder: Path) -> list[str]:
    """Play a pump that infuses fast, unpaced, with its trace in a file."""
    trace = str(folder / "trace.jsonl")
    return [sys.executable, "-m", "mockpump", "run", str(STEADY), "--no-pacing", "--trace", trace]


def c_echo(folder: Path, _request: bytes, reply: bytes) -> list[str]:
    """Compile the program in C that answers every line with canned bytes."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise MissingError("no C compiler (cc or gcc)")
    program = folder / "echo"
    subprocess.run([compiler, "-O2", "-o", program, PROGRAMS / "echo.c"], check=True)
    return [str(program), reply.decode()]


def sinstruments(folder: Path, _request: bytes, reply: bytes) -> list[str]:
    """Serve a trivial device of sinstruments, which answers every line, at its serial transport."""
    require("sinstruments")
    program, port = str(PROGRAMS / "sinstruments_device.py"), str(folder / "port")
    return [sys.executable, program, port, reply.decode()]


def mock_serial(_folder: Path, request: bytes, reply: bytes) -> list[str]:
    """Serve a stub of mock-serial, which answers only the bytes that it knows."""
    require("mock_serial")
    program = str(PROGRAMS / "mock_serial_stub.py")
    return [sys.executable, program, request.decode(), reply.decode()]


PEERS = {"C": c_echo, "sinstruments": sinstruments, "mock-serial": mock_serial}
"""Each makes a command that prints its port as the first line, and answers `request` with `reply`.

Both are without their line feeds.
"""


def require(package: str) -> None:
    """Raise MissingError unless a package is installed."""
    if find_spec(package) is None:
        raise MissingError(f"no {package}: pip install -e '.[bench]'")


@contextmanager
def started(command: list[str]) -> Iterator[str]:
    """Start a program; its first line is its port. Kill it at the end."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            port = process.stdout.readline().decode().strip()
            assert port, f"no port from {' '.join(command)}"
            yield port
        finally:
            process.kill()
