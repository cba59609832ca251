"""A stranger's project: its tests and its scenarios pass, with public names alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mockpump

SAMPLE = Path(__file__).parents[1] / "sample"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    leave = shutil.ignore_patterns("__pycache__", ".pytest_cache", "mockpump-traces")
    return Path(shutil.copytree(SAMPLE, tmp_path / "project", ignore=leave))


def ran(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        words,
        cwd=project,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def test_its_tests_pass(project: Path) -> None:
    done = ran(project, "pytest", "-q")
    assert done.stdout.splitlines()[-1].startswith("2 passed in "), done.stdout
    assert not (project / "mockpump-traces").exists()


def test_its_scenarios_pass(project: Path) -> None:
    done = ran(project, "mockpump", "test", "scenarios", "--client", "client.yaml")
    assert "3 passed in " in done.stdout, done.stdout
    assert done.returncode == 0


def test_what_it_breaks_is_found(project: Path) -> None:
    monitor = project / "clinic" / "monitor.py"
    text = monitor.read_text()
    monitor.write_text(text.replace('self._send(f"ACK alarm={alarm}")', "pass"))
    done = ran(project, "pytest", "-q")
    assert "FAILED   expect[1]" in done.stdout
    assert "no ack_alarm until the client ended" in done.stdout
    assert "1 passed, " not in done.stdout
    done = ran(project, "mockpump", "test", "scenarios", "--client", "client.yaml", "-k", "alarm")
    assert "no ack_alarm until the end of the run" in done.stdout
    assert done.returncode == 1


def test_it_uses_public_names_alone() -> None:
    lines = [line for path in SAMPLE.rglob("*.py") for line in path.read_text().splitlines()]
    used = [line for line in lines if re.match(r"\s*(from|import) mockpump", line)]
    assert used
    for line in used:
        found = re.fullmatch(r"from mockpump import (.+)", line)
        assert found is not None, line
        assert set(found[1].split(", ")) <= set(mockpump.__all__)
