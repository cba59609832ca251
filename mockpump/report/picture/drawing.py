"""A picture with every line, bar and mark at its place, in the units of an SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.quantity import Kind
from mockpump.report.picture.axis import ticks
from mockpump.report.picture.model import Bar, Chart, Curve, Lane, Mark, MarkKind, Picture, Point

LEFT, RIGHT, WIDTH = 190, 100, 1000
PLOT = WIDTH - LEFT - RIGHT
TITLE, ROW, CHART, GAP, HEAD = 22, 18, 76, 8, 26
NOTE, NOTE_LETTERS = 14, 130
LEAST_BAR = 2.0  # so that what was short can be seen
SINGLE_MARKS = 60
"""A row with no more marks of a kind than this has a text for each."""
LABEL = 6.2  # the width of a letter, nearly

SHAPES: Mapping[MarkKind, str] = {
    "done": "m0 -6v12",
    "refused": "m-4 -4l8 8m0 -8l-8 8",
    "repeated": "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "lost": "m0 -6v3m0 2v2m0 2v3",
    "reported": "m-5 -4h10l-5 9z",
    "acknowledged": "m-5 0l4 4l6 -8",
    "event": "m0 -5l4 5l-4 5l-4 -5z",
    "failed": "m-6 -6l12 12m0 -12l-12 12",
}
"""How a mark is drawn around its place: they differ by shape, never by colour alone."""

WORDS: Mapping[MarkKind, str] = {
    "done": "done",
    "refused": "refused, or wrong",
    "repeated": "repeated",
    "lost": "lost",
    "reported": "reported to the client",
    "acknowledged": "acknowledged",
    "event": "other",
    "failed": "expectation failed",
}


class Placed(NamedTuple):
    """A shape: its class, its place (`x`, and the width of a bar), its path, and its text."""

    kind: str
    x: float
    width: float
    path: str
    about: str


class PlacedRow(NamedTuple):
    """A row at its height."""

    label: str
    note: str
    y: int
    bars: tuple[Placed, ...]
    marks: tuple[Placed, ...]


class PlacedLane(NamedTuple):
    """A lane at its height."""

    name: str
    title: str
    y: int
    rows: tuple[PlacedRow, ...]


class PlacedChart(NamedTuple):
    """A chart at its height: its curves as paths; its scale and its last values in words."""

    name: str
    title: str
    y: int
    height: int
    least: str
    most: str
    last: tuple[str, ...]
    curves: tuple[tuple[str, str], ...]


class Text(NamedTuple):
    """Words at a place, which begin there or end there."""

    x: float
    text: str
    about: str = ""
    anchor: str = "start"


class Drawing(NamedTuple):
    """All that a template needs."""

    title: str
    about: str
    height: int
    top: int
    bottom: int
    lanes: tuple[PlacedLane, ...]
    charts: tuple[PlacedChart, ...]
    ticks: tuple[Text, ...]
    failures: tuple[float, ...]
    skips: tuple[Text, ...]
    legend: tuple[tuple[Placed, str], ...]


def draw(picture: Picture) -> Drawing:
    """Put everything at its place, from top to bottom."""
    across = _Across(picture.end)
    y = top = HEAD + ROW if picture.skips else HEAD
    lanes, charts = [], []
    for lane in picture.lanes:
        lanes.append(_lane(lane, y, across))
        y = _below(lanes[-1]) + GAP
    for chart in picture.charts:
        charts.append(_chart(chart, y + TITLE, across))
        y += TITLE + CHART + GAP
    return Drawing(
        picture.title,
        in_words(picture),
        y + 2 * HEAD,
        top,
        y,
        tuple(lanes),
        tuple(charts),
        tuple(Text(across.x(at), text) for at, text in ticks(picture.end)),
        tuple(across.x(at) for at in picture.failures),
        tuple(_skips(picture.skips, across)),
        tuple(_legend(picture)),
    )


def in_words(picture: Picture) -> str:
    """Say what the picture shows, for whoever cannot see it."""
    parts = {lane.title: ", ".join(row.label for row in lane.rows) for lane in picture.lanes}
    for chart in picture.charts:
        parts[chart.title] = "; ".join(_course(chart, curve) for curve in chart.curves)
    return " ".join(
        [f"Timeline of {picture.title}.", *(f"{t}: {told}." for t, told in parts.items())]
    )


def _course(chart: Chart, curve: Curve) -> str:
    """`actual from 0 kPa to 0 kPa, at most 120 kPa`."""
    values = [point.value for point in curve.points]
    text = f"{curve.name} from {short(chart, values[0])} to {short(chart, values[-1])}"
    for word, end in (("least", min(values)), ("most", max(values))):
        if end not in (values[0], values[-1]):
            text += f", at {word} {short(chart, end)}"
    return text


def short(chart: Chart, value: int) -> str:
    """Write a value of a chart with six digits, which is enough to see by."""
    return f"{value / chart.kind.units[chart.unit]:.6g}{_unit(chart.kind, chart.unit)}"


def _unit(kind: Kind, unit: str) -> str:
    return kind.format(0, unit)[1:]


class _Across:
    """Where a time is from left to right."""

    def __init__(self, end: Nanos) -> None:
        self._end = max(end, 1)

    def x(self, at: Nanos) -> float:
        return round(LEFT + PLOT * min(max(at, 0), self._end) / self._end, 1)

    def span(self, since: Nanos, until: Nanos | None) -> tuple[float, float]:
        """Where a bar begins, and how wide it is; at the right end it stays within."""
        first, last = self.x(since), self.x(self._end if until is None else until)
        width = max(LEAST_BAR, last - first)
        return min(first, LEFT + PLOT - width), round(width, 1)


def _lane(lane: Lane, y: int, across: _Across) -> PlacedLane:
    rows = []
    middle = y + TITLE + ROW // 2
    for row in lane.rows:
        bars = tuple(_bar(bar, across) for bar in row.bars)
        marks = tuple(_marks(row.marks, middle, across))
        rows.append(PlacedRow(row.label, _cut(row.note), middle, bars, marks))
        middle += ROW + (NOTE if row.note else 0)
    return PlacedLane(lane.name, lane.title, y, tuple(rows))


def _below(lane: PlacedLane) -> int:
    last = lane.rows[-1]
    return last.y + ROW // 2 + (NOTE if last.note else 0)


def _cut(text: str) -> str:
    return text if len(text) <= NOTE_LETTERS else f"{text[: NOTE_LETTERS - 1]}…"


def _bar(bar: Bar, across: _Across) -> Placed:
    x, width = across.span(bar.since, bar.until)
    return Placed("open" if bar.until is None else "bar", x, width, "", bar.about)


def _marks(marks: Iterable[Mark], y: int, across: _Across) -> Iterator[Placed]:
    """Place marks: each with its text where they are few, all of a kind as one where they are many."""
    kinds = sorted(marks, key=lambda mark: mark.kind)
    for kind, same in groupby(kinds, key=lambda mark: mark.kind):
        ones = list(same)
        if len(ones) <= SINGLE_MARKS:
            for mark in ones:
                yield _mark(kind, across.x(mark.at), y, mark.about)
            continue
        places = dict.fromkeys(across.x(mark.at) for mark in ones)
        path = "".join(_path(kind, x, y) for x in places)
        told = f"{len(ones)} times: the first {ones[0].about}, the last {ones[-1].about}"
        yield Placed(kind, 0, 0, path, told)


def _mark(kind: MarkKind, x: float, y: int, about: str) -> Placed:
    return Placed(kind, x, 0, _path(kind, x, y), about)


def _path(kind: MarkKind, x: float, y: int) -> str:
    return f"M{x:g} {y}{SHAPES[kind]}"


def _skips(skips: Iterable[Mark], across: _Across) -> Iterator[Text]:
    """Place the skips; the words of one that would be written over another's are left to its text."""
    free = 0.0
    for skip in skips:
        x, wide = across.x(skip.at), LABEL * len(skip.about) + GAP
        anchor, first = ("start", x) if x + wide < WIDTH else ("end", x - wide)
        fits = first >= free
        free = first + wide if fits else free
        yield Text(x, skip.about if fits else "", skip.about, anchor)


