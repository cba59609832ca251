"""What is in tubing and catheter: filled by a prime, bridged when the concentration changes."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY
from mockpump.operations import Operation
from mockpump.pump import Pump
from mockpump.pump.dosing.settings import HOUR
from mockpump.pump.ramp import QUANTA
from mockpump.quantity import CONCENTRATION, DOSE, LENGTH
from mockpump.seam import Value
from tests.pump.bench import ask, config, ml, rate, story

DEAD = ml("0.376 mL")  # 0.2 mL + 80 cm x 2.2 uL
DOUBLE = CONCENTRATION.parse("1 mg/mL")
HUNDRED = DOSE.parse("100 ug/day")


def test_a_prime_fills_tubing_and_catheter_also_of_a_pump_that_is_stopped() -> None:
    pump = Pump(config(infusion={"mode": "stopped"}))
    given = ask(pump, "prime", 0, id="f1").values
    assert (given["volume"], given["rate"]) == (DEAD, rate("24 mL/day"))
    assert pump.perform(Operation("read_status"), 0).values["state"] == "priming"
    # 0.376 mL / 1 mL/h = 0.376 h
    end = 376 * HOUR // 1000
    assert story(pump.advance(DAY)) == [(0, "prime", "started"), (end, "prime", "delivered")]
    assert pump.truth(DAY).delivered == DEAD * QUANTA
    assert ask(pump, "read_status", DAY).values["state"] == "stopped"


def test_a_pump_that_infuses_goes_on_after_its_prime() -> None:
    pump = Pump(config())
    # the catheter that was implanted is 45 cm long: 0.2 mL + 45 x 2.2 uL = 0.299 mL, over an hour
    given = ask(pump, "prime", 0, length=LENGTH.parse("45 cm"), duration=HOUR).values
    assert (given["volume"], given["rate"]) == (ml("0.299 mL"), rate("7.176 mL/day"))
    assert ask(pump, "read_status", HOUR).values["state"] == "infusing"
    assert ask(pump, "prime", HOUR).values["volume"] == ml("0.299 mL")  # the length is remembered


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"length": LENGTH.parse("2.1 m")}, "length 210 cm is over the maximum 200 cm"),
        ({"duration": 0}, "a bolus takes some time: duration is not above 0s"),
        (
            {"duration": HOUR // 4},  # 0.376 mL in 15 min
            "priming rate 36.096 mL/day is over the maximum 24 mL/day",
        ),
    ],
)
def test_a_prime_beyond_the_limits(args: dict[str, Value], message: str) -> None:
    pump = Pump(config())
    refused = ask(pump, "prime", 0, **args)
    assert (refused.refusal, refused.message) == ("out_of_range", message)
    assert ask(pump, "prime", 0).values["volume"] == DEAD


def test_stopping_ends_a_prime() -> None:
    pump = Pump(config(infusion={"mode": "stopped"}))
    ask(pump, "prime", 0, id="f1")
    assert ask(pump, "stop", HOUR // 10).state == "accepted"
    result = ask(pump, "read_result", HOUR, id="f1").values
    assert (result["state"], result["delivered"]) == ("interrupted", ml("0.1 mL"))
    assert ask(pump, "stop", HOUR).refusal == "wrong_state"


def test_a_bridge_keeps_the_dose_until_the_new_drug_is_there() -> None:
    pump = Pump(config())
    ask(pump, "refill", 0, volume=ml("20 mL"))
    staged = ask(pump, "stage", 0, concentration=DOUBLE, dose=HUNDRED, bridge=1)
    assert staged.state == "accepted"
    assert ask(pump, "commit", 0, token="T1", id="c1").state == "accepted"
    # 100 ug/day / 500 ug/mL = 0.2 mL/day for 0.376 mL / 0.2 mL/day = 1.88 days; then
    # 100 ug/day / 1000 ug/mL = 0.1 mL/day
    end = 188 * DAY // 100
    status = ask(pump, "read_status", end - 1).values
    assert (status["state"], status["flow"], status["rate"]) == (
        "bridging",
        rate("0.2 mL/day"),
        rate("0.1 mL/day"),
    )
    status = ask(pump, "read_status", end).values
    assert (status["state"], status["flow"]) == ("infusing", rate("0.1 mL/day"))
    assert pump.truth(end).delivered == DEAD * QUANTA
    logged = [row for row in ask(pump, "read_events", end).rows if row["of"] == "bridge"]
    assert [(row["at"], row["state"]) for row in logged] == [(0, "started"), (end, "delivered")]


def test_a_bridge_that_does_not_come_out_even_ends_at_the_next_nanosecond() -> None:
    # 100 ug/day / 300 ug/mL = 333 333 333 pL/day; 376 000 000 pL x 86 400 s / that is
    # 97 459.200097459200097... s, rounded up to the nanosecond
    pump = Pump(config(drug={"concentration": CONCENTRATION.parse("300 ug/mL")}))
    ask(pump, "stage", 0, concentration=DOUBLE, dose=HUNDRED, bridge=1)
    ask(pump, "commit", 0, token="T1")
    ends = [e.at for e in pump.advance(3 * DAY) if (e.of, e.state) == ("bridge", "delivered")]
    assert ends == [97_459_200_097_460]
    assert pump.truth(ends[0]).delivered == DEAD * QUANTA


def test_the_concentration_may_come_with_the_refill_and_the_bridge_after_it() -> None:
    pump = Pump(config())
    refilled = ask(pump, "refill", 0, volume=ml("20 mL"), concentration=DOUBLE)
    assert refilled.state == "accepted"
    therapy = ask(pump, "read_therapy", 0).values  # the rate stays, so the dose has doubled
    assert (therapy["rate"], therapy["dose"]) == (rate("0.2 mL/day"), DOSE.parse("200 ug/day"))
    ask(pump, "stage", 1, dose=HUNDRED, bridge=1)
    ask(pump, "commit", 1, token="T1")
    status = ask(pump, "read_status", 2).values
    assert (status["state"], status["flow"]) == ("bridging", rate("0.2 mL/day"))
    refused = ask(pump, "stage", 3 * DAY, dose=HUNDRED, bridge=1)  # the old drug has gone
    assert refused.message == "no bridge: the concentration has not changed"


@pytest.mark.parametrize("by_refill", [True, False])
def test_a_bridge_is_for_the_drug_of_the_latest_change(by_refill: bool) -> None:
    pump = Pump(config())
    ask(pump, "refill", 0, volume=ml("20 mL"), concentration=DOUBLE)  # and nobody bridged that
    if by_refill:
        ask(pump, "refill", 9 * DAY, volume=ml("20 mL"), concentration=2 * DOUBLE)
        ask(pump, "stage", 9 * DAY, dose=HUNDRED, bridge=1)
    else:
        ask(pump, "stage", 9 * DAY, concentration=2 * DOUBLE, dose=HUNDRED, bridge=1)
    ask(pump, "commit", 9 * DAY, token="T1")
    # 100 ug/day / 1000 ug/mL, then / 2000 ug/mL
    status = ask(pump, "read_status", 9 * DAY).values
    assert (status["flow"], status["rate"]) == (rate("0.1 mL/day"), rate("0.05 mL/day"))


def test_a_prime_fills_the_catheter_with_the_new_drug() -> None:
    pump = Pump(config())
    ask(pump, "refill", 0, volume=ml("20 mL"), concentration=DOUBLE)
    ask(pump, "prime", 0)
    assert ask(pump, "stage", DAY, dose=HUNDRED, bridge=1).refusal == "out_of_range"


def test_a_bridge_that_is_staged_stays_so_when_more_is_added() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, concentration=DOUBLE, dose=HUNDRED, bridge=1)
    ask(pump, "stage", 0, token="T1", low_alarm=ml("3 mL"))
    ask(pump, "commit", 0, token="T2")
    assert ask(pump, "read_status", 0).values["state"] == "bridging"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"dose": HUNDRED}, "no bridge: the concentration has not changed"),
        (
            {"concentration": DOUBLE, "flex": "08:00 1 mL/day"},
            "a bridge keeps one dose: the mode is not continuous",
        ),
        (
            {"concentration": 20 * DOUBLE, "dose": 200 * HUNDRED},  # 20 mg/day / 0.5 mg/mL
            "bridge rate 40 mL/day is over the maximum 24 mL/day",
        ),
    ],
)
def test_a_bridge_that_makes_no_sense(args: dict[str, Value], message: str) -> None:
    pump = Pump(config())
    refused = ask(pump, "stage", 0, bridge=1, **args)
    assert (refused.refusal, refused.message) == ("out_of_range", message)


def test_no_bridge_while_the_pump_is_stopped() -> None:
    pump = Pump(config())
    ask(pump, "stop", 0)
    ask(pump, "stage", 1, concentration=DOUBLE, dose=HUNDRED, bridge=1)
    refused = ask(pump, "commit", 2, token="T1")
    assert refused.message == "no bridge while the pump is stopped"
    assert ask(pump, "read_therapy", 3).values["concentration"] == CONCENTRATION.parse("500 ug/mL")
    ask(pump, "start", 4)
    assert ask(pump, "commit", 5, token="T1").state == "accepted"  # it still stands
