"""Where everything stands in the SVG, and that leaving points out changes nothing that can be seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpump.quantity import VOLUME
from mockpump.report.picture.drawing import LEFT, PLOT, SINGLE_MARKS, draw, thinned
from mockpump.report.picture.model import Bar, Chart, Curve, Lane, Mark, Picture, Point, Row


def picture(*rows: Row, skips: tuple[Mark, ...] = ()) -> Picture:
    curve = Curve("actual", (Point(0, 10**9), Point(50, 10**9), Point(50, 0)))
    chart = Chart("reservoir", "volume", VOLUME, "mL", 0, 10**9, (curve,))
    return Picture("t, seed 0", 100, (Lane("faults", "faults", rows),), (chart,), (), skips)


def test_bars_and_marks_stand_at_their_times() -> None:
    row = Row("garble", "", (Bar(10, 60, "a"), Bar(90, None, "b")), (Mark(50, "done", "c"),))
    (lane,) = draw(picture(row)).lanes
    assert [(bar.kind, bar.x, bar.width) for bar in lane.rows[0].bars] == [
        ("bar", LEFT + PLOT * 0.1, PLOT * 0.5),
        ("open", LEFT + PLOT * 0.9, PLOT * 0.1),
    ]
    (mark,) = lane.rows[0].marks
    assert (mark.kind, mark.x, mark.about) == ("done", LEFT + PLOT / 2, "c")
    assert mark.path == f"M{LEFT + PLOT // 2} {lane.rows[0].y}m0 -6v12"


def test_what_was_short_can_be_seen_and_stays_within() -> None:
    row = Row("garble", "", (Bar(10, 10, "a"), Bar(100, 100, "b")))
    bars = draw(picture(row)).lanes[0].rows[0].bars
    assert [(bar.x, bar.width) for bar in bars] == [(LEFT + PLOT * 0.1, 2), (LEFT + PLOT - 2, 2)]


def test_a_curve_leaps_and_goes_on_to_the_end() -> None:
    (chart,) = draw(picture(Row("x"))).charts
    top, bottom, middle, right = chart.y, chart.y + chart.height, LEFT + PLOT // 2, LEFT + PLOT
    assert chart.curves == (
        ("actual", f"M{LEFT} {top}L{middle} {top}L{middle} {bottom}L{right} {bottom}"),
    )
    assert (chart.most, chart.least, chart.last) == ("1 mL", "0 mL", ())


def test_many_marks_are_one_path_with_one_text() -> None:
    marks = tuple(Mark(n, "done", f"ping at {n}") for n in range(SINGLE_MARKS + 1))
    (mark,) = draw(picture(Row("ping", "", (), marks))).lanes[0].rows[0].marks
    assert mark.path.count("M") == SINGLE_MARKS + 1
    assert mark.about == f"{SINGLE_MARKS + 1} times: the first ping at 0, the last ping at 60"


def test_words_of_skips_are_never_written_over_each_other() -> None:
    skips = tuple(Mark(at, "event", f"{at} days of pump time skipped") for at in (0, 1, 99, 100))
    drawn = draw(picture(Row("x"), skips=skips)).skips
    assert [(one.text != "", one.anchor) for one in drawn] == [
        (True, "start"),
        (False, "start"),
        (True, "end"),
        (False, "end"),
    ]
    assert [one.about for one in drawn] == [skip.about for skip in skips]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), min_size=1, max_size=40).map(
        lambda points: sorted(points, key=lambda point: point[0])
    )
)
def test_leaving_points_out_moves_no_line_that_can_be_seen(points: list[tuple[int, int]]) -> None:
    line = [(float(x), float(y)) for x, y in points]
    kept = thinned(line)
    assert kept[0] == line[0]
    assert kept[-1] == line[-1]
    assert set(kept) <= set(line)
    for point in line:
        assert any(near(point, a, b) for a, b in zip(kept, [*kept[1:], kept[-1]], strict=True))


def near(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether a piece of line passes a point, up or down within what is allowed."""
    (x, y), (x0, y0), (x1, y1) = point, a, b
    if not x0 <= x <= x1:
        return False
    if x0 == x1:
        return min(y0, y1) - 0.31 <= y <= max(y0, y1) + 0.31
    return abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) <= 0.31


def test_a_straight_line_needs_two_points() -> None:
    assert thinned([(float(x), 2.0 * x) for x in range(100)]) == [(0.0, 0.0), (99.0, 198.0)]
