"""`docs/gallery.md`: every scenario that comes with mockpump as a picture, with a careful client."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from mockpump.hazards import GROUPS
from mockpump.play import remake
from mockpump.report.account import Account, retold
from mockpump.report.picture.model import Chart, Curve, Lane, Picture
from mockpump.report.picture.text import text
from mockpump.report.text import ROUTINE
from mockpump.scenario.files import by_group, read_cases
from mockpump.scenario.model import Scenario
from mockpump.trace import read as read_trace
from tests.gallery.player import play

HEAD = """\
# The gallery

<!-- drawn by `make docs` from the scenarios, each played to tests/clients/careful: do not edit -->

The scenarios that come with mockpump, each as its run with a careful client goes: `mockpump run NAME`
plays it to yours. Faults, alarms, what the operator was asked, what the client did and showed stand on
one axis of run time; routine polls, and quantities that hardly change, are left out.
`mockpump show NAME` draws the whole with the client of `mockpump monitor`, `mockpump report` any
recorded run ([reports](reports.md)). Which hazards they cover: [hazards](hazards.md).

`▼` reported to the client · `✓` acknowledged · `|` done, delivered or shown · `x` refused, or wrong ·
`o` repeated · `?` lost · `◆` anything else · `┊` pump time skipped
"""
GROUP = "\n## "
"""How the section of a group begins, and nothing else on the page."""
WIDTH = 100
DROPPED = frozenset({"machine", "failed"})
QUIET = ("read_", "shows all_well", "shows pump", "process", "port", "settings", "telemetry")
"""Rows of the client that tell no story, by how they begin."""
HARDLY = 100
"""A quantity that moves by less than one part of so many of its scale is left out."""


def gallery_page() -> str:
    """Draw the page."""
    return "".join([HEAD, *map(group_section, by_group())])


def group_section(group: str) -> str:
    """Draw what the page has of one group."""
    about = dict(GROUPS.values()).get(group, "to begin with")
    parts = [f"{GROUP}{about[:1].upper()}{about[1:]}\n"]
    for name, path in by_group()[group]:
        where = f"{group}/{name}" if group else name
        parts += [_section(name, where, one) for one in read_cases(path)]
    return "".join(parts)


def _section(name: str, where: str, scenario: Scenario) -> str:
    told = played(scenario)
    assert told.verdict is not None
    assert told.verdict.result == "passed", f"{told.name}: {told.verdict.result}"
    case = f" --case {scenario.case}" if scenario.case else ""
    hazards = f" {', '.join(scenario.hazards)}." if scenario.hazards else ""
    drawn = "\n".join(line.plain for line in text(essence(told.picture), WIDTH))
    axis, _, rest = drawn.partition("\n")
    body = rest.rpartition("\n")[0].rpartition("\n")[0]  # without the second axis and the legend
    return (
        f"\n### {told.name}\n\n{' '.join(scenario.about.split())}{hazards}\n\n"
        f"`mockpump run {name}{case}` · [{where}.yaml](../scenarios/{where}.yaml)\n\n"
        f"```text\n{axis}\n{body}\n```\n"
    )


def played(scenario: Scenario) -> Account:
    """Play a scenario to the careful client, and tell of it."""
    recorded = read_trace(play(scenario).trace.splitlines(keepends=True))
    return retold(recorded, remake(recorded.header), "")


def essence(picture: Picture) -> Picture:
    """Leave out what tells no story."""
    lanes = (_lane(lane) for lane in picture.lanes if lane.name not in DROPPED)
    charts = filter(None, map(_chart, picture.charts))
    return replace(picture, lanes=tuple(lane for lane in lanes if lane.rows), charts=tuple(charts))


def _lane(lane: Lane) -> Lane:
    quiet = QUIET if lane.name in ("client", "pump") else ()
    told = (row for row in lane.rows if row.label not in ROUTINE)
    return replace(
        lane, rows=tuple(row for row in told if not row.label.startswith(quiet or ("\0",)))
    )


def _chart(chart: Chart) -> Chart | None:
    """Keep what moves, and the second of two curves only where they differ."""
    curves = list(_differing(chart))
    return replace(chart, curves=tuple(curves)) if _moves(chart) or len(curves) > 1 else None


def _moves(chart: Chart) -> bool:
    values = [point.value for curve in chart.curves for point in curve.points]
    return (max(values) - min(values)) * HARDLY > max(map(abs, values))


def _differing(chart: Chart) -> Iterator[Curve]:
    first, *others = chart.curves
    yield first
    for other in others:
        times = {point.at for curve in (first, other) for point in curve.points}
        if any(abs(first.at(at) - other.at(at)) > 1 for at in times):
            yield other
