"""What records of a scenario say of themselves, in verdicts, and when a run is over."""

from __future__ import annotations

import pytest

from mockpump.errors import ScenarioError
from mockpump.scenario.load import load
from mockpump.scenario.model import Match, Operator, Span, Step

SECOND = 10**9
HEAD = "mockpump: 1\nname: x\nabout: y\npump: {preset: ambulatory-100}\n"
ASKS = "timeline: [{at: 1s, operator: {do: acknowledge, of: occlusion}}]\n"


@pytest.mark.parametrize(
    ("match", "text"),
    [
        (Match(alarm="eri"), "alarm eri"),
        (Match(alarm="eri", state="raised"), "alarm eri raised"),
        (Match(operation="ack_alarm", of="eri"), "ack_alarm of eri"),
        (Match(operation="bolus", outcome="refused"), "bolus refused"),
        (Match(operator="acknowledge", of="eri"), "operator acknowledge of eri"),
        (Match(fault="garble", state="cleared"), "fault garble cleared"),
        (Match(port="closed"), "port closed"),
        (Match(shows="eri"), "shows eri"),
    ],
)
def test_a_match_in_words(match: Match, text: str) -> None:
    assert str(match) == text
    assert list(match.mistakes()) == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            "{operation: ack_alarm, of: occlusion, within: 5s, after: {operator: acknowledge}}",
            "ack_alarm of occlusion within 5s after operator acknowledge",
        ),
        ("{operation: identify, within: {pump: 2h}}", "identify within 2h of pump time"),
        (
            "{never: {operation: bolus}, while: {alarm: occlusion}}",
            "never bolus while alarm occlusion",
        ),
        ("{polls: status, at_least_every: 500ms}", "polls status at least every 500ms"),
    ],
)
def test_an_expectation_in_words(line: str, text: str) -> None:
    [expectation] = load(f"{HEAD}{ASKS}expect: [{line}]").expect
    assert str(expectation) == text


@pytest.mark.parametrize(
    ("match", "mistake"),
    [
        (
            Match(fault="garble", state="raised"),
            "'state' of this fault is set or cleared: found raised",
        ),
        (Match(port="opened", state="set"), "'state' belongs to an alarm or a fault"),
        (Match(alarm="eri", outcome="refused"), "'outcome' belongs to an operation"),
        (
            Match(alarm="eri", of="x"),
            "'of' belongs to an operation, an operator or what the client shows",
        ),
        (
            Match(),
            (
                "a condition has exactly one of alarm, operation, operator, fault, port, shows, "
                "output, value, step: found none"
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_match(match: Match, mistake: str) -> None:
    assert list(match.mistakes()) == [mistake]


def test_an_instant_of_zero_is_written() -> None:
    assert list(Step(at=0, operator=Operator(do="bolus")).mistakes()) == []
    assert str(Span(run=0)) == "0ns"
    assert list(Span(run=0).mistakes()) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", 600),
        ("limit: 5s", 5),
        ("ends: 5s", 5),
        ("ends: 3s\nlimit: 5s", 3),
    ],
)
def test_when_a_run_is_over_at_the_latest(text: str, end: int) -> None:
    assert load(HEAD + text).end() == end * SECOND


def test_a_subject_may_not_be_read_two_ways() -> None:
    with pytest.raises(ScenarioError, match="found alarm and operation"):
        load(f"{HEAD}assume: [{{alarm: eri, operation: stop, within: 1s}}]")
