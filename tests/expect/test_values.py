"""What arguments and shown values must be, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.errors import ScenarioError
from mockpump.expect import Abilities
from mockpump.seam import Note
from tests.expect.watch import show, watching

RATES: list[tuple[str, str, bool]] = [
    ("5 mL/h", "120 mL/day", True),
    ("5 mL/h", "120.000000001 mL/day", False),
    ("{is: 5 mL/h, give_or_take: 1%}", "121.2 mL/day", True),
    ("{is: 5 mL/h, give_or_take: 1%}", "118.8 mL/day", True),
    ("{is: 5 mL/h, give_or_take: 1%}", "121.201 mL/day", False),
    ("{is: 5 mL/h, give_or_take: 0.1 mL/h}", "117.6 mL/day", True),
    ("{is: 5 mL/h, give_or_take: 0.1 mL/h}", "117.5 mL/day", False),
    ("{at_most: 5 mL/h}", "120 mL/day", True),
    ("{at_most: 5 mL/h}", "121 mL/day", False),
    ("{at_least: 5 mL/h}", "119 mL/day", False),
    ("{at_least: 4 mL/h, at_most: 6 mL/h}", "100 mL/day", True),
    ("{at_least: 4 mL/h, at_most: 6 mL/h}", "95 mL/day", False),
]
DAYS: list[tuple[str, str, bool]] = [
    ("90", "90", True),
    ("90", "090", True),
    ("90", "90.0", True),
    ("90", "91", False),
    ("90", "ninety", False),
    ("{is: 90, give_or_take: 1}", "89", True),
    ("{is: 90, give_or_take: 1}", "88", False),
    ("{is: '4.5', give_or_take: '0.1'}", "4.6", True),
    ("{is: '4.5', give_or_take: '0.1'}", "4.61", False),
    ("{at_most: 0}", "-1", True),
    ("90 days", "90 d", True),
    ("90 days", "90", False),
    ("soon", "soon", True),
    ("soon", "Soon", False),
]


def passes(expectation: str, note: Note) -> bool:
    monitors = watching(expectation, abilities=Abilities(shows=frozenset({"eos"})))
    show(monitors, [Note(0, "port", "", "opened"), note])
    (finding,) = monitors.findings(1, "client_ended")
    return finding.what == "passed"


@pytest.mark.parametrize(("wanted", "rate", "holds"), RATES)
def test_an_argument(wanted: str, rate: str, holds: bool) -> None:
    note = Note(0, "operation", "set_rate", "accepted", data={"rate": rate})
    assert passes(f"operation: set_rate, with: {{rate: {wanted}}}, within: 5s", note) == holds


@pytest.mark.parametrize(("wanted", "days", "holds"), DAYS)
def test_what_is_shown(wanted: str, days: str, holds: bool) -> None:
    note = Note(0, "shows", "eos", "shown", data={"days": days})
    assert passes(f"shows: eos, with: {{days: {wanted}}}, within: 5s", note) == holds


def test_what_is_not_said_does_not_fit() -> None:
    note = Note(0, "operation", "set_rate", "accepted")
    assert not passes("operation: set_rate, with: {rate: 5 mL/h}, within: 5s", note)


@pytest.mark.parametrize(
    ("expectation", "told"),
    [
        (
            "operation: set_rate, with: {rat: 5 mL/h}, within: 5s",
            "takes no 'rat': did you mean 'rate'?",
        ),
        ("operation: set_rate, with: {rate: 5}, within: 5s", "rate: '5' is not a flow rate"),
        (
            "operation: set_rate, with: {rate: {}}, within: 5s",
            "exactly one of is, at_least, at_most",
        ),
        (
            "operation: set_rate, with: {rate: {at_most: 1 mL/h, give_or_take: 1%}}, within: 5s",
            "'give_or_take' belongs to 'is'",
        ),
        ("port: opened, with: {a: 5}, within: 5s", "'with' belongs to an operation"),
        ("operation: bolus, exactly: 1, before: {port: closed}", "'before' does not belong"),
        ("operation: bolus, exactly: 1, in_any: 5s", "'exactly' does not belong"),
        ("operation: bolus, at_most: 1, in_any: 5s, within: 5s", "'within' does not belong"),
        ("operation: bolus, in_any: 5s", "in which something comes 'at_most' so often"),
        ("operation: bolus, at_most: 1, in_any: 0s", "longer than nothing"),
        ("output: '(', within: 5s", "not a regular expression"),
        ("output: 'a', with: {b: 1}, within: 5s", "'with' belongs to"),
        ("output: '(?P<at>.)', with: {a: 1}, within: 5s", "takes no 'a': expected at"),
        ("output: {pattern: a, on: paper}, within: 5s", "'stderr', 'stdout'"),
        ("operation: bolus", "needs one of 'in_any', 'exactly', 'at_most', 'at_least', 'within'"),
        ("in_order: [{operation: bolus}]", "'in_order' needs two or more"),
        ("any: []", "'any' needs an expectation"),
        ("any: [{exits: 0, severity: warn}]", "'severity' belongs to the whole"),
        ("never: {operation: bolus}, before: {operation: stop}", "'before' does not belong"),
        ("settings: fast", "'19200 8N1'"),
        ("exits: 0, polls: status, at_least_every: 1s", "exactly one of"),
        ("any: [{alarm: occlusion, state: raised, within: 1s}]", "it under 'assume'"),
        ("in_order: [{operation: bolus}, {fault: catheter_occlusion}]", "it under 'assume'"),
    ],
)
def test_what_cannot_be_meant(expectation: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        watching(expectation)
    assert told in str(caught.value)
