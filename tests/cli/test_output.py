"""What a client process prints, seen by the expectations of a scenario without any profile."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.command import mockpump

STORY = """\
mockpump: 1
name: printing
about: The client must say what it is told, and nothing bad.
starts: {when: {operation: identify}}
timeline:
  - {at: 100ms, note: the story goes on}
expect:
  - {output: 'serial (?P<name>SIM-[^ ]*)', within: 5s}
  - {output: {pattern: '^done (?P<n>[0-9]+)$', on: stderr}, with: {n: 7}, within: 5s}
  - {never: {output: Traceback}}
ends: {when: {port: closed}, after: 200ms}
"""
CLIENT = """\
import sys
with open(sys.argv[1], "r+b", buffering=0) as port:
    port.write(b">01 HELLO*55E5\\n")
    line = b""
    while not line.endswith(b"\\n"):
        line += port.read(1)
    print([word for word in line.decode().split() if word.startswith("serial")][0].replace("=", " "))
    print("done 7", "Traceback", sep="\\n", file=sys.stderr)  # which only stdout must not say
    print("MORE", flush=True)
    sys.stderr.flush()
import time
time.sleep(10)
"""


@pytest.mark.parametrize(("more", "code"), [("nothing", 0), ("Traceback", 1)])
def test_what_it_prints_is_seen_and_replayed(tmp_path: Path, more: str, code: int) -> None:
    (tmp_path / "story.yaml").write_text(STORY)
    (tmp_path / "client.py").write_text(CLIENT.replace("MORE", more))
    client = ("--", sys.executable, "client.py", "{port}")
    done = mockpump("run", "story.yaml", "--trace", "out.jsonl", *client, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert done.stderr.count("\npassed   expect[") == 3 - code
    assert "printing, seed 0: ends at" in done.stderr
    assert "'Traceback' printed at" in done.stderr or code == 0
    again = mockpump("replay", "out.jsonl", cwd=tmp_path)
    assert (again.returncode, "identical" in again.stdout) == (code, True)


ENDING = """\
mockpump: 1
name: ending
about: The client says goodbye, and logs that it has.
expect:
  - {output: '^bye$', within: 5s}
  - {shows: end, within: 5s}
"""
BYE = """\
import sys
open(sys.argv[1], "r+b", buffering=0)
open("bye.log", "w").write("all said")
sys.stdout.write("bye")
"""


def test_a_last_line_that_nothing_ends_is_seen(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(ENDING)
    (tmp_path / "client.py").write_text(BYE)
    shows = {"end": {"pattern": "^all said$", "file": "bye.log"}}
    profile = {"command": [sys.executable, "client.py", "{port}"], "shows": shows}
    (tmp_path / "client.yaml").write_text(json.dumps(profile))
    done = mockpump("run", "story.yaml", "--client", "client.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\npassed   expect[") == 2


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_in_the_place_of_a_log_is_a_mistake_in_the_profile(
    tmp_path: Path, *, there: bool
) -> None:
    (tmp_path / "story.yaml").write_text(ENDING)
    if there:
        (tmp_path / "bye.log").mkdir()
    program = "import os, sys, time; open(sys.argv[1]); os.mkdir('bye.log'); time.sleep(60)"
    shows = {"end": {"pattern": "^all said$", "file": "bye.log"}}
    profile = {"command": [sys.executable, "-c", program, "{port}"], "shows": shows}
    (tmp_path / "client.yaml").write_text(json.dumps(profile))
    done = mockpump("run", "story.yaml", "--client", "client.yaml", cwd=tmp_path)
    assert done.returncode == 4, done.stderr
    told = "mockpump: the log cannot be read: Is a directory: 'bye.log', the profile's file"
    assert done.stderr.splitlines()[-1] == told
