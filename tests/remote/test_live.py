"""`mockpump run --control`: a client at the line, and others who ask from another process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import serial

from mockpump.dialects.mp1 import grammar
from mockpump.remote.app import MOST_WAITS
from tests.cli.command import mockpump
from tests.remote.served import Asker

STORY = """mockpump: 1
name: story
about: A test.
pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}
line: {pacing: false}
timeline: [{when: {alarm: occlusion, state: reported}, operator: {do: acknowledge, of: occlusion}}]
expect: [{operation: ack_alarm, within: 50s, after: {operator: acknowledge}}]
ends: 10min
"""


class Playing(NamedTuple):
    process: subprocess.Popen[str]
    there: Asker
    address: str
    folder: Path

    def errors(self) -> str:
        """Wait for the end; return what was said on stderr."""
        self.process.wait(20)
        return (self.folder / "err").read_text()


@contextmanager
def playing(folder: Path, *words: str, **environment: str) -> Iterator[Playing]:
    (folder / "story.yaml").write_text(STORY)
    with (folder / "err").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "mockpump", "run", "story.yaml", "--port", "tcp",
             "--trace", "out.jsonl", "--control", "127.0.0.1:0", *words],
            cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True,
            env={**os.environ, **environment},
        )  # fmt: skip
    with process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            first = (folder / "err").read_text().splitlines()[0]
            yield Playing(process, Asker(first.removeprefix("control: ")), address, folder)
        finally:
            process.kill()


def test_a_story_driven_from_outside_and_replayed(tmp_path: Path) -> None:
    with playing(tmp_path, "--control-plays", "operator") as one:
        there = one.there
        assert there.ask("GET", "/").body["port"] == one.address
        with serial.serial_for_url(one.address, timeout=20) as client:
            client.write(grammar.request(1, "HELLO"))
            client.read_until(b"\n")
            there.ask("POST", "/faults", {"fault": "catheter_occlusion"})
            there.ask("POST", "/advance", {"by": "43s"})
            reported = {"for": {"alarm": "occlusion", "state": "reported"}, "within": "60s"}
            assert there.ask("POST", "/wait", reported).body["note"]["of"] == "occlusion"
            asked = {"do": "acknowledge", "of": "occlusion"}
            line = there.ask("POST", "/operator", asked).body["line"]
            client.write(grammar.request(2, "ACK", {"alarm": "occlusion"}))
            done = {"for": {"operation": "ack_alarm"}, "within": "60s", "after": line - 3}
            assert there.ask("POST", "/wait", done).body["note"]["state"] == "accepted"
            assert there.ask("POST", "/stop").body["result"] == "passed"
        assert one.process.wait(20) == 0
    replayed = mockpump("replay", "out.jsonl", cwd=tmp_path)
    assert replayed.returncode == 0
    assert "lines, identical" in replayed.stdout


def test_many_at_once_are_all_answered_and_the_end_ends_every_wait(tmp_path: Path) -> None:
    with playing(tmp_path) as one, ThreadPoolExecutor(MOST_WAITS + 8) as pool:
        there = one.there
        waiting = {"for": {"alarm": "eri"}}
        waits = [pool.submit(there.ask, "POST", "/wait", waiting) for _ in range(MOST_WAITS + 1)]
        names = [f"stall {n}" for n in range(24)]
        noted = list(pool.map(lambda name: there.ask("POST", "/steps", {"note": name}), names))
        assert len({answer.body["line"] for answer in noted}) == len(names)
        told = {
            line["of"] for line in there.ask("GET", "/trace").body if line.get("note") == "note"
        }
        assert told == {*names}
        there.ask("POST", "/stop")
        statuses = sorted(wait.result(20).status for wait in waits)
        assert statuses == [200] * MOST_WAITS + [429]
        assert "Traceback" not in one.errors()


def test_a_token_that_was_given_is_not_told(tmp_path: Path) -> None:
    with playing(tmp_path, MOCKPUMP_CONTROL_TOKEN="open-sesame") as one:
        assert one.there.ask("POST", "/stop").error == (401, "no_token")
        Asker(one.there.address, "open-sesame").ask("POST", "/stop")
        assert "open-sesame" not in one.errors()


def test_beyond_this_machine_a_token_is_told(tmp_path: Path) -> None:
    with playing(tmp_path, "--control", "0.0.0.0:0") as one:
        address, token = (one.folder / "err").read_text().splitlines()[:2]
        name, colon, told = token.partition(": ")
        assert (name, colon) == ("control token", ": ")
        port = address.rstrip("/").rpartition(":")[2]
        there = Asker(f"http://127.0.0.1:{port}/", told)
        assert there.ask("POST", "/stop").status == 200


def test_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY)
    told = {
        ("--control", "nowhere"): (2, "'nowhere' is not HOST:PORT, such as 127.0.0.1:0"),
        ("--control", "203.0.113.1:80"): (3, "cannot serve the control at 203.0.113.1:80: Cannot"),
        ("--control-plays", "shows"): (2, "--control-plays goes with --control"),
    }  # fmt: skip
    for words, (code, message) in told.items():
        done = mockpump("run", "story.yaml", *words, cwd=tmp_path)
        assert (done.returncode, message in done.stderr) == (code, True), done.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY)
    program = (
        "import sys; sys.modules['fastapi'] = None; from mockpump.cli import main; "
        "sys.argv = ['mockpump', 'run', 'story.yaml', '--control', '127.0.0.1:0']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--control needs the extra of that name: pip install 'mockpump[control]'" in done.stderr
