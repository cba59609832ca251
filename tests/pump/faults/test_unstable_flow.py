"""A flow that swings: what a sensor makes of it, and that nothing is lost where there is none."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.pump import Pump
from mockpump.pump.faults.motor.over_infusion import OverInfusion
from mockpump.pump.faults.motor.under_infusion import UnderInfusion
from mockpump.pump.faults.motor.unstable_flow import UnstableFlow
from tests.pump.bench import HOUR, ask, config, ml, rate, story


def _measured(**sensor: object) -> Pump:
    """5 mL/h = 120 mL/day; bounds of 14.5 %, a window of 2 min."""
    sensor = {"present": True, **sensor}
    return Pump(config("ambulatory-100", infusion={"rate": rate("5 mL/h")}, flow_sensor=sensor))


def test_it_is_told_after_three_turns_and_until_they_are_forgotten() -> None:
    pump = _measured()
    pump.set_fault(UnstableFlow(), 0)
    events = pump.advance(10 * SECOND)
    assert ask(pump, "read_status", 10 * SECOND).values["measured"] == rate("7.5 mL/h")
    assert ask(pump, "read_status", 20 * SECOND).values["measured"] == rate("2.5 mL/h")
    events += pump.advance(2 * HOUR)
    assert story(events) == [
        (0, "unstable_flow", "set"),
        (60 * SECOND, "flow_unstable", "raised"),  # it turns after 20, 40 and 60 s
        (HOUR, "unstable_flow", "rested"),  # 90 times 40 s
        (HOUR + 60 * SECOND, "flow_unstable", "cleared"),  # the turns at -60, -40 and -20 s
    ]
    status = ask(pump, "read_status", 2 * HOUR).values
    assert (status["state"], status["measured"]) == ("infusing", rate("5 mL/h"))


def test_cleared_it_is_steady_at_once() -> None:
    pump = _measured()
    pump.set_fault(UnstableFlow(), 0)
    pump.advance(10 * SECOND)
    pump.clear_fault("unstable_flow", 10 * SECOND)
    assert ask(pump, "read_status", 10 * SECOND).values["measured"] == rate("5 mL/h")
    assert story(pump.advance(HOUR), "alarm") == []


@pytest.mark.parametrize("fault", [UnstableFlow(swing=140_000), UnstableFlow(times=1)])
def test_within_bounds_or_once_it_is_no_alarm(fault: UnstableFlow) -> None:
    pump = _measured()
    pump.set_fault(fault, 0)
    assert story(pump.advance(HOUR), "alarm") == []


def test_a_sensor_may_not_judge_turns() -> None:
    pump = _measured(turns=0)
    pump.set_fault(UnstableFlow(), 0)
    assert story(pump.advance(2 * HOUR), "alarm") == []


def test_turns_farther_apart_than_the_window_do_not_count() -> None:
    pump = _measured()
    for at in range(0, 600, 61):  # over, then under: a turn a minute
        fault = UnderInfusion() if at // 61 % 2 else OverInfusion()
        pump.advance(at * SECOND)
        pump.clear_fault("over_infusion", at * SECOND)
        pump.clear_fault("under_infusion", at * SECOND)
        pump.set_fault(fault, at * SECOND)
    assert story(pump.advance(600 * SECOND), "alarm") == []


def test_without_a_sensor_nothing_is_told_and_the_volumes_agree() -> None:
    pump = Pump(config(infusion={"rate": rate("1 mL/day")}))
    pump.set_fault(UnstableFlow(), 0)
    assert story(pump.advance(2 * HOUR), "alarm") == []
    truth = pump.truth(2 * HOUR)
    estimated = ask(pump, "read_status", 2 * HOUR).values["reservoir"]
    assert truth.remaining // 86_400_000_000_000 == estimated


@pytest.mark.parametrize(
    ("fault", "mistake"),
    [
        (UnstableFlow(swing=0), "swing is not above 0% and up to 100%"),
        (UnstableFlow(swing=1_000_001), "swing is not above 0% and up to 100%"),
        (UnstableFlow(period=SECOND), "half of period is 500ms: at least 1s"),
    ],
)
def test_settings_that_make_no_sense(fault: UnstableFlow, mistake: str) -> None:
    assert list(fault.mistakes()) == [mistake]


def test_the_rest_of_a_bolus_is_no_turn_and_puts_nothing_off() -> None:
    """At 70 mL/h none of these volumes takes a whole number of nanoseconds."""
    fast = {"rate": rate("1 mL/h"), "bolus_rate": rate("70 mL/h")}
    pump = Pump(config("ambulatory-100", infusion=fast, flow_sensor={"present": True}))
    pump.set_fault(OverInfusion(factor=1_500_000), 0)
    for nth in range(4):
        at = (nth + 1) * 25 * SECOND
        assert ask(pump, "bolus", at, volume=ml("0.1 mL") + nth, confirm=1).state == "accepted"
    rows = ask(pump, "read_events", HOUR).rows
    assert [(row["at"], row["of"], row["state"]) for row in rows if row["what"] == "alarm"] == [
        (120 * SECOND, "over_infusion", "raised"),
        (120 * SECOND, "over_infusion", "latched"),
    ]
