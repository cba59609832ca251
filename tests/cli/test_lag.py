"""A machine that stands still for a while: the client is neither blamed for it nor praised."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import serial

from mockpump.dialects.mp1.grammar import request
from tests.cli.command import mockpump, mockpump_running

STORY = """
mockpump: 1
name: late
about: A second in which the machine has something else to do.
timeline: [{at: 200ms, for: 500ms, fault: catheter_occlusion}]
expect:
  - {polls: status, at_least_every: 500ms}
  - {never: {operation: bolus}, while: {fault: catheter_occlusion}}
  - {operation: identify, within: 200ms, after: {port: opened}}
ends: 2s
"""


def test_who_polls_all_the_while_is_not_blamed_and_who_boluses_not_praised(tmp_path: Path) -> None:
    """What it wrote while the machine stood is seen late: it polled in time, but bolused too soon."""
    (tmp_path / "late.yaml").write_text(STORY)
    trace, verdict = tmp_path / "late.jsonl", tmp_path / "late.json"
    command: list[str | Path] = [
        "run",
        tmp_path / "late.yaml",
        "--trace",
        trace,
        "--verdict",
        verdict,
    ]
    with mockpump_running(*command) as (process, address):
        with serial.Serial(address, 19200, timeout=20) as client:
            client.write(request(1, "HELLO"))
            assert process.stderr is not None
            while "catheter_occlusion set" not in process.stderr.readline():
                pass
            process.send_signal(signal.SIGSTOP)
            client.write(request(2, "BOLUS", {"volume": "0.1mL", "id": "a"}))
            time.sleep(1)  # this is what happens to the machine: it waits for nothing
            client.write(request(3, "STATUS?"))
            process.send_signal(signal.SIGCONT)
            client.read_until(b"<03 OK")
        process.communicate(timeout=20)
    assert process.returncode == 5
    told = json.loads(verdict.read_text())
    assert told["result"] == "too_slow"
    assert [one["what"] for one in told["expectations"]] == ["failed", "not_checked", "passed"]
    assert told["expectations"][1]["lines"] == ["the machine lagged: what came first is not known"]
    assert mockpump("replay", trace).returncode == 5
