"""Faults of the catheter: exactly what happens, what pressure stands, and where the drug is.

At 5 mL/h = 120 mL/day and 50 uL for 100 kPa: 60 uL are 120 kPa, and fill in 43.2 s.
"""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.errors import StoryError
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.ramp import QUANTA
from mockpump.seam import PumpEvent
from tests.pump.bench import HOUR, ask, config, ml, rate, story

MINUTE = 60 * SECOND


def _external(**sections: dict[str, object]) -> Pump:
    return Pump(config("ambulatory-100", infusion={"rate": rate("5 mL/h")}, **sections))


def _set(pump: Pump, name: str, now: Nanos, **settings: object) -> Pump:
    pump.advance(now)
    pump.set_fault(PUMP_FAULTS[name](**settings), now)
    return pump


def _drug(pump: Pump, now: Nanos) -> tuple[int, int, int]:
    """Return what was delivered, leaked and is trapped, in pL."""
    pump.advance(now)
    truth = pump.truth(now)
    assert truth.filled == truth.delivered + truth.leaked + truth.trapped + truth.remaining
    return truth.delivered // QUANTA, truth.leaked // QUANTA, truth.trapped // QUANTA


def test_a_narrow_catheter_comes_to_rest_under_pressure_and_then_lets_all_through() -> None:
    # rest: 30 s x 5 mL/h = 41 666 666.6 pL, reached after 30 s; 83.3 kPa, below the alarm
    pump = _set(_external(), "partial_occlusion", 0, time_constant=30 * SECOND)
    assert _drug(pump, 15 * SECOND) == (0, 0, 20_833_333)
    assert _drug(pump, 30 * SECOND) == (0, 0, 41_666_666)
    assert ask(pump, "read_status", HOUR).values["pressure"] == 83_333
    assert _drug(pump, HOUR) == (ml("5 mL") - 41_666_667, 0, 41_666_666)
    assert story(pump.advance(HOUR), "alarm") == []


def test_when_the_pump_stops_a_narrow_catheter_empties_in_its_time_constant() -> None:
    pump = _set(_external(), "partial_occlusion", 0, time_constant=30 * SECOND)
    ask(pump, "stop", MINUTE)
    # 1 min at 5 mL/h = 83 333 333.3 pL went in; half of it was trapped, and half of that is now out
    assert _drug(pump, MINUTE + 15 * SECOND) == (62_500_000, 0, 20_833_333)
    assert _drug(pump, MINUTE + 30 * SECOND) == (83_333_333, 0, 0)
    assert _drug(pump, DAY) == (83_333_333, 0, 0)


def test_trapped_volume_rests_at_time_constant_times_inflow_to_the_quantum() -> None:
    pump = _set(_external(), "partial_occlusion", 0, time_constant=7 * SECOND)
    for at, text in ((5, "3.7 mL/h"), (9, "11 mL/h"), (10, "2.9 mL/h")):
        ask(pump, "set_rate", at * SECOND, rate=rate(text))
    pump.advance(HOUR)
    assert pump.truth(HOUR).trapped == 7 * SECOND * rate("2.9 mL/h")


def test_a_bolus_against_a_narrow_catheter_raises_an_occlusion() -> None:
    pump = _set(_external(), "partial_occlusion", 0, time_constant=30 * SECOND)
    ask(pump, "bolus", MINUTE, volume=ml("1 mL"), duration=120 * SECOND, id="b")
    # in: 30 mL/h = 8 333 333.3 pL/s, out: 41 666 666.6 pL / 30 s = 1 388 888.8 pL/s;
    # from 41 666 666.6 to 60 000 000 pL at 6 944 444.4 pL/s: 2.64 s
    assert story(pump.advance(HOUR), "alarm") == [
        (62_640_000_000, "occlusion", "raised"),
        (62_640_000_001, "occlusion", "latched"),  # stopped: pressure falls at once
    ]


def test_clearing_releases_what_was_trapped() -> None:
    pump = _set(_external(), "partial_occlusion", 0, time_constant=30 * SECOND)
    pump.advance(MINUTE)
    pump.clear_fault("partial_occlusion", MINUTE)
    assert pump.advance(MINUTE) == [
        PumpEvent(MINUTE, "fault", "partial_occlusion", "cleared"),
        PumpEvent(MINUTE, "catheter", "trapped", "released", 0, {"volume": "0.041666666 mL"}),
    ]


def test_of_two_narrow_places_the_narrower_counts() -> None:
    pump = _set(_external(), "partial_occlusion", 0)
    _set(pump, "catheter_occlusion", 0)
    assert story(pump.advance(MINUTE), "alarm") == [(43_200_000_000, "occlusion", "raised")]
    pump.clear_fault("catheter_occlusion", MINUTE)
    assert story(pump.advance(MINUTE), "catheter") == []
    # half of the 0.06 mL is out after half of 20 s, rounded down to the picolitre
    assert _drug(pump, MINUTE + 10 * SECOND) == (ml("0.03 mL") - 1, 0, ml("0.03 mL"))


def test_a_catheter_that_closes_step_by_step_is_seen_when_it_is_narrow_enough() -> None:
    # pressure at step n: n x 10 s x 5 mL/h = n x 27.7 kPa; the fifth would be 138.8 kPa
    pump = _set(_external(), "gradual_occlusion", 0, time_constant=10 * SECOND, steps=6, every=HOUR)
    events = pump.advance(4 * HOUR)
    assert story(events, "fault") == [
        (0, "gradual_occlusion", "set"),
        *((at * HOUR, "gradual_occlusion", "narrowed") for at in range(5)),
    ]
    assert story(events, "alarm") == []
    events = pump.advance(10 * HOUR)
    # from 55 555 555.5 to 60 000 000 pL: in 1 388 888.8 pL/s, out 55 555 555.5 / 50 s
    # = 1 111 111.1 pL/s, so at 277 777.7 pL/s after 16 s
    assert story(events, "alarm")[0] == (4 * HOUR + 16 * SECOND, "occlusion", "raised")
    assert story(events, "fault") == [(5 * HOUR, "gradual_occlusion", "occluded")]


