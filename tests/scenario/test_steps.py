"""Steps that are wrong: what is told of each, and where."""

from __future__ import annotations

import pytest

from mockpump.operations import OPERATIONS, PROGRAMME
from mockpump.scenario.model import Step
from mockpump.scenario.outside import KEYS, Programmed
from mockpump.scenario.words import keys_of, shape
from tests.scenario.test_story import mistakes_of

FORMS = {
    "{every: 5s, note: x}": (
        "12: a step that comes 'every' has exactly one of count, until: found none"
    ),
    "{every: 5s, count: 2, until: 60s, note: x}": (
        "12: a step that comes 'every' has exactly one of count, until: found count and until"
    ),
    "{every: 0s, count: 2, note: x}": "20: 'every' is longer than nothing",
    "{every: 5s, when: {port: opened}, count: 2, note: x}": (
        "12: a step has exactly one of at, every, when: found every and when"
    ),
    "{every: 5s, until: 3s, note: x}": (
        "31: until: 3s is before the step comes for the first time, at 5s"
    ),
    "{at: 6s, every: 4s, until: 5s, note: x}": (
        "39: until: 5s is before the step comes for the first time, at 6s"
    ),
    "{at: 5s, fault: [free_flow]}": (
        "28: a list; expected a pump fault, by its name or as {name: {settings}}"
    ),
    "{at: 5s, line_fault: {garble: {}, lose: {}}}": (
        "33: a mapping; expected a line fault, by its name or as {name: {settings}}"
    ),
    "{at: 5s, until: 9s, note: x}": "28: 'until' ends an 'every'",
    "{at: 5s, count: 2, note: x}": "28: 'count' bounds an 'every' or a 'when'",
    "{at: 5s, nth: 2, note: x}": (
        "26: 'nth' is one occurrence of a 'when', so that there is nothing to count"
    ),
    "{when: {port: opened}, nth: 2, count: 2, note: x}": (
        "40: 'nth' is one occurrence of a 'when', so that there is nothing to count"
    ),
    "{when: {port: opened}, nth: 0, note: x}": (
        "40: the whole number 0; expected a whole number from 1 to 1000000"
    ),
    "{every: 5s, count: 121, note: x}": (
        "12: a step at 605s, after the run's end; expected a time up to 10min"
    ),
    "{every: 5s, count: 2, skip: 1h}": (
        "40: a skip while the client may have the port open must say so; "
        "expected {…, connected: true} (a client is right to flag a clock that jumps)"
    ),
    "{at: 0s, every: 5s, count: 2, skip: 1h}": (
        "48: a skip while the client may have the port open must say so; "
        "expected {…, connected: true} (a client is right to flag a clock that jumps)"
    ),
    "{when: {value: reservoir}, note: x}": (
        "19: a value has exactly one of falls_to, rises_to: found none"
    ),
    "{when: {value: reservoir, falls_to: 5 mL, rises_to: 6 mL}, note: x}": (
        "19: a value has exactly one of falls_to, rises_to: found falls_to and rises_to"
    ),
    "{when: {value: reservoir, falls_to: 5 s}, note: x}": (
        "48: falls_to: 's' is not a unit of volume: one of pL, nL, uL, mL, L"
    ),
    "{when: {value: battery, rises_to: 5}, note: x}": (
        "46: rises_to: '5' is not a share: write '2%' or '14.5%' or '50ppm'"
    ),
    "{when: {value: reservoire, falls_to: 5 mL}, note: x}": (
        "27: unknown name 'reservoire' (did you mean 'reservoir'?)"
    ),
    "{when: {port: opened, falls_to: 5 mL}, note: x}": (
        "44: 'falls_to' and 'rises_to' belong to a value"
    ),
    "{when: {step: halt}, note: x}": "19: no step has the id 'halt'",
    "{when: {step: halt}, note: x, id: hald}": (
        "19: no step has the id 'halt' (did you mean 'hald'?)"
    ),
    "{at: 5s, foreign: set_rat}": "30: unknown name 'set_rat' (did you mean 'set_rate'?)",
    "{at: 5s, foreign: {operation: set_rate, with: {rat: 5 mL/h}}}": (
        "58: with: set_rate has no 'rat'; did you mean 'rate'?"
    ),
    "{at: 5s, foreign: {operation: set_rate, with: {rate: 5}}}": (
        "58: with: rate: '5' is not a flow rate: write '0.4 mL/day' or '5 mL/h'"
    ),
    "{at: 5s, foreign: {operation: stop, with: {rate: 5 mL/h}}}": (
        "54: with: stop has no 'rate'; it takes nothing"
    ),
    "{at: 5s, press: bolos}": (
        "28: 'bolos'; expected one of 'bolus', 'silence', 'start', 'stop' (did you mean 'bolus'?)"
    ),
    "{at: 5s, visit: The Second}": (
        "28: 'The Second'; expected lower-case letters, digits and hyphens, such as 'second'"
    ),
    "{at: 5s, set: {}}": "26: nothing is set",
    "{at: 5s, set: {rate: 5}}": (
        "33: the whole number 5; expected a flow rate, with its unit, such as '0.4 mL/day' or '5 mL/h'"
    ),
    "{at: 5s, set: {rate: 1 mL/day, dose: 1 mg/day}}": (
        "33: rate and dose say the same: give one of them"
    ),
    "{at: 5s, refill: 18}": (
        "29: the whole number 18; expected a volume, with its unit, such as '40 mL' or '250 uL'"
    ),
}


@pytest.mark.parametrize(("step", "told"), FORMS.items())
def test_a_step_that_is_wrong(step: str, told: str) -> None:
    assert mistakes_of(f"timeline: [{step}]") == [f"f:4:{told}"]


@pytest.mark.parametrize(
    ("step", "first", "last"),
    [
        (Step(at=5), 5, 5),
        (Step(), None, None),
        (Step(every=5, count=3), 5, 15),
        (Step(at=1, every=5, count=3), 1, 11),
        (Step(every=5, until=14), 5, 10),
        (Step(every=5, until=15), 5, 15),
        (Step(at=7, every=5, until=3), 7, 7),
    ],
)
def test_when_a_step_comes_first_and_last(step: Step, first: int | None, last: int | None) -> None:
    assert (step.first(), step.last()) == (first, last)


def test_the_tables_name_what_exists() -> None:
    assert set(KEYS.values()) <= set(OPERATIONS)
    assert set(keys_of(shape(Programmed))) == {*PROGRAMME, "flex"}
