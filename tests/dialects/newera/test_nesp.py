"""The whole interface of `nesp-lib`, an independent client, in both modes over a PTY."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.command import mockpump

CLIENT = Path(__file__).parents[2] / "clients" / "nesp_client.py"
STORY = """mockpump: 1
name: nesp
about: A syringe pump that stalls once somebody purges it.
pump:
  preset: syringe-60
line: {dialect: newera, options: {auto_alarm: false}}
timeline:
  - {when: {operation: prime}, after: 100ms, fault: motor_stall}
expect:
  - {operation: identify, within: 5s, after: {port: opened}}
ends: 50s
"""
SAID = """\
another model: ModelException
identity: 0 1000 (3, 928)
upgrade: 0
safe mode: True
stopped: STOPPED False
diameter: 30.0
diameter: 9.525
diameter: 26.59
rate: 0.0005
rate: 0.01
rate: 0.5
rate: 1.25
rate: 1.5
too fast: ValueError
volume: 12.5
volume: 0.75
volume: 0.02
direction: WITHDRAW
direction: INFUSE
pauses nothing: nothing
infused: STOPPED 0.02 0.0
withdraws: WITHDRAWING True
not while it runs: StateException
nor twice: StateException
withdrew: 0.02 0.02
cleared: 0.0 0.02
cleared: 0.0 0.0
goes on: INFUSING
paused: PAUSED False
alarm: AlarmStatus.STALLED
stalled: STOPPED
switched to: 5 STOPPED
switched to: 10 STOPPED
switched to: 0 STOPPED
"""


@pytest.mark.parametrize("safe_mode", ["0", "2"], ids=["basic", "safe"])
def test_all_of_it(safe_mode: str, tmp_path: Path) -> None:
    story = tmp_path / "nesp.yaml"
    story.write_text(STORY)
    done = mockpump("run", story, "--", sys.executable, CLIENT, "{port}", safe_mode)
    said = [line for line in done.stderr.splitlines() if line in SAID.splitlines()]
    assert said == SAID.splitlines(), done.stderr
    assert done.returncode == 0, done.stderr
