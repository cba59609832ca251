"""The table against what it speaks of: operations, refusals, and what a real pump returns."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from mockpump.clock import SECOND
from mockpump.dialects.mp1.own import OWN
from mockpump.dialects.mp1.verbs import CODES, REFUSALS, TELLS, VERBS, Verb
from mockpump.operations import OPERATIONS, Refusal
from mockpump.pump import Pump
from mockpump.pump.dosing.settings import PatientBolusConfig
from mockpump.pump.electronics_config import AccessConfig
from mockpump.scenario.dialects import DIALECTS
from tests.dialects.mp1.bench import PUMP
from tests.pump.bench import ask

A_DOSE = PatientBolusConfig(volume=10**8, duration=10 * SECOND)
NOT_TOLD = {
    ("ALARMS?", "alarms"),  # the rows name them
    ("EVENTS?", "n"),
}


def test_every_operation_has_a_verb_or_is_part_of_one() -> None:
    operations = [verb.operation for verb in VERBS.values()]
    assert len(set(operations)) == len(operations)
    assert set(OPERATIONS) - set(operations) == {"set_rate"}  # by STAGE and COMMIT
    assert DIALECTS["mp1"].operations == set(OPERATIONS)


def test_every_operation_is_carried_out_by_the_pump_or_by_the_session() -> None:
    pump = Pump(replace(PUMP, access=AccessConfig(key="sim-key-1")))
    for verb in VERBS.values():
        outcome = ask(pump, verb.operation, 0)
        assert (outcome.refusal == "unsupported") == (verb.operation in OWN), verb


def test_every_refusal_has_a_code() -> None:
    assert set(REFUSALS) == set(get_args(Refusal))
    assert set(REFUSALS.values()) < set(CODES)


@pytest.mark.parametrize("verb", VERBS.values(), ids=str)
def test_arguments_are_those_of_the_operation(verb: Verb) -> None:
    pages = {"from"} if verb.rows and "from" in verb.takes else set()
    names = [*verb.needs, *verb.one, *verb.takes]
    assert set(names) == set(OPERATIONS[verb.operation].args) | pages
    assert len(set(names)) == len(names)


def test_a_reply_tells_all_that_the_pump_returns() -> None:
    pump = Pump(replace(PUMP, infusion=replace(PUMP.infusion, patient_bolus=A_DOSE)))
    args: dict[str, dict[str, int | str]] = {
        "STAGE": {"rate": 10**11, "flex": "08:00 1 mL/h"},
        "COMMIT": {"token": "T1", "id": "c1"},
        "BOLUS": {"volume": 10**9, "id": "b1"},
        "PBOLUS": {"id": "p1"},
        "PRIME": {"id": "f1"},
        "TARGET": {"volume": 0},
        "DIRECTION": {"direction": "infuse"},
        "CLEAR": {"total": "infused"},
        "RESULT?": {"id": "b1"},
        "LOGIN": {"answer": "be30f65ed953f57fcc3d029f06e47526"},
        "REFILL": {"volume": 10**10, "concentration": 10**9, "aspirated": 10**9},
    }
    last = [VERBS[name] for name in ("STOP", "DIRECTION", "START")]
    order = [*(verb for verb in VERBS.values() if verb not in last), *last]
    for n, verb in enumerate(order):
        if verb.operation in OWN or "alarm" in verb.needs:
            continue
        pump.parts.access.key = "sim-key-1" if verb.name in ("CHALLENGE", "LOGIN") else ""
        outcome = ask(pump, verb.operation, n * 100 * SECOND, **args.get(verb.name, {}))
        assert outcome.state == "accepted", verb
        told = {name for _, name, _ in TELLS[verb.name]}
        left = {(verb.name, name) for name in outcome.values if name not in told}
        assert left <= NOT_TOLD
