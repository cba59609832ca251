"""The bolus that the patient may ask for: lockouts, allotment, and what the clinician sees of it."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, Nanos
from mockpump.operations import Operation
from mockpump.pump import Pump
from mockpump.pump.dosing.settings import HOUR, MINUTE, PatientBolusConfig
from mockpump.pump.ramp import QUANTA
from mockpump.quantity import MASS
from tests.pump.bench import ask, config, ml, rate, story

OFFERED = PatientBolusConfig(
    volume=ml("0.05 mL"), duration=10 * MINUTE, lockout=2 * HOUR, allotted=3, wait=HOUR
)


def _pump(offered: PatientBolusConfig = OFFERED) -> Pump:
    return Pump(config(infusion={"patient_bolus": offered}))


def test_it_is_given_as_programmed_and_the_basal_rate_goes_on_after_it() -> None:
    pump = _pump()
    # 0.05 mL in 10 min is 7.2 mL/day
    assert ask(pump, "patient_bolus", HOUR, id="p1").values == {
        "id": "p1",
        "state": "running",
        "volume": ml("0.05 mL"),
        "delivered": 0,
        "rate": rate("7.2 mL/day"),
    }
    assert pump.perform(Operation("read_status"), HOUR).values["state"] == "bolus"
    assert story(pump.advance(2 * HOUR)) == [
        (HOUR, "patient_bolus", "started"),
        (HOUR + 10 * MINUTE, "patient_bolus", "delivered"),
    ]
    # 0.2 mL/day for 2 h less 10 min, and the bolus
    basal = rate("0.2 mL/day") * (2 * HOUR - 10 * MINUTE)
    assert pump.truth(2 * HOUR).delivered == basal + ml("0.05 mL") * QUANTA


def test_a_mass_is_a_volume_at_the_concentration() -> None:
    pump = _pump(PatientBolusConfig(mass=MASS.parse("25 ug")))  # / 500 ug/mL
    assert ask(pump, "read_therapy", 0).values["patient_volume"] == ml("0.05 mL")


@pytest.mark.parametrize(
    ("asked", "at", "refusal", "because", "left"),
    [
        ([0], 2 * HOUR - 1, "locked_out", "lockout", 1),
        ([0], 2 * HOUR, None, "", 0),
        ([0, 2 * HOUR, 4 * HOUR], 5 * HOUR, "dose_limit", "allotted", 19 * HOUR),
        ([0, 2 * HOUR, 4 * HOUR], DAY - 1, "dose_limit", "allotted", 1),
        ([0, 2 * HOUR, 4 * HOUR], DAY, None, "", 0),
        ([0, 3 * HOUR, 5 * HOUR, DAY], DAY + 3 * HOUR - 1, "dose_limit", "allotted", 1),
        ([0, 3 * HOUR, 5 * HOUR, DAY], DAY + 3 * HOUR, None, "", 0),
        # when both hold, the one that lasts longer is told
        ([0, 2 * HOUR, 23 * HOUR], 23 * HOUR + HOUR // 2, "locked_out", "lockout", 3 * HOUR // 2),
    ],
)
def test_lockout_and_allotment(
    asked: list[Nanos], at: Nanos, refusal: str | None, because: str, left: Nanos
) -> None:
    pump = _pump()
    for when in asked:
        assert ask(pump, "patient_bolus", when).state == "accepted"
    outcome = ask(pump, "patient_bolus", at)
    assert outcome.refusal == refusal
    if refusal:
        assert outcome.values == {"because": because, "left": left}


def test_a_refusal_is_logged_and_nothing_is_given() -> None:
    pump = _pump()
    ask(pump, "patient_bolus", 0)
    refused = ask(pump, "patient_bolus", HOUR, id="p2")
    assert refused.message == "the lockout lasts: 3600s left"
    event = pump.advance(HOUR)[-1]
    assert (event.what, event.of, event.state) == ("infusion", "patient_bolus", "refused")
    assert event.n
    assert event.data == {"because": "lockout", "left": "3600s"}
    assert ask(pump, "read_result", HOUR, id="p2").refusal == "unknown_id"
    assert ask(pump, "patient_bolus", 2 * HOUR, id="p2").state == "accepted"  # its id is free


@pytest.mark.parametrize("change", ["commit", "refill"])
def test_there_is_none_for_a_while_after_a_change(change: str) -> None:
    pump = _pump()
    ask(pump, "stage", DAY, drug="other")
    if change == "commit":
        ask(pump, "commit", DAY, token="T1")
    else:
        ask(pump, "refill", DAY, volume=ml("20 mL"))
    refused = ask(pump, "patient_bolus", DAY + HOUR - 1)
    assert (refused.refusal, refused.values) == ("locked_out", {"because": "change", "left": 1})
    assert ask(pump, "patient_bolus", DAY + HOUR).state == "accepted"


def test_of_fewer_that_are_allotted_the_latest_count() -> None:
    pump = _pump()
    for when in (0, 3 * HOUR, 6 * HOUR):
        ask(pump, "patient_bolus", when)
    ask(pump, "stage", 7 * HOUR, patient_allotted=1)
    ask(pump, "commit", 7 * HOUR, token="T1")
    refused = ask(pump, "patient_bolus", 10 * HOUR)
    assert refused.values == {"because": "allotted", "left": 20 * HOUR}  # 24 h after the third


def test_the_same_order_is_never_given_twice() -> None:
    pump = _pump()
    ask(pump, "patient_bolus", 0, id="p1")
    again = ask(pump, "patient_bolus", HOUR, id="p1")
    assert (again.state, again.values["state"]) == ("repeated", "delivered")


def test_without_a_dose_the_patient_gets_none() -> None:
    for offered in (PatientBolusConfig(), PatientBolusConfig(volume=1, allotted=0)):
        refused = ask(_pump(offered), "patient_bolus", 0)
        assert (refused.refusal, refused.message) == (
            "wrong_state",
            "no patient bolus is programmed",
        )


def test_none_while_the_pump_is_stopped_or_nothing_is_left() -> None:
    pump = _pump()
    ask(pump, "stop", 0)
    assert ask(pump, "patient_bolus", 1).message == "no patient bolus while the pump is stopped"
    ask(pump, "start", 2)
    ask(pump, "refill", 3, volume=ml("1.44 mL"))  # 0.04 mL of it can be used
    at = 3 + HOUR
    refused = ask(pump, "patient_bolus", at)
    assert refused.message.startswith("patient bolus 0.05 mL is over the maximum 0.03")


def test_the_clinician_reads_how_many_were_given_and_what_is_left_of_the_lockout() -> None:
    pump = _pump()
    ask(pump, "patient_bolus", 0)
    ask(pump, "patient_bolus", 2 * HOUR)
    values = ask(pump, "read_therapy", 3 * HOUR).values
    assert (values["given"], values["left"]) == (2, HOUR)
    values = ask(pump, "read_therapy", DAY).values
    assert (values["given"], values["left"]) == (1, 0)
    # 0.2 mL and 3 x 0.05 mL
    assert values["daily"] == ml("0.35 mL")
