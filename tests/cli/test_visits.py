"""A client that comes again: the same command, a new process, months later for the pump."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.command import mockpump

CLIENT = Path(__file__).parents[1] / "clients" / "plain_open.py"
ASK = shlex.join([sys.executable, str(CLIENT)])
STARTED = ("client", "started")
STORY = """
mockpump: 1
name: two-visits
about: The client looks at the pump, and comes back in 30 days.
starts: STARTS
timeline:
  - {when: {port: closed}, count: 1, skip: 30 days, id: month}
  - {when: {step: month}, visit: second}
expect:
  - {operation: identify, within: 15s, after: {step: month}}
limit: 20s
"""


@pytest.mark.parametrize("starts", ["on_open", "at_once"])
def test_a_client_comes_back_after_a_month(tmp_path: Path, starts: str) -> None:
    story, trace = tmp_path / "story.yaml", tmp_path / "out.jsonl"
    story.write_text(STORY.replace("STARTS", starts))
    script = f'echo "visit: $MOCKPUMP_VISIT"; exec {ASK} "$1" ">01 HELLO"'
    done = mockpump("run", story, "--trace", trace, "--", "sh", "-c", script, "sh", "{port}")
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("visit: ")] == [
        "visit: first",
        "visit: second",
    ]
    records = [json.loads(line) for line in trace.read_text().splitlines()]
    wanted = {"client", "step", "visit", "pump_time"}
    said = [(one["note"], one.get("of"), one.get("state")) for one in records if "note" in one]
    assert [one for one in said if one[0] in wanted and one != ("client", None, "exited")][:5] == [
        ("client", None, "started"),
        ("pump_time", None, "skipped"),
        ("step", "month", "done"),
        ("visit", "second", "due"),
        ("client", None, "started"),
    ]
    started = [one["at"] for one in records if (one.get("note"), one.get("state")) == STARTED]
    assert (started[0] == 0) == (starts == "on_open")  # run time stands still until it opens
    asked = [one["pump"] for one in records if one.get("of") == "identify" and "note" in one]
    assert [pump // (86_400 * 10**9) for pump in asked] == [0, 30]
    assert mockpump("replay", trace).returncode == 0


def test_without_another_visit_to_come_the_client_ends_the_run(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(STORY.replace("STARTS", "on_open").replace(", visit: second", ", note: no"))
    done = mockpump("run", story, "--", "sh", "-c", f'exec {ASK} "$1" ">01 HELLO"', "sh", "{port}")
    assert "client ended at" in done.stderr
    assert "visit" not in done.stderr.split("FAILED")[0]
