"""Every block of the README is run: commands in a shell, Python as a program, YAML by the loader."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mockpump.scenario.load import load
from tests.docs.shell import typed

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = BLOCK.findall((ROOT / "README.md").read_text())


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert {name for name, _ in BLOCKS} == {"sh", "python", "yaml"}


@pytest.mark.parametrize("text", blocks("sh"))
def test_commands(text: str, tmp_path: Path) -> None:
    typed(text, tmp_path)


@pytest.mark.parametrize("text", blocks("python"))
def test_programs(text: str, tmp_path: Path) -> None:
    promised = re.findall(r"^print\(.*\)  # (.*)$", text, re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert done.stdout.split("\n")[: len(promised)] == promised


@pytest.mark.parametrize("text", blocks("yaml"))
def test_scenarios(text: str) -> None:
    assert load(text, "README.md").expect
