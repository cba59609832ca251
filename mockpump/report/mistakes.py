"""Mistakes for a person, with the line and a caret, and for machines, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from mockpump.errors import Mistake, legible

Weight = Literal["error", "warning"]
LONGEST = 120
"""How much of a line is shown: YAML may be written on one, and a terminal is no wider."""


def mistake_lines(mistake: Mistake, weight: Weight = "error") -> Iterator[str]:
    """Write a mistake, the line that it is in, and a caret under its place."""
    told = str(mistake) if weight == "error" else f"{mistake.where}: warning: {_rest(mistake)}"
    yield told
    line = _line(mistake)
    column = mistake.where.column
    if line is None or not column:
        return
    start = max(0, column - LONGEST // 2) if column > LONGEST // 2 and len(line) > LONGEST else 0
    yield f"    {line[start : start + LONGEST]}"
    before = line[start : column - 1]
    yield "    " + "".join("\t" if char == "\t" else " " for char in before) + "^"


def mistakes_json(weighed: Iterable[tuple[Weight, Mistake]]) -> str:
    """Write mistakes as a JSON list; lines and columns count from 1, 0: the file as a whole."""
    told = [
        {
            "severity": weight,
            "file": legible(mistake.where.file),
            "line": mistake.where.line,
            "column": mistake.where.column,
            "found": mistake.found,
            "expected": mistake.expected,
            "hint": mistake.hint,
            "text": str(mistake),
        }
        for weight, mistake in weighed
    ]
    return json.dumps(told, indent=2, ensure_ascii=False)


def _rest(mistake: Mistake) -> str:
    return str(mistake).removeprefix(f"{mistake.where}: ")


def _line(mistake: Mistake) -> str | None:
    try:
        text = Path(mistake.where.file).read_text("utf-8")
    except (OSError, ValueError):
        return None
    lines = text.splitlines()
    return lines[mistake.where.line - 1] if 0 < mistake.where.line <= len(lines) else None
