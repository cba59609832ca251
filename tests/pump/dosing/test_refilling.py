"""A refill visit: the syringe shows the truth, the pump only what it believes."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY
from mockpump.pump import Pump
from mockpump.pump.ramp import QUANTA
from mockpump.quantity import CONCENTRATION, SHARE
from mockpump.seam import Value
from tests.pump.bench import HOUR, Skewed, ask, config, ml, rate, story


def test_the_syringe_shows_what_the_pump_does_not_know() -> None:
    # 125 % of 0.2 mL/day for 40 days: 10 mL gone where the pump believes 8
    pump = Pump(config())
    pump.set_fault(Skewed(factor=1_250_000), 0)
    assert ask(pump, "aspirate", 40 * DAY).values["aspirated"] == ml("10 mL")
    assert ask(pump, "read_status", 40 * DAY).values["reservoir"] == ml("12 mL")
    refilled = ask(pump, "refill", 40 * DAY, volume=ml("20 mL"), aspirated=ml("10 mL"))
    assert refilled.values == {
        "reservoir": ml("20 mL"),
        "expected": ml("12 mL"),
        "since_refill": ml("8 mL"),
        "aspirated": ml("10 mL"),
        "discrepancy": SHARE.parse("25%"),  # (12 - 10) / 8
    }
    row = ask(pump, "read_events", 40 * DAY).rows[-1]
    assert (row["state"], row["aspirated"], row["discrepancy"]) == ("refilled", "10 mL", "25%")
    # the next visit counts from this one: 2.5 mL gone where the pump believes 2
    again = ask(pump, "refill", 50 * DAY, volume=ml("20 mL"), aspirated=ml("17.5 mL"))
    assert again.values["discrepancy"] == SHARE.parse("25%")
    assert again.values["since_refill"] == ml("2 mL")


def test_what_was_aspirated_is_gone_and_counted_once() -> None:
    pump = Pump(config())
    ask(pump, "aspirate", 10 * DAY)
    truth = pump.truth(10 * DAY)
    assert (truth.filled, truth.remaining) == (ml("2 mL") * QUANTA, 0)
    assert ask(pump, "aspirate", 10 * DAY).values["aspirated"] == 0
    assert story(pump.advance(10 * DAY)) == []
    assert pump.truth(20 * DAY).delivered == ml("2 mL") * QUANTA  # nothing comes of an empty one
    ask(pump, "refill", 20 * DAY, volume=ml("20 mL"))
    assert pump.truth(20 * DAY).filled == ml("22 mL") * QUANTA


@pytest.mark.parametrize(
    ("preset", "volume", "refused"),
    [
        ("intrathecal-20", "20.1 mL", "volume 20.1 mL is over the maximum 20 mL"),
        ("ambulatory-100", "105.1 mL", "volume 105.1 mL is over the maximum 105 mL"),
    ],
)
def test_an_overfill_is_refused(preset: str, volume: str, refused: str) -> None:
    pump = Pump(config(preset))
    outcome = ask(pump, "refill", DAY, volume=ml(volume))
    assert (outcome.refusal, outcome.message) == ("out_of_range", refused)


def test_an_overfill_that_is_taken_is_recorded() -> None:
    pump = Pump(config("ambulatory-100"))
    pump.advance(HOUR)
    assert ask(pump, "refill", HOUR, volume=ml("104 mL")).values["reservoir"] == ml("104 mL")
    over = ask(pump, "read_events", HOUR).rows[-1]
    assert (over["state"], over["volume"], over["capacity"]) == ("overfilled", "104 mL", "100 mL")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"concentration": 0}, "concentration 0 ug/mL is below the minimum 0.000001 ug/mL"),
        ({"aspirated": ml("21 mL")}, "aspirated 21 mL is over the maximum 20 mL"),
    ],
)
def test_one_bad_value_and_nothing_is_filled(args: dict[str, Value], message: str) -> None:
    pump = Pump(config())
    was = [ask(pump, name, DAY) for name in ("read_reservoir", "read_therapy", "read_events")]
    refused = ask(pump, "refill", DAY, volume=ml("20 mL"), **{"concentration": 1, **args})
    assert (refused.refusal, refused.message) == ("out_of_range", message)
    assert was == [
        ask(pump, name, DAY) for name in ("read_reservoir", "read_therapy", "read_events")
    ]


def test_the_reservoir_is_read_with_its_refill_date() -> None:
    # (20 - 2) mL / 0.2 mL/day = 90 days after 2026-01-05
    pump = Pump(config())
    assert ask(pump, "read_reservoir", DAY).values == {
        "reservoir": ml("19.8 mL"),
        "capacity": ml("20 mL"),
        "low_alarm": ml("2 mL"),
        "filled": ml("20 mL"),
        "at": 0,
        "since_refill": ml("0.2 mL"),
        "refill_date": "2026-04-05",
    }
    ask(pump, "refill", 10 * DAY, volume=ml("18 mL"))
    values = ask(pump, "read_reservoir", 11 * DAY).values
    assert (values["filled"], values["at"], values["since_refill"]) == (
        ml("18 mL"),
        10 * DAY,
        ml("0.2 mL"),
    )
    # 2026-01-15 and (18 - 2) / 0.2 = 80 days
    assert values["refill_date"] == "2026-04-05"


@pytest.mark.parametrize(
    ("infusion", "date"),
    [
        ({"rate": rate("0.7 mL/day")}, "2026-01-31"),  # 18 / 0.7 = 25.7 days after 08:00
        ({"mode": "minimum"}, "2034-03-24"),  # 18 / 0.006 = 3000 days
        ({"mode": "minimum", "minimum": 1}, None),  # in 49 million years
    ],
)
def test_the_refill_date_goes_by_what_is_programmed(
    infusion: dict[str, Value], date: str | None
) -> None:
    values = ask(Pump(config(infusion=infusion)), "interrogate", 0).values
    assert values.get("refill_date") == date


def test_the_refill_date_is_today_once_it_is_due() -> None:
    pump = Pump(config())
    assert ask(pump, "read_reservoir", 92 * DAY).values["refill_date"] == "2026-04-07"


def test_an_interrogation_says_in_short_how_it_stands() -> None:
    pump = Pump(config())
    assert ask(pump, "interrogate", DAY).values == {
        "state": "infusing",
        "mode": "continuous",
        "rate": rate("0.2 mL/day"),
        "dose": 100 * 10**6,
        "drug": "simulated",
        "concentration": CONCENTRATION.parse("500 ug/mL"),
        "reservoir": ml("19.8 mL"),
        "alarms": "",
        "n": 0,
        "refill_date": "2026-04-05",
    }
