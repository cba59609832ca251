"""The pages that are drawn from the code are what the code says today."""

from __future__ import annotations

import pytest

from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.scenario.files import by_group
from tests.docs.gallery_page import GROUP, HEAD, group_section
from tests.regenerate import DOCS, PAGES, drawn


@pytest.mark.parametrize("name", [name for name in PAGES if name != "gallery.md"])
def test_a_drawn_page_is_up_to_date(name: str) -> None:
    was, now = drawn(name)
    assert was == now, f"docs/{name}: run `make docs` and read what it changed"


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(("place", "group"), list(enumerate(by_group())))
def test_a_group_of_the_gallery_is_up_to_date(place: int, group: str) -> None:
    """Group by group: played together they take longer than any one test may."""
    head, *groups = (DOCS / "gallery.md").read_text("utf-8").split(GROUP)
    assert head == HEAD
    assert len(groups) == len(by_group())
    told = "docs/gallery.md: run `make docs` and read what it changed"
    assert GROUP + groups[place] == group_section(group), told


def test_the_pages_name_every_alarm_and_every_fault() -> None:
    assert all(f"| `{code}` |" in drawn("alarms.md")[0] for code in ALARMS)
    assert all(f"### `{name}`\n" in drawn("faults.md")[0] for name in PUMP_FAULTS)
    line_faults = drawn("line-faults.md")[0]
    assert all(f"### `{name}`\n" in line_faults for name in (*BYTE_FAULTS, *FRAME_FAULTS))
