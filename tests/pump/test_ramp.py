from __future__ import annotations

import pytest

from mockpump.pump.ramp import NEVER, Ramp


@pytest.mark.parametrize(
    ("value", "slope", "level", "reached"),
    [
        (100, -10, 50, 5),  # exactly
        (100, -10, 51, 5),  # 50 at 5: the first nanosecond past it
        (100, -10, 49, 6),  # 40 at 6
        (0, 7, 20, 3),  # 21 at 3
        (0, 7, 21, 3),
        (100, -10, 100, NEVER),  # it is there already
        (100, -10, 101, NEVER),
        (100, 10, 50, NEVER),  # it turns away
        (100, 0, 50, NEVER),
    ],
)
def test_a_level_is_reached_at_the_first_nanosecond_at_or_past_it(
    value: int, slope: int, level: int, reached: int
) -> None:
    ramp = Ramp(value, slope, since=1000)
    assert ramp.reaches(level) == (NEVER if reached == NEVER else 1000 + reached)


def test_looking_changes_nothing_and_turning_goes_on_from_there() -> None:
    ramp = Ramp(100, -3)
    assert [ramp.at(4), ramp.at(10), ramp.at(4)] == [88, 70, 88]
    ramp.turn(5, 10)
    assert (ramp.value, ramp.slope, ramp.since, ramp.at(12)) == (70, 5, 10, 80)


def test_a_vessel_drains_to_its_level_and_not_below() -> None:
    ramp = Ramp(23)
    assert ramp.drain(10, 1, 0) == 10
    assert ramp.drained(1) == 2  # 22 above the level: two whole nanoseconds
    assert ramp.drain(10, 1, 2) == 2  # the third takes the rest
    assert ramp.drained(1) == 3
    assert ramp.drain(10, 1, 3) == 0
    assert (ramp.at(3), ramp.at(1000), ramp.drained(1)) == (1, 1, NEVER)


def test_a_vessel_that_begins_below_its_level_gives_nothing() -> None:
    ramp = Ramp(5)
    assert ramp.drain(10, 7, 0) == 0
    assert ramp.drained(7) == NEVER
