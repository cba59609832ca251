"""`docs/reports.md`: its commands run, and its table names every lane."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mockpump.report.picture.rows import LANES

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", BLOCKS)
def test_commands(text: str, tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", text],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert any(tmp_path.glob("*.html")) or any(tmp_path.glob("*.svg"))


def test_every_lane_is_told_of() -> None:
    assert len(BLOCKS) == 2
    told = re.findall(r"^\| (\w+) \|", PAGE, re.MULTILINE)
    assert told == ["lane", "failed", *LANES, "charts"]
