"""`mockpump run --line-fault`: a fault beside the scenario's own, in the trace and in its replay."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import serial

from mockpump.doctor import probe
from mockpump.inprocess import Serial
from tests.cli.command import mockpump

SHORT = "{mockpump: 1, name: short, about: A moment., ends: 3s}"


def test_a_client_meets_it_and_a_replay_does_again(tmp_path: Path) -> None:
    scenario, script, trace = (tmp_path / name for name in ("s.yaml", "script", "out.jsonl"))
    scenario.write_text(SHORT)
    script.write_text('{"send": "PING", "await": "line"}')
    faults = (
        "--line-fault",
        "wrong_checksum(reply_to=ping)",
        "--line-fault",
        "repeat(operation=ping)",
    )
    client = ("-P", probe.__file__, "{port}", script)
    done = mockpump("run", scenario, "--trace", trace, *faults, "--", sys.executable, *client)
    assert "bad-check <00 OK" in done.stderr
    assert json.loads(trace.read_text().splitlines()[0])["line_faults"] == [
        "wrong_checksum(reply_to=ping)",
        "repeat(operation=ping)",
    ]
    replayed = mockpump("replay", trace)
    assert "identical" in replayed.stdout


def test_a_mistake_in_it_is_bad_usage_and_says_where() -> None:
    done = mockpump("run", "steady", "--line-fault", "stall", "--line-fault", "garble(rate=2)")
    assert done.returncode == 2
    told = "line fault:2:13: the whole number 2; expected a share, with its unit"
    assert told in done.stderr


def test_in_process_it_stands_in_the_url() -> None:
    url = "mockpump://steady?line_faults=lose(reply_to=ping);delay(by=2s)"
    line = serial.serial_for_url(url, timeout=5)
    assert isinstance(line, Serial)
    line.write(b">01 PING*3201\n>02 PING*FCE1\n")
    assert line.read_until(b"\n") == b"<02 OK*858B\n"
    # 28 bytes there and twelve back, in bursts whose ends are rounded up, and two seconds
    assert line.run.now == 2 * 10**9 + 40 * 10 * 10**9 // 19200 + 1
