"""Every scenario that ships writes the same trace in any process, and on any other Python there is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.mp1.grammar import request
from mockpump.play import play, trace_of
from mockpump.run import Run
from mockpump.scenario.files import gallery, read_cases
from mockpump.seam import Bytes, Closed, Input, Opened

NAMES = ("python3", *(f"python3.{minor}" for minor in range(11, 20)))
FOLDERS = [*os.environ.get("PATH", "").split(os.pathsep), "/usr/local/bin", "/usr/bin"]
INSTALLED = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
HERE = [str(Path(__file__).parents[1]), *INSTALLED]
"""What another Python needs to find: not the standard library of this one."""
PROGRAM = "import tests.test_hash_seeds as t; print(*t.traces(), sep='\\n')"
SCRIPT: list[tuple[Nanos, Input]] = [
    (0, Opened()),
    (SECOND, Bytes(request(1, "HELLO"))),
    (2 * SECOND, Bytes(request(2, "TELEMETRY", {"every": "1s"}))),
    (8 * SECOND, Bytes(request(3, "ALARMS?"))),
    (9 * SECOND, Closed()),
    (10 * SECOND, Opened()),
    (11 * SECOND, Bytes(request(4, "HELLO"))),
    (12 * SECOND, Bytes(request(5, "TELEMETRY", {"every": "1s"}))),  # to the end
]


def traces() -> list[str]:
    """Each case of the gallery and the hash of its trace, with a client that says little."""
    told = []
    for _, path in gallery():
        for scenario in read_cases(path):
            trace = trace_of(play(Run(scenario), SCRIPT))
            told.append(f"{scenario.name} {scenario.case} {sha256(trace).hexdigest()}")
    return told


def traced_by(python: str, hash_seed: str) -> list[str]:
    done = subprocess.run(
        [python, "-c", PROGRAM],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(HERE)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.splitlines()


def other_pythons() -> list[str]:
    """Every Python of another version that can run this project with what is installed here."""
    found = {
        path
        for name in NAMES
        for folder in FOLDERS
        if (path := shutil.which(name, path=folder)) is not None
    }
    able = "import sys, msgspec, yaml; print(sys.version)"
    versions: dict[str, str] = {}
    for path in sorted(found):
        asked = [path, "-c", able]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(HERE)}
        done = subprocess.run(asked, env=env, check=False, capture_output=True, text=True)
        if done.returncode == 0 and done.stdout.strip() != sys.version:
            versions.setdefault(done.stdout.strip(), path)
    return list(versions.values())


def test_every_process_writes_the_same_traces() -> None:
    here = traces()
    assert len(set(here)) == len(here) >= len(gallery())
    for hash_seed in ("0", "1", "4711"):
        assert traced_by(sys.executable, hash_seed) == here


def test_another_python_writes_the_same_traces() -> None:
    others = other_pythons()
    if not others:
        pytest.skip("no Python of another version here that can import what the project needs")
    here = traces()
    for python in others:
        assert traced_by(python, "2") == here
