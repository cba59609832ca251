"""Thresholds at the exact nanosecond: every case with its arithmetic."""

from __future__ import annotations

from typing import Any

import pytest

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.ramp import QUANTA
from mockpump.quantity import CONCENTRATION, MASS
from mockpump.seam import Value
from tests.pump.bench import HOUR, ask, config, ml, rate, story

MINUTE = 60 * SECOND


def _first(pump: Pump, alarm: str, until: Nanos) -> Nanos:
    return next(
        at for at, of, state in story(pump.advance(until)) if (of, state) == (alarm, "raised")
    )


def test_the_vector_of_the_facts() -> None:
    # 100 ug/day at 500 ug/mL = 0.2 mL/day; (20 mL - 2 mL) / 0.2 mL/day = 90 days
    dose, concentration = MASS.parse("100 ug"), CONCENTRATION.parse("500 ug/mL")
    assert dose * 10**9 // concentration == rate("0.2 mL/day")
    pump = Pump(config(infusion={"rate": rate("0.2 mL/day")}))
    assert pump.next_deadline() == 90 * DAY
    assert pump.advance(90 * DAY - 1) == []
    assert [event.of for event in pump.advance(90 * DAY)] == ["low_reservoir"]


@pytest.mark.parametrize(
    ("preset", "sections", "alarm", "at"),
    [
        # (40 - 2) mL / 5 mL/h = 7.6 h
        (
            "ambulatory-100",
            {
                "reservoir": {"volume": ml("40 mL"), "low_alarm": ml("2 mL")},
                "infusion": {"rate": rate("5 mL/h")},
            },
            "low_reservoir",
            76 * HOUR // 10,
        ),
        # 40 mL / 5 mL/h = 8 h
        (
            "ambulatory-100",
            {"reservoir": {"volume": ml("40 mL")}, "infusion": {"rate": rate("5 mL/h")}},
            "empty_reservoir",
            8 * HOUR,
        ),
        # (20 - 1.4) mL / 0.2 mL/day = 93 days
        ("intrathecal-20", {}, "empty_reservoir", 93 * DAY),
        # (20 - 2) mL / 0.7 mL/day = 25 5/7 days = 2_221_714_285_714_285.71... ns, rounded up
        (
            "intrathecal-20",
            {"infusion": {"rate": rate("0.7 mL/day")}},
            "low_reservoir",
            2_221_714_285_714_286,
        ),
        # (20 - 1.4) mL / 0.7 mL/day = 26 4/7 days = 2_295_771_428_571_428.57... ns, rounded up
        (
            "intrathecal-20",
            {"infusion": {"rate": rate("0.7 mL/day")}},
            "empty_reservoir",
            2_295_771_428_571_429,
        ),
        # It stands at the alarm volume from the start: at once
        ("intrathecal-20", {"reservoir": {"volume": ml("2 mL")}}, "low_reservoir", 0),
    ],
)
def test_reservoir(preset: str, sections: dict[str, Any], alarm: str, at: Nanos) -> None:
    assert _first(Pump(config(preset, **sections)), alarm, at + DAY) == at


@pytest.mark.parametrize(
    ("pressure", "compliance", "at_rate", "after"),
    [
        # 50 uL/bar x 1.2 bar = 60 uL; 60 uL / 5 mL/h = 0.012 h = 43.2 s
        (120_000, "50 uL", "5 mL/h", 43_200_000_000),
        # 20 uL/bar x 1 bar = 20 uL; 20 uL / 1 mL/h = 0.02 h = 72 s
        (100_000, "20 uL", "1 mL/h", 72 * SECOND),
        # 50 uL/bar x 1.2 bar = 60 uL; 60 uL / 7 mL/h = 30.857142857142857... s, rounded up
        (120_000, "50 uL", "7 mL/h", 30_857_142_858),
        # 1 pL/bar x 33 333 Pa = 0.33333 pL; 1 mL/day is 10^9 quanta a ns and
        # 0.33333 pL = 0.33333 x 86_400 x 10^9 quanta = 28_799.712 ns of it, rounded up
        (33_333, "1 pL", "1 mL/day", 28_800),
    ],
)
def test_occlusion(pressure: int, compliance: str, at_rate: str, after: Nanos) -> None:
    pump = Pump(
        config(
            "ambulatory-100",
            infusion={"rate": rate(at_rate), "min_rate": 1},
            catheter={"alarm_pressure": pressure, "compliance": ml(compliance)},
        )
    )
    pump.set_fault(PUMP_FAULTS["catheter_occlusion"](), 10 * SECOND)
    assert _first(pump, "occlusion", HOUR) == 10 * SECOND + after


