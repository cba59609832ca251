"""A client of other habits, a process of its own, on a PTY that it opens twice with seven bits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.command import mockpump_running

CLIENT = Path(__file__).parents[2] / "clients" / "fresenius_client.py"
STORY = """mockpump: 1
name: seven-bits
about: A syringe at a base, visited twice.
pump: {preset: syringe-60, infusion: {mode: stopped, rate: 60 mL/h}}
line: {dialect: fresenius, options: {enq_period: 200ms}}
ends: 40s
"""
VISIT = ["0C", "0C;b01", "1I;1E", "1C", "1C;d{before}", "1C", "1C", "1E;d0064", "1C", "closed"]


def test_it_is_served_also_when_it_comes_again(tmp_path: Path) -> None:
    story = tmp_path / "seven.yaml"
    story.write_text(STORY)
    with mockpump_running("run", story) as (_, address):
        for rate in ("0258", "00FA"):  # the second visit finds what the first has set
            done = subprocess.run(
                [sys.executable, CLIENT, address],
                capture_output=True,
                text=True,
                timeout=20,
                check=True,
            )
            said = [line for line in done.stdout.splitlines() if line != "ENQ"]
            assert said == [line.format(before=rate) for line in VISIT]
