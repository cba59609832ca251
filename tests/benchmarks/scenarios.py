"""A scenario played as a test, beyond what its client takes by itself.

The client is a shell that pings once and ends. By itself it talks to a FIFO, which gives it its own
ping back. What pytest takes to start is left out: a run of many is measured against a run of one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.rounds import Contender, Rounds
from tests.benchmarks.table import Row, at_least, told
from tests.harness.conftest import CLIENTS, write_client, write_scenario

ROUNDS, MANY = 5, 100
CLIENT = "the client by itself"


def benchmark(rounds: int = ROUNDS, many: int = MANY) -> Iterator[Row]:
    """Measure a run of many scenarios, a run of one, and the client alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = write_client(folder, "good", CLIENTS["good"])
        os.mkfifo(folder / "fifo")
        for count in (1, many):
            (folder / str(count)).mkdir()
            for number in range(count):
                write_scenario(folder / str(count), f"ping{number}")
        took = Rounds(
            {
                CLIENT: Contender(_run(folder, "sh", "good.sh", "fifo")),
                **{
                    str(count): Contender(_run(folder, *_pytest(profile, count)))
                    for count in (1, many)
                },
            },
            rounds,
        )
    each = (took.seconds(str(many)) - took.seconds("1")) / (many - 1)
    yield told(CLIENT, took.seconds(CLIENT))
    yield told("a scenario as a test", each)
    yield told("beyond its client", each - took.seconds(CLIENT))
    yield at_least("time of a test over its client", each / took.seconds(CLIENT), None)


def _pytest(profile: Path, count: int) -> list[str]:
    options = ["-q", "-p", "no:cacheprovider", f"--mockpump-client={profile.name}"]
    return [sys.executable, "-m", "pytest", *options, str(count)]


def _run(folder: Path, *words: str) -> Callable[[], object]:
    def run() -> object:
        return subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=60)

    return run