@pytest.mark.parametrize(
    ("power", "alarm", "at"),
    [
        # 8 years without pumping, 4000 mL without time: at 0.2 mL/day a day takes 1/2920 + 1/20000
        # of a charge; 95 % last 0.95 / (1/2920 + 1/20000) days = 2420.5933682...:
        # 0.95 x 2920 x 20000 / 22920 days x 86_400 s = 209_139_267.015706806... s, rounded up
        ({}, "eri", 209_139_267_015_706_807),
        # ... and 90 days after that, well before 7 years are over
        ({}, "eos", 209_139_267_015_706_807 + 90 * DAY),
        # The hard stop at 7 years, 2555 days, less an age of 2500: the battery is still good
        ({"age": 2500 * DAY}, "eos", 55 * DAY),
        # Neither of the two: the rest of the charge, 5 %, lasts 1/19 of what 95 % did
        # 2920 x 20000 / 22920 days x 86_400 s = 220_146_596.858638743... s, rounded up
        ({"warning_to_end": None, "service_life": None}, "eos", 220_146_596_858_638_744),
        ({"charge": 50_000}, "eri", 0),
    ],
)
def test_battery(power: dict[str, Any], alarm: str, at: Nanos) -> None:
    reservoir = {"capacity": ml("1 L"), "volume": ml("1 L")}
    assert _first(Pump(config(reservoir=reservoir, power=power)), alarm, at + DAY) == at


@pytest.mark.parametrize(
    ("volume", "duration", "lasts"),
    [
        ("1 mL", None, HOUR),  # at 24 mL/day
        ("1 mL", 2 * HOUR, 2 * HOUR),  # 12 mL/day
        ("0.5 mL", 3 * HOUR, 3 * HOUR),  # 4 mL/day
        # 1 mL in 7 h is 3.428571428571... mL/day, rounded up to a whole pL/day:
        # 86_400 x 10^18 / 3_428_571_429 ns = 25_199_999_996_850.0000004 ns, rounded up
        ("1 mL", 7 * HOUR, 25_199_999_996_851),
    ],
)
def test_bolus(volume: str, duration: Nanos | None, lasts: Nanos) -> None:
    pump = Pump(config())
    args: dict[str, Value] = {"volume": ml(volume)}
    if duration is not None:
        args["duration"] = duration
    assert ask(pump, "bolus", 0, **args).state == "accepted"
    assert pump.next_deadline() in (lasts - 1, lasts)  # the last nanosecond may take a rest
    pump.advance(lasts - 1)
    assert ask(pump, "read_status", lasts - 1).values["state"] == "bolus"
    assert story(pump.advance(lasts)) == [(lasts, "bolus", "delivered")]
    assert pump.truth(lasts).delivered == ml(volume) * QUANTA  # to the quantum
    assert ask(pump, "read_status", lasts).values["flow"] == rate("0.2 mL/day")


def test_an_alarm_of_the_estimate_ends_as_it_rises_above_its_threshold() -> None:
    pump = Pump(config("syringe-60", reservoir={"volume": ml("3 mL")}))
    assert story(pump.advance(0)) == [(0, "low_reservoir", "raised")]
    ask(pump, "set_direction", 0, direction="withdraw")
    ask(pump, "start", 0)
    assert story(pump.advance(4 * HOUR), "alarm") == [
        (24 * MINUTE + 1, "low_reservoir", "cleared"),  # (5 - 3) mL / 5 mL/h, and a nanosecond
    ]


def test_a_level_sensor_lets_go_of_empty_a_hundredth_of_the_capacity_above_it() -> None:
    """Liquid flows back against the pump: it infuses what has come, and cost follows events."""
    sensed = {"volume": ml("6 mL"), "level_sensor": True, "low_alarm": 7}
    pump = Pump(config("ambulatory-100", reservoir=sensed, infusion={"rate": rate("60 mL/h")}))
    pump.set_fault(PUMP_FAULTS["reverse_flow"](), 0)  # 10 mL/h
    looks, events = 0, []
    while (due := pump.next_deadline()) is not None and due < 1000 * SECOND:
        looks += 1
        events += pump.advance(due)
    assert story(events, "alarm", "infusion") == [
        # 7 pL above nothing: 86_400 x 7 x 10^9 quanta / 1.2 x 10^12 quanta/ns = 504 ns before
        (432 * SECOND - 504, "low_reservoir", "raised"),
        (432 * SECOND, "empty_reservoir", "raised"),  # 6 mL / (60 - 10) mL/h
        (432 * SECOND, "delivery", "held"),
        (432 * SECOND + 2521, "low_reservoir", "cleared"),  # the same at a fifth, and a nanosecond
        (792 * SECOND, "empty_reservoir", "latched"),  # 1 mL / 10 mL/h
        (792 * SECOND, "delivery", "resumed"),
        (864 * SECOND - 504, "low_reservoir", "raised"),
        (864 * SECOND, "empty_reservoir", "cleared"),  # it had latched, and comes anew
        (864 * SECOND, "empty_reservoir", "raised"),  # 1 mL / 50 mL/h
        (864 * SECOND, "delivery", "held"),
        (864 * SECOND + 2521, "low_reservoir", "cleared"),
    ]
    assert looks == 8  # and when the estimate, which knows of no reverse flow, ends


def test_a_refill_is_judged_afresh() -> None:
    pump = Pump(config("ambulatory-100", reservoir={"volume": 0, "level_sensor": True}))
    assert story(pump.advance(0), "alarm") == [
        (0, "low_reservoir", "raised"),
        (0, "empty_reservoir", "raised"),
    ]
    ask(pump, "refill", HOUR, volume=ml("0.1 mL"))
    assert story(pump.advance(HOUR), "alarm") == [(HOUR, "empty_reservoir", "latched")]
