"""`docs/reports.md`: its commands run, and its table names every lane."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockpump.report.picture.rows import LANES
from tests.docs.shell import typed

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", BLOCKS)
def test_commands(text: str, tmp_path: Path) -> None:
    typed(text, tmp_path)
    assert any(tmp_path.glob("*.html")) or any(tmp_path.glob("*.svg"))


def test_every_lane_is_told_of() -> None:
    assert len(BLOCKS) == 2
    told = re.findall(r"^\| (\w+) \|", PAGE, re.MULTILINE)
    assert told == ["lane", "failed", *LANES, "charts"]
