"""Levels that are watched: crossed at the nanosecond, by a pump that runs as if nobody watched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import DAY, SECOND
from mockpump.operations import VALUES, Operation
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.watches import WATCHED, Watch
from mockpump.seam import PumpEvent
from tests.pump.bench import config

OCCLUSION = PUMP_FAULTS["partial_occlusion"]()
DONE_BY = 100 * SECOND


def watched(*watches: Watch) -> Pump:
    pump = Pump(config("ambulatory-100"))
    for watch in watches:
        pump.watch(watch)
    return pump


def story(pump: Pump) -> list[PumpEvent]:
    """Stop, go on, narrow the catheter, open it; return what happened."""
    events = []
    for at, name in ((10, "stop"), (20, "start")):
        events += pump.advance(at * SECOND)
        pump.perform(Operation(name), at * SECOND)
    events += pump.advance(30 * SECOND)
    pump.set_fault(OCCLUSION, 30 * SECOND)
    events += pump.advance(70 * SECOND)
    pump.clear_fault(OCCLUSION.name, 70 * SECOND)
    return events + pump.advance(DONE_BY)


def test_every_value_that_is_watched_is_a_quantity_that_a_pump_tells() -> None:
    assert all(VALUES[name] is not None for name in WATCHED)


@given(
    st.sampled_from(sorted(WATCHED)), st.integers(0, 10**11), st.booleans(), st.integers(0, 10**11)
)
def test_watching_changes_nothing(name: str, level: int, rises: bool, other: int) -> None:
    plain, pump = watched(), watched(Watch(name, level, rises), Watch(name, other, not rises))
    assert [event for event in story(pump) if event.what != "value"] == story(plain)
    assert pump.truth(DONE_BY) == plain.truth(DONE_BY)


@pytest.mark.parametrize("name", ["reservoir", "delivered", "battery"])
@given(st.integers(1, 5000))
def test_the_first_nanosecond_at_which_it_is_there(name: str, distance: int) -> None:
    pump = watched()
    first = WATCHED[name](pump.parts, 0)
    rises = name == "delivered"
    watch = Watch(name, first + distance if rises else first - distance, rises)
    pump.watch(watch)
    crossings = [event for event in pump.advance(DAY // 100) if event.what == "value"]
    reference = watched()
    reference.advance(0)
    if not crossings:
        assert not watch.holds(reference.parts, DAY // 100)
        return
    [crossing] = crossings
    assert (crossing.of, crossing.state) == (name, watch.state)
    assert watch.holds(reference.parts, crossing.at)
    assert not watch.holds(reference.parts, crossing.at - 1)


def test_where_it_is_already_it_comes_only_when_it_has_been_away() -> None:
    pump = watched(Watch("flow", 1, rises=True))
    assert [(e.at, e.state) for e in story(pump) if e.what == "value"] == [
        (20 * SECOND, "rises to 0.000000001 mL/day")
    ]
