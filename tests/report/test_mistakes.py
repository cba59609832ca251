"""Mistakes with their line and a caret, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mockpump.errors import Mistake, Where
from mockpump.report.mistakes import mistake_lines, mistakes_json


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("pump: {preset: x}", 16, ["    pump: {preset: x}", "                   ^"]),
        ("\tpump:", 2, ["    \tpump:", "    \t^"]),
        ("pump:", 0, []),
    ],
)
def test_a_caret_under_the_place(tmp_path: Path, line: str, column: int, shown: list[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"x: 1\n{line}\n")
    mistake = Mistake(Where(str(file), 2, column), "wrong", "right")
    assert list(mistake_lines(mistake)) == [str(mistake), *shown]


def test_a_long_line_is_shown_around_its_mistake(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a" * 300 + "B" + "c" * 300)
    _, line, caret = mistake_lines(Mistake(Where(str(file), 1, 301), "wrong"))
    assert line[caret.index("^")] == "B"
    assert len(line) == 124


def test_without_the_file_it_is_told_all_the_same() -> None:
    mistake = Mistake(Where("gone.yaml", 3, 4), "wrong")
    assert list(mistake_lines(mistake)) == ["gone.yaml:3:4: wrong"]
    assert list(mistake_lines(mistake, "warning")) == ["gone.yaml:3:4: warning: wrong"]


def test_as_json() -> None:
    (told,) = json.loads(mistakes_json([("error", Mistake(Where("a", 3, 4), "w", "r", "h?"))]))
    assert told == {
        "severity": "error",
        "file": "a",
        "line": 3,
        "column": 4,
        "found": "w",
        "expected": "r",
        "hint": "h?",
        "text": "a:3:4: w; expected r (h?)",
    }
