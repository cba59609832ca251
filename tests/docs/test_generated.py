"""The pages that are drawn from the code are what the code says today."""

from __future__ import annotations

import pytest

from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.faults import PUMP_FAULTS
from tests.regenerate import PAGES, drawn


@pytest.mark.parametrize("name", PAGES)
def test_a_drawn_page_is_up_to_date(name: str) -> None:
    was, now = drawn(name)
    assert was == now, f"docs/{name}: run `make docs` and read what it changed"


def test_the_pages_name_every_alarm_and_every_fault() -> None:
    assert all(f"| `{code}` |" in drawn("alarms.md")[0] for code in ALARMS)
    assert all(f"### `{name}`\n" in drawn("faults.md")[0] for name in PUMP_FAULTS)
    line_faults = drawn("line-faults.md")[0]
    assert all(f"### `{name}`\n" in line_faults for name in (*BYTE_FAULTS, *FRAME_FAULTS))