def _legend(picture: Picture) -> Iterator[tuple[Placed, str]]:
    """Explain the marks that there are."""
    there = {mark.kind for lane in picture.lanes for row in lane.rows for mark in row.marks}
    x = float(LEFT)
    for kind in SHAPES:
        if kind in there:
            yield Placed(kind, x + 12, 0, f"M{x:g} 0{SHAPES[kind]}", ""), WORDS[kind]
            x += 34 + LABEL * len(WORDS[kind])


def _chart(chart: Chart, y: int, across: _Across) -> PlacedChart:
    paths = tuple((curve.name, _curve(curve, chart, y, across)) for curve in chart.curves)
    least, most = short(chart, chart.least), short(chart, chart.most)
    last = dict.fromkeys(short(chart, curve.points[-1].value) for curve in chart.curves)
    told = tuple(text for text in last if text not in (least, most))
    return PlacedChart(chart.name, chart.title, y, CHART, least, most, told, paths)


def _curve(curve: Curve, chart: Chart, y: int, across: _Across) -> str:
    least, span = chart.least, chart.most - chart.least

    def place(point: Point) -> tuple[float, float]:
        share = (point.value - least) / span if span else 0.5
        return across.x(point.at), round(y + CHART - CHART * share, 1)

    x, height = across.x, [place(point) for point in curve.points]
    last = height[-1][1]
    line = [*height, (x(10**30), last)]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in thinned(line))


def thinned(line: Sequence[tuple[float, float]], by: float = 0.3) -> list[tuple[float, float]]:
    """Leave out the points that a line without them passes, nearly: within `by`, up or down.

    A cone of slopes is kept from the last point that stays; one that leaves it, or does not go to the
    right, makes the point before it stay.
    """
    kept = [line[0]]
    low, high = float("-inf"), float("inf")
    before = line[0]
    for x, y in line[1:]:
        wide = x - kept[-1][0]
        slope = (y - kept[-1][1]) / wide if wide > 0 else 0.0
        if before != kept[-1] and not (wide > 0 and low <= slope <= high):
            kept.append(before)
            wide = x - before[0]
            low, high = float("-inf"), float("inf")
        if wide > 0:
            low = max(low, (y - by - kept[-1][1]) / wide)
            high = min(high, (y + by - kept[-1][1]) / wide)
        else:
            low, high = float("inf"), float("-inf")  # straight up or down: it stays
        before = (x, y)
    if before != kept[-1]:
        kept.append(before)
    return kept
