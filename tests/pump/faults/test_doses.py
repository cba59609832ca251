"""Boluses and primes that do not give what the pump says they gave."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.pump import Pump
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.motor.bolus_cut_short import BolusCutShort
from mockpump.pump.faults.motor.bolus_regiven import BolusRegiven
from mockpump.pump.faults.motor.motor_stall import MotorStall
from mockpump.pump.faults.motor.priming_mixing import PrimingMixing
from mockpump.pump.faults.motor.valve_shut import ValveShut
from mockpump.pump.ramp import QUANTA
from tests.pump.bench import HOUR, ask, config, ml, rate, story

HALF = 30 * 60 * SECOND


def _pump(*faults: PumpFault) -> Pump:
    """20 mL, 0.2 mL/day."""
    pump = Pump(config())
    for fault in faults:
        pump.set_fault(fault, 0)
    return pump


def _remaining(pump: Pump, now: Nanos) -> int:
    pump.advance(now)
    truth = pump.truth(now)
    assert truth.filled == sum(truth[1:])
    return truth.remaining // QUANTA


def test_a_bolus_that_is_cut_short_claims_all_and_counts_what_was_given() -> None:
    pump = _pump(BolusCutShort())
    ask(pump, "bolus", 0, volume=ml("0.4 mL"), duration=HOUR, id="b")
    half_way = ask(pump, "read_result", HALF // 2, id="b").values
    assert (half_way["state"], half_way["delivered"]) == ("running", ml("0.1 mL"))
    done = ask(pump, "read_result", HALF, id="b").values
    assert (done["state"], done["delivered"]) == ("delivered", ml("0.4 mL"))
    status = ask(pump, "read_status", HALF).values
    assert (status["state"], status["delivered"]) == ("infusing", ml("0.2 mL"))
    assert _remaining(pump, HALF) == ml("19.8 mL")
    pump.clear_fault("bolus_cut_short", HALF)
    ask(pump, "bolus", HALF, volume=ml("0.4 mL"), duration=HOUR, id="c")
    assert _remaining(pump, HALF + HOUR) == ml("19.4 mL")


def test_the_smallest_bolus_that_is_cut_short_ends() -> None:
    pump = _pump(BolusCutShort(share=1))
    ask(pump, "bolus", 0, volume=1, duration=HOUR, id="b")
    assert ask(pump, "read_result", HOUR, id="b").values["state"] == "delivered"


def test_a_bolus_is_regiven_whole_after_the_next_start() -> None:
    pump = _pump(BolusRegiven())
    ask(pump, "bolus", 0, volume=ml("0.4 mL"), duration=HOUR, id="b")
    ask(pump, "stop", HALF)
    assert _remaining(pump, HALF) == _remaining(pump, HOUR) == ml("19.8 mL")
    ask(pump, "start", HOUR)
    assert ask(pump, "read_status", HOUR).values["state"] == "bolus"
    known = ask(pump, "read_result", 2 * HOUR, id="b").values
    assert (known["state"], known["delivered"]) == ("interrupted", ml("0.2 mL"))
    assert _remaining(pump, 2 * HOUR) == ml("19.4 mL")
    assert story(pump.advance(3 * HOUR), "infusion") == []  # once
    rows = ask(pump, "read_events", 3 * HOUR).rows
    assert [(row["state"], row.get("delivered")) for row in rows if row["of"] == "bolus"] == [
        ("started", None),
        ("interrupted", "0.2 mL"),
        ("started", None),
        ("delivered", "0.4 mL"),
    ]


def test_once_the_fault_is_cleared_nothing_is_given_again() -> None:
    pump = _pump(BolusRegiven())
    ask(pump, "bolus", 0, volume=ml("0.4 mL"), duration=HOUR, id="b")
    ask(pump, "stop", HALF)
    pump.clear_fault("bolus_regiven", HOUR)
    ask(pump, "start", DAY)
    assert ask(pump, "read_status", DAY).values["state"] == "infusing"
    assert _remaining(pump, 2 * DAY) == ml("19.6 mL")  # 0.2 mL of the bolus and 0.2 mL/day
    pump.set_fault(BolusRegiven(), 2 * DAY)
    ask(pump, "stop", 2 * DAY)
    ask(pump, "start", 2 * DAY)
    assert ask(pump, "read_status", 2 * DAY).values["state"] == "infusing"


def test_so_it_is_after_a_stall_and_after_an_update() -> None:
    pump = _pump(BolusRegiven())
    ask(pump, "bolus", 0, volume=ml("0.4 mL"), duration=HOUR, id="b")
    pump.advance(HALF)
    pump.set_fault(MotorStall(), HALF)
    pump.clear_fault("motor_stall", HOUR)
    assert ask(pump, "read_status", HOUR).values["state"] == "bolus"
    paused = Pump(config(infusion={"pauses_while_programming": True}))
    paused.set_fault(BolusRegiven(), 0)
    ask(paused, "bolus", 0, volume=ml("0.4 mL"), duration=HOUR, id="b")
    token = ask(paused, "stage", HALF, rate=rate("0.3 mL/day")).values["token"]
    ask(paused, "commit", HALF + SECOND, token=token)
    assert ask(paused, "read_status", HALF + SECOND).values["state"] == "bolus"


def test_a_prime_is_never_regiven() -> None:
    pump = _pump(BolusRegiven())
    ask(pump, "prime", 0, duration=HOUR, id="p")
    ask(pump, "stop", HALF)
    ask(pump, "start", HOUR)
    assert ask(pump, "read_status", HOUR).values["state"] == "infusing"


def test_a_prime_that_mixes_gives_too_much_then_too_little() -> None:
    pump = _pump(PrimingMixing())
    ask(pump, "stop", 0)
    ask(pump, "prime", 0, duration=HOUR, id="p")  # 0.2 mL and 80 cm of 2.2 uL: 0.376 mL
    assert _remaining(pump, HOUR) == ml("19.436 mL")  # 150 % of it
    result = ask(pump, "read_result", HOUR, id="p").values
    assert (result["state"], result["delivered"]) == ("delivered", ml("0.376 mL"))
    ask(pump, "start", HOUR)
    assert _remaining(pump, 13 * HOUR) == ml("19.386 mL")  # 50 % of 0.1 mL
    assert _remaining(pump, 25 * HOUR) == ml("19.286 mL")  # and all of it again
    status = ask(pump, "read_status", 25 * HOUR).values
    assert status["reservoir"] == ml("19.424 mL")  # 0.376 and 0.2 mL
    assert status["alarms"] == ""


def test_a_prime_goes_by_what_it_found_when_it_began() -> None:
    pump = _pump()
    ask(pump, "prime", 0, duration=HOUR)  # 0.376 mL
    pump.advance(HALF)
    pump.set_fault(PrimingMixing(lasts=HOUR), HALF)
    assert _remaining(pump, HOUR) == ml("19.624 mL")
    assert _remaining(pump, HOUR + DAY) == ml("19.424 mL")  # no less than 0.2 mL/day
    ask(pump, "prime", HOUR + DAY, duration=HOUR)
    pump.advance(HOUR + DAY + HALF)
    pump.set_fault(PrimingMixing(under=1, lasts=DAY), HOUR + DAY + HALF)
    assert _remaining(pump, 2 * HOUR + DAY) == ml("18.86 mL")  # 150 % of 0.376 mL
    # 0.2 mL/day at 50 % for an hour, then all of it, in whole pL
    assert _remaining(pump, 4 * HOUR + DAY) == ml("18.86 mL") - ml("0.3 mL") // 24


def test_another_prime_begins_anew_and_clearing_ends_it() -> None:
    pump = _pump(PrimingMixing(lasts=HOUR))
    ask(pump, "prime", 0, duration=HOUR, id="p")
    ask(pump, "prime", HOUR, duration=HOUR, id="q")
    assert _remaining(pump, 2 * HOUR) == ml("18.872 mL")
    pump.clear_fault("priming_mixing", 2 * HOUR)
    assert _remaining(pump, 2 * HOUR + DAY) == ml("18.672 mL")
    ask(pump, "prime", 2 * HOUR + DAY, duration=HOUR, id="r")
    assert _remaining(pump, 3 * HOUR + DAY) == ml("18.296 mL")


def test_a_valve_that_is_shut_is_silent() -> None:
    pump = Pump(config(motor={"drive": "valve"}))
    pump.set_fault(ValveShut(), 0)
    assert story(pump.advance(10 * DAY), "alarm", "infusion") == []
    assert ask(pump, "read_status", 10 * DAY).values["reservoir"] == ml("18 mL")
    assert _remaining(pump, 10 * DAY) == ml("20 mL")
    pump.clear_fault("valve_shut", 10 * DAY)
    assert _remaining(pump, 20 * DAY) == ml("18 mL")
    mistake = "it has no valve: motor.drive is rotor, see mri_stall"
    assert list(ValveShut().mistakes_for(config())) == [mistake]


@pytest.mark.parametrize(
    ("fault", "mistake"),
    [
        (BolusCutShort(share=0), "share is not above 0% and below 100%"),
        (BolusCutShort(share=1_000_000), "share is not above 0% and below 100%"),
        (PrimingMixing(over=1_000_000), "over is not over 100%"),
        (PrimingMixing(under=1_000_000), "under is not below 100%"),
    ],
)
def test_settings_that_make_no_sense(fault: PumpFault, mistake: str) -> None:
    assert list(fault.mistakes()) == [mistake]
