"""A picture in letters, for a terminal or a page of text: the same lanes and charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from mockpump.clock import Nanos
from mockpump.report.picture.axis import ticks
from mockpump.report.picture.drawing import WORDS, short
from mockpump.report.picture.model import Chart, Curve, Lane, MarkKind, Picture, Row

LABEL, VALUES = 24, 24
LEAST = 30
"""Columns for names, for values, and the fewest for a picture between them."""

SIGNS: Mapping[MarkKind, tuple[str, str]] = {
    "failed": ("✗", "bold red"),
    "refused": ("x", "red"),
    "lost": ("?", "red"),
    "acknowledged": ("✓", "bold green"),
    "reported": ("▼", "bold"),
    "repeated": ("o", "cyan"),
    "event": ("◆", ""),
    "done": ("|", "cyan"),
}
"""How a mark is written, and its style; of several in one place the first of these is seen."""
COLOURS: Mapping[str, str] = {"faults": "yellow", "alarms": "magenta", "failed": "red"}
BAR, LEVELS = "━", "▁▂▃▄▅▆▇█"


def text(picture: Picture, width: int) -> Iterator[Text]:
    """Write a picture, line by line, across so many columns."""
    across = max(LEAST, width - LABEL - VALUES - 2)
    axis = _axis(picture.end, across)
    yield axis
    for skip in picture.skips:
        before = " " * _cell(skip.at, picture.end, across)
        yield _line("", Text(f"{before}┊ {skip.about}", "dim"))
    for lane in picture.lanes:
        yield Text(lane.title, "bold")
        for row in lane.rows:
            yield _line(row.label, _row(row, lane, picture.end, across))
            if row.note:
                yield Text(f"{'':{LABEL}} {row.note}", COLOURS.get(lane.name, ""))
    for chart in picture.charts:
        yield Text(chart.title, "bold")
        for curve in chart.curves:
            yield _line(curve.name, _levels(chart, curve, picture.end, across), _ends(chart, curve))
    yield axis
    there = {mark.kind for lane in picture.lanes for row in lane.rows for mark in row.marks}
    legend = "   ".join(
        f"{sign} {WORDS[kind]}" for kind, (sign, _) in SIGNS.items() if kind in there
    )
    yield Text(f"run time   {legend}".rstrip(), "dim")


def _line(label: str, drawn: Text, values: str = "") -> Text:
    name = label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
    line = Text(f"{name:>{LABEL}} ") + drawn
    if values:
        line += Text(f" {values}", "dim")
    line.rstrip()
    return line


def _cell(at: Nanos, end: Nanos, across: int) -> int:
    return min(across - 1, max(0, at) * across // end)


def _axis(end: Nanos, across: int) -> Text:
    """Write the times where they are, as many as there is room for."""
    line = ""
    for at, told in ticks(end):
        place = _cell(at, end, across)
        if not line or place > len(line) + 1:
            line = f"{line:<{place}}{told}"
    return Text(f"{'':{LABEL}} {line}", "dim")


def _row(row: Row, lane: Lane, end: Nanos, across: int) -> Text:
    cells = [(" ", "")] * across
    colour = COLOURS.get(lane.name, "dim")
    for bar in row.bars:
        until = end if bar.until is None else bar.until
        for at in range(_cell(bar.since, end, across), _cell(until, end, across) + 1):
            cells[at] = (BAR, colour)
    order = [*SIGNS]
    for mark in sorted(row.marks, key=lambda one: order.index(one.kind), reverse=True):
        cells[_cell(mark.at, end, across)] = SIGNS[mark.kind]
    return Text.assemble(*cells)


def _levels(chart: Chart, curve: Curve, end: Nanos, across: int) -> Text:
    span = chart.most - chart.least
    at = (end * cell // (across - 1) for cell in range(across))
    shares = (curve.at(one) - chart.least for one in at)
    top = len(LEVELS) - 1
    return Text(
        "".join(LEVELS[(one * top + span // 2) // span if span else 0] for one in shares), "cyan"
    )


def _ends(chart: Chart, curve: Curve) -> str:
    values = [point.value for point in curve.points]
    ends, most = dict.fromkeys((values[0], values[-1])), max(values)
    told = " → ".join(short(chart, one) for one in ends)
    return told if most in ends else f"{told}, up to {short(chart, most)}"
