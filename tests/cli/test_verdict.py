"""`mockpump run … --verdict --brief`, and colours where a person looks."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mockpump.cli.paint import COLOURS, paint
from mockpump.report.text import RESULTS, WORDS
from tests.cli.command import mockpump

STORY = "{mockpump: 1, name: short, about: x, ends: 100ms, expect: [{exits: 0}]}"


def test_a_verdict_in_a_file_and_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(STORY)
    client = ("--", "sh", "-c", "read x < {port}")
    done = mockpump("run", "short.yaml", "--brief", "--verdict", "v.json", *client, cwd=tmp_path)
    told = json.loads((tmp_path / "v.json").read_text())
    assert (done.returncode, told["result"]) == (1, "failed")
    assert done.stderr.splitlines()[-1] == "FAILED       short  seed 0  1 failed  0.100s"
    assert told["expectations"][0]["lines"] == ["still ran at the end of the run (0.1s)"]


def test_one_case_is_played_and_replayed(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(f"{STORY[:-1]}, matrix: {{seed: [3, 4]}}}}")
    client = ("--", "sh", "-c", "read x < {port}")
    files = ("--verdict", "v.json", "--trace", "out.jsonl")
    done = mockpump("run", "short.yaml", "--case", "seed=4", *files, *client, cwd=tmp_path)
    told = json.loads((tmp_path / "v.json").read_text())
    assert (done.returncode, told["case"], told["seed"]) == (1, "seed=4", 4)
    assert "mockpump run short.yaml --seed 4 --case seed=4 -- sh" in told["play_again"]
    assert "\nshort [seed=4], seed 4: ends at 0.100s" in done.stderr
    (tmp_path / "short.yaml").unlink()
    again = mockpump("replay", "out.jsonl", cwd=tmp_path)
    assert (again.returncode, "identical" in again.stdout) == (1, True)


def test_a_case_must_be_chosen_where_there_are_some(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(f"{STORY[:-1]}, matrix: {{seed: [3, 4]}}}}")
    done = mockpump("run", "short.yaml", cwd=tmp_path)
    told = "short.yaml:1:73: 2 cases, of which none is chosen; expected one of seed=3, seed=4"
    assert (done.returncode, done.stderr) == (2, f"mockpump: {told}\n")


def test_a_verdict_that_cannot_be_written_is_told_before_anything_is_played(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(STORY)
    done = mockpump("run", "short.yaml", "--verdict", "no/v.json", "--", "true", cwd=tmp_path)
    told = "mockpump: cannot write the verdict no/v.json: No such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", told)


@pytest.mark.parametrize(
    "word", [*WORDS.values(), *(text.partition(":")[0] for text in RESULTS.values())]
)
def test_every_outcome_has_a_colour(word: str) -> None:
    assert paint(f"{word}  x") == click.style(word, fg=COLOURS[word], bold=True) + "  x"


def test_other_lines_have_none() -> None:
    assert paint("  no bolus") == "  no bolus"


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_a_terminal_that_has_them(
    environment: dict[str, str], coloured: bool
) -> None:
    base = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    master, slave = pty.openpty()
    program = "from mockpump.cli.paint import tell; tell('FAILED  x')"
    subprocess.run(
        [sys.executable, "-c", program],
        stdout=slave,
        env={**base, "TERM": "xterm", **environment},
        check=True,
        timeout=30,
    )
    line = os.read(master, 1024).decode().strip()
    os.close(master)
    os.close(slave)
    assert line == (paint("FAILED  x") if coloured else "FAILED  x")