def test_an_occlusion_that_comes_and_goes_with_the_position_releases_each_time() -> None:
    pump = _set(Pump(config()), "positional_occlusion", 0, period=4 * HOUR, occluded=HOUR)
    assert story(pump.advance(5 * HOUR)) == [
        (0, "positional_occlusion", "set"),
        (0, "positional_occlusion", "occluded"),
        (HOUR, "positional_occlusion", "opened"),
        (HOUR, "trapped", "released"),
        (4 * HOUR, "positional_occlusion", "occluded"),
        (5 * HOUR, "positional_occlusion", "opened"),
        (5 * HOUR, "trapped", "released"),
    ]


def test_three_occlusions_in_ten_minutes_are_an_alarm_of_their_own() -> None:
    pump = _set(_external(), "positional_occlusion", 0, period=2 * MINUTE, occluded=MINUTE)
    events = []
    for at in (MINUTE, 3 * MINUTE):  # the operator starts it again as soon as it is open
        events += pump.advance(at)
        ask(pump, "start", at)
    events += pump.advance(30 * MINUTE)
    raised = [one for one in story(events, "alarm") if one[2] == "raised"]
    first, then = 43_200_000_000, 2 * MINUTE + 43_200_000_000
    assert raised[:2] == [(first, "occlusion", "raised"), (then, "occlusion", "raised")]
    assert (4 * MINUTE + 43_200_000_000, "repeated_occlusion", "raised") in raised
    assert (first + 10 * MINUTE, "repeated_occlusion", "latched") in story(events, "alarm")


def test_the_motor_drives_nothing_against_its_stall_pressure() -> None:
    # 300 kPa are 150 uL; without a sensor nobody notices
    pump = Pump(config(infusion={"rate": rate("24 mL/day")}))
    _set(pump, "catheter_occlusion", 0)
    assert story(pump.advance(DAY // 2)) == [(0, "catheter_occlusion", "set")]
    assert _drug(pump, DAY // 2) == (0, 0, ml("0.15 mL"))
    assert ask(pump, "read_status", DAY // 2).values["delivered"] == ml("12 mL")


def test_against_its_stall_pressure_a_narrow_catheter_takes_what_gets_out() -> None:
    # at rest 24 mL/day x 1 h = 1 mL would be trapped; 0.15 mL stand, and let out 0.15 mL/h
    pump = Pump(config(infusion={"rate": rate("24 mL/day")}))
    _set(pump, "partial_occlusion", 0, time_constant=HOUR)
    full = 9 * MINUTE  # 0.15 mL at 1 mL/h
    assert _drug(pump, full) == (0, 0, ml("0.15 mL"))
    assert _drug(pump, full + HOUR) == (ml("0.15 mL"), 0, ml("0.15 mL"))


def test_a_leak_is_silent_and_the_volumes_agree() -> None:
    pump = _set(Pump(config()), "catheter_leak", 0, share=250_000)
    assert story(pump.advance(40 * DAY)) == [(0, "catheter_leak", "set")]
    assert _drug(pump, 40 * DAY) == (ml("6 mL"), ml("2 mL"), 0)
    assert ask(pump, "read_status", 40 * DAY) == ask(Pump(config()), "read_status", 40 * DAY)
    assert pump.truth(40 * DAY).remaining == ml("12 mL") * QUANTA


def test_a_catheter_that_has_come_off_hides_an_occlusion() -> None:
    pump = _set(_external(), "catheter_disconnection", 0)
    _set(pump, "catheter_leak", 0)  # there is no more than all to leak
    _set(pump, "catheter_occlusion", 0)
    assert story(pump.advance(HOUR), "alarm") == []
    assert _drug(pump, HOUR) == (0, ml("5 mL"), 0)


def test_air_stops_an_external_pump_and_refuses_its_start() -> None:
    pump = _set(_external(), "air_in_line", HOUR)
    assert story(pump.advance(HOUR)) == [
        (HOUR, "air_in_line", "set"),
        (HOUR, "air_in_line", "raised"),
        (HOUR, "delivery", "stopped"),
    ]
    refused = ask(pump, "start", HOUR)
    assert refused.message == "no start while the alarm air_in_line is active"
    pump.clear_fault("air_in_line", 2 * HOUR)
    assert ask(pump, "start", 2 * HOUR).state == "accepted"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("air_in_line", "it has no air detector"),
        ("free_flow", "it is implanted: no gravity draws on it"),
        ("reverse_flow", "it is implanted: nothing flows back through its rotor or valve"),
        ("reservoir_detached", "its reservoir is part of it: reservoir.detachable is false"),
        ("valve_opened", "it has no valve: motor.drive is rotor"),
        (
            "level_sensor_error",
            "it has no level sensor: set reservoir.level_sensor, or see volume_miscounted",
        ),
    ],
)
def test_a_fault_of_a_part_that_is_not_there_is_refused_and_changes_nothing(
    name: str, why: str
) -> None:
    pump = Pump(config())
    with pytest.raises(StoryError) as caught:
        pump.set_fault(PUMP_FAULTS[name](), 0)
    assert str(caught.value) == f"no {name} in this pump (intrathecal-20): {why}"
    assert pump.advance(DAY) == []
    assert ask(pump, "read_status", DAY) == ask(Pump(config()), "read_status", DAY)
