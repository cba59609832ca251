"""The picture in letters: a golden one, and that it is as wide as it may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.report.account import account
from mockpump.report.picture.text import text
from tests.report.traced import ACKNOWLEDGES, KINKED, POLLS, left

GOLDEN = """\
                         0   10s     30s     50s     70s     90s
failed
               expect[1]                     ━━✗
                         ack_alarm of occlusion within 5s after operator acknowledge
faults
      catheter_occlusion   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
alarms
               occlusion                    ▼━━━━━━━━━━━━◆━━━━━━━
operator
   acknowledge occlusion                     |
client
                    port ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
             read_status ||||||||||||||||||||
pump
          not delivering                    ━━━━━━━━━━━━━━━━━━━━━
                catheter                                 ◆
volume in the reservoir
               estimated ██▇▇▇▆▆▅▅▅▄▄▄▃▃▂▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 100 mL → 99.9331 mL
                  actual ██▇▇▇▆▆▅▅▅▄▄▄▃▃▂▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 100 mL → 99.9331 mL
flow rate
                believed ███████████████████▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 5 mL/h → 0 mL/h
                  actual ██▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 5 mL/h → 0 mL/h
pressure in the catheter
                  actual ▁▁▁▁▂▂▃▃▄▄▄▅▅▆▆▆▇▇██████████████▁▁▁▁▁▁▁▁ 0 kPa, up to 120 kPa
battery
                  charge ████████████████████████████████████████ 100% → 99.9927%
                         0   10s     30s     50s     70s     90s
run time   ✗ expectation failed   ▼ reported to the client   ◆ other   | done
"""


def written(trace: Path, width: int) -> list[str]:
    return [line.plain for line in text(account(trace).picture, width)]


def test_a_picture(tmp_path: Path) -> None:
    trace = left(tmp_path, "bad", KINKED, *POLLS)
    assert "\n".join(written(trace, 90)) + "\n" == GOLDEN


@pytest.mark.parametrize("width", [20, 80, 100, 132])
def test_its_width(tmp_path: Path, width: int) -> None:
    lines = written(left(tmp_path, "good", KINKED, *POLLS, ACKNOWLEDGES), width)
    drawn = [line for line in lines if "▁" in line or "━" in line]
    assert len(drawn) > 5
    assert all(len(line) <= max(width, 80) for line in drawn)
