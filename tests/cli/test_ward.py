"""`mockpump run` with a ward: addresses first, a trace and a verdict for each pump, one exit code."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from mockpump.cli.ward import gravest
from mockpump.dialects.mp1.grammar import request
from tests.cli.command import mockpump, mockpump_running
from tests.cli.test_run import ASKS, HELLO, SHORT
from tests.docs.shell import typed

PAGE = (Path(__file__).parents[2] / "docs" / "ward.md").read_text("utf-8")
POLLED = """
mockpump: 1
name: polled
about: Three seconds in which the client has to keep itself informed.
line: {pacing: false}
expect:
  - {polls: status, at_least_every: 1500ms}
ends: 3s
"""
FLOODS = f"""
import sys
with open(sys.argv[1], 'wb', 0) as line:
    while True: line.write({HELLO} * 99)
"""
POLLS = f"""
import serial, sys
line = serial.serial_for_url(sys.argv[1], 19200, timeout=9)
line.write({request(1, "TELEMETRY", {"every": "1s"})!r})
while line.read_until(b'\\n'): pass
"""


def profile(folder: Path, name: str, program: str) -> None:
    command = shlex.join([sys.executable, "-c", program, "{port}"])
    (folder / name).write_text(f"command: {json.dumps(command)}\n")


def ward(folder: Path, *pumps: str) -> Path:
    path = folder / "ward.yaml"
    path.write_text("ward: 1\npumps:\n" + "".join(f"  - {{{pump}}}\n" for pump in pumps))
    (folder / "short.yaml").write_text(SHORT)
    (folder / "polled.yaml").write_text(POLLED)
    profile(folder, "asks.yaml", ASKS.replace("serial.Serial", "serial.serial_for_url"))
    profile(folder, "silent.yaml", "import sys, serial; serial.Serial(sys.argv[1]).read(1)")
    profile(folder, "floods.yaml", FLOODS)
    profile(folder, "polls.yaml", POLLS)
    (folder / "missing.yaml").write_text("command: 'no-such-program {port}'\n")
    return path


def test_each_pump_has_its_address_its_trace_and_its_verdict(tmp_path: Path) -> None:
    path = ward(
        tmp_path,
        "name: bed-1, scenario: short.yaml, client: asks.yaml",
        'name: bed-2, scenario: short.yaml, client: asks.yaml, port: "tcp:", seed: 7',
    )
    done = mockpump("run", path, "--trace", tmp_path / "t/r", "--verdict", tmp_path / "v")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"bed-1 /\S+/pump\nbed-2 socket://127.0.0.1:\d+\n", done.stdout)
    for name, seed in (("bed-1", 0), ("bed-2", 7)):
        verdict = json.loads((tmp_path / "v" / f"{name}.json").read_text())
        assert (verdict["result"], verdict["seed"]) == ("passed", seed)
        trace = tmp_path / "t" / "r" / f"{name}.jsonl"
        assert f"mockpump replay {trace}" == verdict["recompute"]
        again = mockpump("replay", trace)
        assert again.returncode == 0, again.stderr
        assert again.stdout.endswith("identical\n")
        assert f"{name}     0.000s  port opened" in done.stderr
    assert done.stderr.count("PASSED") == 2


def test_a_failure_and_a_client_that_cannot_start_are_each_their_own_pumps(tmp_path: Path) -> None:
    path = ward(
        tmp_path,
        "name: bed-1, scenario: short.yaml, client: asks.yaml",
        "name: bed-2, scenario: short.yaml, client: silent.yaml",
        "name: bed-3, scenario: short.yaml, client: missing.yaml",
    )
    done = mockpump("run", path, "--brief")
    assert done.returncode == 4
    assert re.search(r"^passed .* bed-1$", done.stderr, re.MULTILINE)
    assert re.search(r"^FAILED .* bed-2$", done.stderr, re.MULTILINE)
    assert "mockpump: bed-3: the client could not be started" in done.stderr


def test_a_device_that_goes_away_ends_its_own_pump(tmp_path: Path) -> None:
    master, slave = os.openpty()
    device = os.ttyname(slave)
    path = ward(
        tmp_path,
        f"name: bed-1, scenario: steady, port: {device}",
        "name: bed-2, scenario: polled.yaml, client: polls.yaml",
    )
    trace = tmp_path / "traces"
    with mockpump_running("run", path, "--real-port", "--brief", "--trace", trace) as (process, _):
        os.close(slave)
        os.close(master)
        _, err = process.communicate(timeout=20)
    assert f"mockpump: bed-1: {device} has gone: was its adapter pulled?" in err
    assert re.search(r"^passed .* bed-2$", err, re.MULTILINE), err
    assert process.returncode == 3
    assert json.loads((trace / "bed-1.jsonl").read_text().splitlines()[0])["scenario"] == "steady"


def test_a_client_that_floods_holds_up_no_other_pump(tmp_path: Path) -> None:
    """The flood goes on until its own run ends; the other must be told its state all the while."""
    path = ward(
        tmp_path,
        "name: bed-1, scenario: polled.yaml, client: floods.yaml",
        "name: bed-2, scenario: polled.yaml, client: polls.yaml",
    )
    trace = tmp_path / "traces"
    done = mockpump("run", path, "--brief", "--trace", trace)
    assert re.search(r"^FAILED .* bed-1$", done.stderr, re.MULTILINE), done.stderr[-3000:]
    assert re.search(r"^passed .* bed-2$", done.stderr, re.MULTILINE), done.stderr[-3000:]
    assert re.search(r"^bed-1 .* port overrun +lost=", done.stderr, re.MULTILINE)
    assert done.returncode == 1
    again = mockpump("replay", trace / "bed-2.jsonl")
    assert again.returncode == 0, again.stderr


def test_an_interrupt_ends_all_with_the_verdict_so_far(tmp_path: Path) -> None:
    path = ward(
        tmp_path, "name: bed-1, scenario: steady", "name: bed-2, scenario: steady, link: pump2"
    )
    with mockpump_running("run", path) as (process, first):
        name, _, address = first.partition(" ")
        assert process.stdout is not None
        assert process.stdout.readline() == f"bed-2 {tmp_path}/pump2\n"
        process.terminate()
        _, err = process.communicate(timeout=20)
    assert name == "bed-1"
    assert process.returncode == 130
    assert err.count("INTERRUPTED") == 2
    assert not Path(address).exists()
    assert not os.path.lexists(tmp_path / "pump2")


def test_a_port_that_cannot_be_had_ends_it_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    path = ward(tmp_path, "name: a, scenario: steady", "name: b, scenario: steady, link: taken")
    done = mockpump("run", path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "taken" in done.stderr


def test_what_each_pump_says_itself_is_not_said_for_all(tmp_path: Path) -> None:
    path = ward(tmp_path, "name: a, scenario: steady")
    done = mockpump("run", path, "--seed", "3", "--line-fault", "garble", "--", "ui", "{port}")
    assert done.returncode == 2
    assert (
        f"{path} is a ward, in which each pump says so itself: no --seed, --line-fault, "
        "client command" in done.stderr
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--control-plays operator", "--control-plays"),
        ("--control 127.0.0.1:0 --control-plays shows", "--control, --control-plays"),
        (
            "--port tcp: --link pump0 --case x --dialect harvard",
            "--port, --link, --case, --dialect",
        ),
    ],
)
def test_what_is_one_pumps_is_told_as_it_is_written(tmp_path: Path, words: str, told: str) -> None:
    path = ward(tmp_path, "name: a, scenario: steady")
    done = mockpump("run", path, *words.split())
    assert done.returncode == 2
    assert f"{path} is a ward, in which each pump says so itself: no {told}\n" in done.stderr


@pytest.mark.parametrize("words", ["", " --real-port --no-pacing --speed 5/2"])
def test_played_again_as_it_was_played(tmp_path: Path, words: str) -> None:
    path = ward(tmp_path, "name: a, scenario: short.yaml, client: asks.yaml")
    done = mockpump("run", path, *words.split(), "--verdict", tmp_path / "v")
    assert done.returncode == 0, done.stderr
    again = f"mockpump run {path}{words}"
    assert json.loads((tmp_path / "v" / "a.json").read_text())["play_again"] == again


def test_check_knows_wards(tmp_path: Path) -> None:
    assert mockpump("check", ward(tmp_path, "name: a, scenario: steady")).returncode == 0
    done = mockpump("check", ward(tmp_path, "name: a, scenario: steadi"))
    assert done.returncode == 2
    assert "no scenario 'steadi' (did you mean 'steady'?)" in done.stderr


def test_the_commands_of_the_page(tmp_path: Path) -> None:
    ward(tmp_path)
    [text] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    beds = [
        line for line in text.splitlines() if "bed-3" not in line
    ]  # for which nobody would come
    (tmp_path / "ward.yaml").write_text("\n".join(beds))
    watch = shlex.join([sys.executable, "-m", "mockpump", "monitor", "{port}"])
    (tmp_path / "client.yaml").write_text(f"command: {json.dumps(watch)}\n")
    [commands] = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    done = typed(commands, tmp_path, how="-uc")
    assert "bed-2.jsonl" in done.stdout + done.stderr
    assert "identical" in done.stdout + done.stderr
    assert len(list((tmp_path / "verdicts").iterdir())) == 2


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([0, 0], 0),
        ([0, 5], 5),
        ([5, 1, 0], 1),
        ([1, 3], 3),
        ([3, 4, 1], 4),
        ([4, 2], 2),
        ([130, 2], 130),
    ],
)
def test_one_exit_code_stands_for_all(codes: list[int], code: int) -> None:
    assert gravest(codes) == gravest(reversed(codes)) == code
