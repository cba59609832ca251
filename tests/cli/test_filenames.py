"""Files whose names are not text, or not in this locale: played, told of, and in no output a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import LIMIT, mockpump

CLIENT = """\
import sys
port = open(sys.argv[1], "r+b", buffering=0)
"""
STORY = "{mockpump: 1, name: short, about: x, ends: 100ms, line: {pacing: false}}"
WRONG = "{mockpump: 1, name: short, about: x, ends: 100ms, foo: 1}"
PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"}
"""A locale in which a name that is UTF-8 is not read as such."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "client.py").write_text(CLIENT)
    (tmp_path / "client.yaml").write_text(f"command: [{sys.executable}, client.py, '{{port}}']\n")
    for name, text in ((b"caf\xe9.yaml", STORY), ("naïve.yaml".encode(), STORY)):
        (tmp_path / os.fsdecode(name)).write_text(text)
    (tmp_path / os.fsdecode(b"bad\xe9.yaml")).write_text(WRONG)
    return tmp_path


def bytewise(
    *words: str | bytes, cwd: Path, env: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "mockpump", *words]
    told = {**os.environ, **env}
    return subprocess.run(
        command, cwd=cwd, env=told, capture_output=True, timeout=LIMIT, check=False
    )


@pytest.mark.parametrize("env", [{}, PLAIN], ids=["as it is", "POSIX"])
@pytest.mark.parametrize(
    ("name", "told"), [(b"caf\xe9.yaml", r"caf\xe9.yaml"), ("naïve.yaml".encode(), "naïve.yaml")]
)
def test_each_is_played_and_told_of(
    folder: Path, name: bytes, told: str, env: dict[str, str]
) -> None:
    for words in (
        ("show", name),
        ("show", name, "--html", "show.html"),
        ("run", name, "--client", "client.yaml", "--trace", "t.jsonl", "--verdict", "v.json"),
        ("replay", "t.jsonl"),
        ("test", name, "--client", "client.yaml", "--junit", "j.xml", "--html", "test.html"),
    ):
        done = bytewise(*words, cwd=folder, env=env)
        assert done.returncode == 0, done.stdout + done.stderr
    header = json.loads((folder / "t.jsonl").read_bytes().splitlines()[0])
    assert header["file"] == told


@pytest.mark.parametrize("env", [{}, PLAIN], ids=["as it is", "POSIX"])
def test_a_mistake_has_its_place(folder: Path, env: dict[str, str]) -> None:
    done = bytewise("check", "--format", "json", b"bad\xe9.yaml", cwd=folder, env=env)
    assert [(one["file"], one["column"]) for one in json.loads(done.stdout)] == [
        (r"bad\xe9.yaml", 51)
    ]


def test_a_command_that_plays_it_again_can_be_pasted(folder: Path) -> None:
    profile = folder / os.fsdecode(b"my client\xe9.yaml")
    (folder / "client.yaml").rename(profile)
    done = mockpump(
        "run", "naïve.yaml", "--client", profile.name, "--verdict", "v.json", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    again = json.loads((folder / "v.json").read_text("utf-8"))["play_again"]
    assert again == r"mockpump run 'naïve.yaml' --seed 0 --client $'my client\xe9.yaml'"


def test_a_dialect_that_no_trace_could_name_is_refused(folder: Path) -> None:
    done = bytewise("run", "steady", "--dialect", b"my\xe9.yaml", cwd=folder, env={})
    told = rb"mockpump: the dialect 'my\xe9.yaml': a trace holds no name that is not UTF-8" + b"\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", told)
