"""What is read of a pump while a run plays: exact values, and the run comes out as without looking."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.expect import Abilities
from mockpump.play import play, trace_of
from mockpump.report.account import picture_of
from mockpump.report.picture.camera import Camera
from mockpump.report.picture.model import Curve, Point
from mockpump.scenario.dialects import PLACES
from tests.playing import new_run
from tests.report.traced import KINKED, POLLS

ABLE = Abilities(operator=True)


def filmed(story: str) -> Camera:
    camera = Camera(new_run(story, abilities=ABLE))
    for at, input_ in POLLS:
        camera.receive(input_, at)
    camera.play()
    return camera


def test_a_kinked_catheter() -> None:
    charts = {chart.name: chart for chart in filmed(KINKED).charts()}
    assert list(charts) == ["reservoir", "flow", "pressure", "battery"]
    flow = {curve.name: curve for curve in charts["flow"].curves}
    rate = 120 * 10**9  # 5 mL/h, in pL a day
    leaps = [p for a, p in zip(flow["actual"].points, flow["actual"].points[1:], strict=False)
             if a.value != p.value]  # fmt: skip
    assert leaps == [Point(5 * SECOND, 0)]
    assert flow["actual"].points[0] == Point(0, rate)
    assert flow["believed"].at(48_200_000_000 - 1) == rate
    assert flow["believed"].at(48_200_000_000) == 0
    pressure = charts["pressure"].curves[0]
    assert pressure.at(5 * SECOND) == 0
    assert pressure.at(48_200_000_000) == 120_000  # Pa
    assert pressure.at((48_200_000_000 + 5 * SECOND) // 2) == 59_999  # 60,000, rounded down twice
    assert (pressure.at(80 * SECOND - 1), pressure.at(80 * SECOND)) == (120_000, 0)
    estimated = charts["reservoir"].curves[0]
    assert estimated.at(48_200_000_000) == 10**11 - rate * 48_200_000_000 // (86_400 * SECOND) - 1


def test_looking_changes_nothing() -> None:
    alone = play(new_run(KINKED, abilities=ABLE), POLLS)
    assert trace_of(filmed(KINKED).run) == trace_of(alone)


def test_a_scale_is_in_a_unit_that_fits() -> None:
    slow = "pump: {infusion: {mode: continuous, rate: 0.2 mL/day}}\nends: 10s\n"
    units = {chart.name: chart.unit for chart in filmed(slow).charts()}
    assert units == {"reservoir": "mL", "flow": "mL/day", "pressure": "kPa", "battery": "%"}
    assert {chart.name: chart.unit for chart in filmed(KINKED).charts()}["flow"] == "mL/h"


def test_two_pumps_on_a_line_have_charts_and_rows_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(PLACES, "linkack", "tests.seam.linkack")
    camera = filmed(
        "pump: {preset: ambulatory-100}\nline: {dialect: linkack, pacing: false}\nends: 100s\n"
        "timeline: [{at: 1s, fault: catheter_leak, address: 2}]\n"
    )
    titles = [chart.title for chart in camera.charts()]
    assert (titles[0], titles[4]) == (
        "volume in the reservoir at 1",
        "volume in the reservoir at 2",
    )
    faults = next(lane for lane in picture_of(camera, 1, None).lanes if lane.name == "faults")
    assert [row.label for row in faults.rows] == ["catheter_leak at 2"]


def test_between_two_readings_a_curve_is_straight() -> None:
    curve = Curve("x", (Point(0, 10), Point(10, 20), Point(10, 0), Point(13, -1)))
    assert [curve.at(at) for at in (-1, 0, 5, 9, 10, 11, 13, 99)] == [10, 10, 15, 19, 0, -1, -1, -1]
