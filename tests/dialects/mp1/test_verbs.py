"""The table against what it speaks of: operations, refusals, and what a real pump returns."""

from __future__ import annotations

from typing import get_args

import pytest

from mockpump.dialects import DIALECTS
from mockpump.dialects.mp1.own import OWN
from mockpump.dialects.mp1.verbs import CODES, REFUSALS, VERBS, Verb
from mockpump.operations import OPERATIONS, Refusal
from mockpump.pump import Pump
from tests.dialects.mp1.bench import PUMP
from tests.pump.bench import ask

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
    pump = Pump(PUMP)
    for verb in VERBS.values():
        outcome = ask(pump, verb.operation, 0)
        assert (outcome.refusal == "unsupported") == (verb.operation in OWN), verb


def test_every_refusal_has_a_code() -> None:
    assert set(REFUSALS) == set(get_args(Refusal))
    assert set(REFUSALS.values()) < set(CODES)


@pytest.mark.parametrize("verb", VERBS.values(), ids=str)
def test_arguments_are_those_of_the_operation(verb: Verb) -> None:
    pages = {"from"} if verb.operation == "read_alarms" else set()
    assert {*verb.needs, *verb.takes} == set(OPERATIONS[verb.operation].args) | pages
    assert len({verb.name, *verb.needs, *verb.takes}) == 1 + len(verb.needs) + len(verb.takes)


def test_a_reply_tells_all_that_the_pump_returns() -> None:
    pump = Pump(PUMP)
    args: dict[str, dict[str, int | str]] = {
        "STAGE": {"rate": 10**11},
        "COMMIT": {"token": "T1", "id": "c1"},
        "BOLUS": {"volume": 10**9, "id": "b1"},
        "RESULT?": {"id": "b1"},
        "REFILL": {"volume": 10**10},
    }
    stop, start = VERBS["STOP"], VERBS["START"]
    order = [*(verb for verb in VERBS.values() if verb not in (stop, start)), stop, start]
    for verb in order:
        if verb.operation in OWN or "alarm" in verb.needs:
            continue
        outcome = ask(pump, verb.operation, 10**9, **args.get(verb.name, {}))
        assert outcome.state == "accepted", verb
        left = {(verb.name, key) for key in outcome.values if key not in verb.tells}
        assert left <= NOT_TOLD
