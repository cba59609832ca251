"""The mode flex: steps by the time of day, to the nanosecond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.pump import Pump
from mockpump.pump.dosing.flex import Step, daily, in_order, read_steps, time_text, turn
from mockpump.pump.dosing.settings import HOUR, MINUTE, FlexStep
from mockpump.pump.ramp import QUANTA
from mockpump.pump.refused import RefusedError
from mockpump.seam import Value
from tests.pump.bench import ask, config, ml, rate, story

DAY_AND_NIGHT = (Step(6 * HOUR, 300), Step(22 * HOUR, 100))
TIMES = st.integers(0, DAY - 1)


@pytest.mark.parametrize(
    ("of_day", "expected"),
    [
        (0, (100, 6 * HOUR)),  # yesterday's last step, across midnight
        (6 * HOUR - 1, (100, 1)),
        (6 * HOUR, (300, 16 * HOUR)),
        (22 * HOUR - 1, (300, 1)),
        (22 * HOUR, (100, 8 * HOUR)),  # until six in the morning
        (DAY - 1, (100, 6 * HOUR + 1)),
    ],
)
def test_a_step_holds_up_to_the_next(of_day: Nanos, expected: tuple[int, Nanos]) -> None:
    assert turn(DAY_AND_NIGHT, of_day) == expected


def test_a_single_step_holds_all_day() -> None:
    assert turn((Step(8 * HOUR, 7),), 8 * HOUR) == (7, DAY)
    assert turn((Step(8 * HOUR, 7),), 8 * HOUR - 1) == (7, 1)


def test_what_a_day_gives() -> None:
    assert daily((Step(0, 1000),)) == 1000
    # 300 pL/day x 16 h + 100 pL/day x 8 h = 200 + 33.3 pL
    assert daily(DAY_AND_NIGHT) == 233


@given(st.dictionaries(TIMES, st.integers(1, 10**9), min_size=1, max_size=50), TIMES)
def test_going_from_turn_to_turn_comes_round_in_a_day(
    rates: dict[Nanos, int], start: Nanos
) -> None:
    steps = in_order(Step(*one) for one in rates.items())
    given, at = 0, start
    for _ in range(len(steps) + 1):
        flow, left = turn(steps, at % DAY)
        span = min(left, start + DAY - at)
        given, at = given + flow * span, at + span
    assert at == start + DAY
    assert given // DAY == daily(steps)


def test_steps_as_text() -> None:
    read = read_steps("22:00 0.1 mL/day, 06:30 5mL/h")
    assert read == (
        Step(6 * HOUR + 30 * MINUTE, rate("5 mL/h")),
        Step(22 * HOUR, rate("0.1 mL/day")),
    )
    assert [time_text(step.at) for step in read] == ["06:30", "22:00"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("24:00 5 mL/h", "flex: '24:00' is no time of day"),
        ("8:00 5 mL/h", "flex: '8:00' is no time of day"),
        ("08:60 5 mL/h", "flex: '08:60' is no time of day"),
        ("08:00", "flex at 08:00: '' is not a flow rate"),
        ("08:00 5", "flex at 08:00: '5' is not a flow rate"),
        ("08:00 5 mL", "flex at 08:00: 'mL' is not a unit of flow rate"),
        ("08:00 5 mL/h, 08:00 6 mL/h", "flex: two steps at the same time of day"),
        ("", "flex: '' is no time of day"),
        ("08:00 5 mL/h,", "flex: '' is no time of day"),
    ],
)
def test_steps_that_are_none(text: str, message: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_steps(text)
    assert refused.value.refusal == "misread"
    assert refused.value.message.startswith(message)


def _pump(start: str = "2026-01-05T08:00", **steps: str) -> Pump:
    flex = tuple(FlexStep(at=f"{at[1:3]}:{at[3:]}", rate=rate(r)) for at, r in steps.items())
    return Pump(config(infusion={"mode": "flex", "flex": flex}), start)


def test_the_pump_turns_at_the_nanosecond_by_its_calendar() -> None:
    # 2.4 mL/day by day and 0.6 mL/day by night; it starts at 08:00:15, 14 h less 15 s before ten
    pump = _pump("2026-01-05T08:00:15", t0600="2.4 mL/day", t2200="0.6 mL/day")
    night = 14 * HOUR - 15 * SECOND
    assert pump.next_deadline() == night
    assert ask(pump, "read_status", night - 1).values["rate"] == rate("2.4 mL/day")
    assert ask(pump, "read_status", night).values["rate"] == rate("0.6 mL/day")
    assert pump.next_deadline() == night + 8 * HOUR
    # 0.1 mL/h x 14 h - 0.1 mL/h x 15 s = 1.4 mL - 1.25 uL / 3, then 0.025 mL/h x 2 h to midnight
    delivered = (14 * HOUR - 15 * SECOND) * rate("2.4 mL/day") + 2 * HOUR * rate("0.6 mL/day")
    pump.advance(16 * HOUR - 15 * SECOND)
    assert pump.truth(16 * HOUR - 15 * SECOND).delivered == delivered


def test_a_day_gives_what_the_steps_say() -> None:
    pump = _pump(t0600="2.4 mL/day", t2200="0.6 mL/day")  # 1.6 mL + 0.2 mL
    assert pump.advance(3 * DAY) == []
    assert pump.truth(3 * DAY).delivered == 3 * ml("1.8 mL") * QUANTA
    assert ask(pump, "read_therapy", 3 * DAY).values["daily"] == ml("1.8 mL")


def test_a_thousand_steps() -> None:
    flex = tuple(
        FlexStep(at=time_text(n * MINUTE), rate=rate("1 mL/day") + n * 1440) for n in range(1440)
    )
    pump = Pump(config(infusion={"mode": "flex", "flex": flex}))
    pump.advance(DAY)
    # 1 mL, and a minute of each 1440 n pL/day: 0 + 1 + ... + 1439 pL
    assert pump.truth(DAY).delivered == (ml("1 mL") + 1439 * 1440 // 2) * QUANTA


def test_a_bolus_comes_in_its_place_and_flex_goes_on_at_the_step_that_is_due() -> None:
    pump = _pump(t0600="2.4 mL/day", t0900="1.2 mL/day")
    ask(pump, "bolus", HOUR // 2, volume=ml("1 mL"))  # at 24 mL/day: an hour, over the turn at nine
    status = ask(pump, "read_status", HOUR).values
    assert (status["rate"], status["flow"]) == (rate("1.2 mL/day"), rate("24 mL/day"))
    assert ask(pump, "read_status", HOUR * 3 // 2).values["flow"] == rate("1.2 mL/day")
    # half an hour of 0.1 mL/h, the bolus, half an hour of 0.05 mL/h
    pump.advance(2 * HOUR)
    assert pump.truth(2 * HOUR).delivered == ml("1.075 mL") * QUANTA


def test_while_it_is_stopped_the_steps_go_by() -> None:
    pump = _pump(t0600="2.4 mL/day", t0900="1.2 mL/day")
    ask(pump, "stop", 0)
    started = ask(pump, "start", 2 * HOUR).values
    assert started == {"rate": rate("1.2 mL/day")}


def test_thresholds_are_crossed_within_a_step() -> None:
    # 17.9 mL to the low alarm are 9 days of 1.8 mL and 1.7 mL: from 08:00, 14 h of 0.1 mL/h make
    # 1.4 mL, 8 h of 0.025 mL/h 0.2 mL, and from 06:00 an hour 0.1 mL: 9 days and 23 h
    pump = _pump(t0600="2.4 mL/day", t2200="0.6 mL/day")
    ask(pump, "stage", 0, low_alarm=ml("2.1 mL"))
    ask(pump, "commit", 0, token="T1")
    assert story(pump.advance(10 * DAY), "alarm") == [
        (9 * DAY + 23 * HOUR, "low_reservoir", "raised")
    ]


@pytest.mark.parametrize(
    ("args", "rate_after"),
    [
        ({"mode": "continuous"}, rate("0.2 mL/day")),
        ({"mode": "minimum"}, rate("0.006 mL/day")),
        ({"rate": rate("1 mL/day")}, rate("1 mL/day")),
        ({"flex": "07:59 2 mL/day"}, rate("2 mL/day")),
    ],
)
def test_every_mode_can_be_programmed(args: dict[str, Value], rate_after: int) -> None:
    pump = _pump(t0600="2.4 mL/day", t2200="0.6 mL/day")
    ask(pump, "stage", 0, **args)
    ask(pump, "commit", 1, token="T1")
    status = ask(pump, "read_status", DAY).values
    assert (status["rate"], status["flow"]) == (rate_after, rate_after)
