"""Scenario texts -> scenarios, or their mistakes with file, line and column."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mockpump.errors import ScenarioError, Where
from mockpump.framefaults.lose import Lose
from mockpump.line.faults.garble import Garble
from mockpump.pump.faults.catheter.catheter_occlusion import CatheterOcclusion
from mockpump.pump.presets import PRESETS
from mockpump.scenario.dialects import NAMES
from mockpump.scenario.load import ENOUGH, load
from mockpump.scenario.model import Expectation, LineConfig, Match, Span, Step
from mockpump.scenario.words import listed

SECOND = 10**9
ML = 10**9
HEAD = "mockpump: 1\nname: x\nabout: y\n"

WHOLE = """\
mockpump: 1
name: whole
about: >
  every kind
  of line
hazards: [CAT-3, RES-1]
seed: 7
start: 2026-02-28T23:59:30
pump_speed: 60
pump:
  preset: ambulatory-100
  reservoir: {volume: 40 mL, low_alarm: 2 mL}
line: {baud: 9600, pacing: false}
timeline:
  - {at: 0s, skip: 2 days}
  - {at: 10s, fault: catheter_occlusion}
  - {when: {alarm: occlusion, state: reported}, after: 3s, operator: {do: acknowledge, of: occlusion}}
  - {at: 20s, for: 10s, line_fault: {garble: {rate: 2%, direction: to_pump}}}
  - {at: 30s, line_fault: {lose: {reply_to: bolus}}, id: lost}
assume:
  - {alarm: occlusion, state: raised, within: {pump: 1h}, after: {fault: catheter_occlusion}}
expect:
  - {never: {operation: bolus}, while: {alarm: occlusion}, grace: 0s}
  - {polls: status, at_least_every: 2s}
ends: 90s
"""


def mistakes_of(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(text, "f")
    return str(caught.value).split("\n")


def test_a_whole_scenario() -> None:
    scenario = load(WHOLE, "f")
    ambulatory = PRESETS["ambulatory-100"]
    reservoir = replace(ambulatory.reservoir, volume=40 * ML, low_alarm=2 * ML)
    assert scenario.name == "whole"
    assert scenario.about == "every kind of line\n"
    assert scenario.hazards == ("CAT-3", "RES-1")
    assert (scenario.seed, scenario.start, scenario.pump_speed) == (7, "2026-02-28T23:59:30", 60)
    assert scenario.pump == replace(ambulatory, reservoir=reservoir)
    assert scenario.line == LineConfig(where=Where("f", 13, 7), baud=9600, pacing=False)
    assert scenario.ends == 90 * SECOND
    assert scenario.limit == 600 * SECOND
    assert scenario.source == WHOLE
    assert scenario.where == Where("f", 1, 1)


def test_its_timeline() -> None:
    skip, fault, asks, garble, lose = load(WHOLE, "f").timeline
    assert skip.skip is not None
    assert (skip.at, skip.skip.span, skip.skip.where) == (0, 172_800 * SECOND, Where("f", 15, 20))
    assert fault == Step(where=Where("f", 16, 5), at=10 * SECOND, fault=CatheterOcclusion())
    occlusion = Match(where=Where("f", 17, 12), alarm="occlusion", state="reported")
    assert asks.operator is not None
    assert (asks.when, asks.after) == (occlusion, 3 * SECOND)
    assert (asks.operator.do, asks.operator.of) == ("acknowledge", "occlusion")
    assert garble.line_fault == Garble(rate=20_000, direction="to_pump")
    assert garble.for_ == 10 * SECOND
    assert lose.line_fault == Lose(reply_to="bolus")
    assert lose.id == "lost"


def test_its_expectations() -> None:
    scenario = load(WHOLE, "f")
    assert scenario.assume == (
        Expectation(
            where=Where("f", 21, 5),
            alarm="occlusion",
            state="raised",
            within=Span(where=Where("f", 21, 47), pump=3600 * SECOND),
            after=Match(where=Where("f", 21, 66), fault="catheter_occlusion"),
        ),
    )
    never, polls = scenario.expect
    assert never.never == Match(where=Where("f", 23, 13), operation="bolus")
    assert never.while_ == Match(where=Where("f", 23, 40), alarm="occlusion")
    assert never.grace == 0
    assert (polls.polls, polls.at_least_every) == ("status", 2 * SECOND)


def test_the_least_scenario() -> None:
    scenario = load(HEAD)
    assert scenario.pump == PRESETS["intrathecal-20"]
    assert scenario.ends == "decided"
    assert [*scenario.timeline, *scenario.assume, *scenario.expect] == []


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("start: 2026-02-30T08:00", "4:8: start is no day and time: day is out of range for month"),
        ("start: 12:30", "4:8: '12:30'; expected a text, such as '2026-01-05T08:00'"),
        ("hazards: [CAT3]", "4:11: unknown name 'CAT3' (did you mean 'CAT-3'?)"),
        ("pump_speed: 0", "4:13: the whole number 0; expected a whole number from 1 to 1000000"),
        ("line: {dialect: mp2}", f"4:17: unknown name 'mp2'; expected {listed(NAMES)}"),
        ("line: {pacing: off}", "4:16: 'off'; expected true or false"),
        (
            "pump: {preset: ambulatory-100, reservoir: {volume: 140 mL}}",
            "4:52: volume 140 mL is over the capacity of 100 mL",
        ),
        (
            "pump: {infusion: {max_bolus: 30 mL}}",
            "4:18: infusion.max_bolus 30 mL is over reservoir.capacity 20 mL",
        ),
        (
            "timeline: [{at: 5s}]",
            (
                "4:12: a step has exactly one of fault, line_fault, clear, operator, skip, hangup, "
                "unplug, replug, "
                "set, refill, aspirate, press, foreign, visit, note: found none"
            ),
        ),
        (
            "timeline: [{at: 0s, when: {port: closed}, hangup: true}]",
            "4:12: a step has exactly one of at, every, when: found at and when",
        ),
        (
            "timeline: [{at: 0s, after: 5s, hangup: true}]",
            "4:28: 'after' follows a 'when'; with 'at', write the time itself",
        ),
        (
            "timeline: [{at: 0s, for: 5s, hangup: true}]",
            "4:26: 'for' belongs to a fault: nothing else ends by itself",
        ),
        (
            "timeline: [{at: 0s, skip: {span: 1h, until: {alarm: eri}}}]",
            "4:27: a skip has exactly one of span, until: found span and until",
        ),
        (
            "timeline: [{at: 0s, line_fault: {lose: {reply_to: bolus, event: eri}}}]",
            "4:40: a frame fault has at most one aim: reply_to, event or operation",
        ),
        (
            "timeline: [{when: {alarm: eri, state: set}, hangup: true}]",
            "4:39: 'state' of this alarm is raised or reported or acknowledged or cleared: found set",
        ),
        (
            "expect: [{polls: status}]",
            "4:10: an expectation of this form needs 'at_least_every'",
        ),
        (
            "expect: [{while: {alarm: eri}, at_most: 1, operation: bolus}]",
            "4:18: 'while' does not belong to an expectation of this form",
        ),
        (
            "expect: [{never: {operation: bolus}, while: {port: opened}, within: 2s}]",
            "4:69: 'within' does not belong to an expectation of this form",
        ),
        (
            "expect: [{never: {operation: bolus}, while: {operation: start}}]",
            "4:45: 'while' is an alarm, a fault or the port: what else would end it?",
        ),
        (
            "expect: [{operation: bolus, within: {run: 2s, pump: 2s}}]",
            "4:37: a span has exactly one of run, pump: found run and pump",
        ),
        ("mockpump: 1", "4:1: the key 'mockpump' again: it stands in line 1"),
    ],
)
def test_a_line_that_is_wrong(text: str, mistake: str) -> None:
    assert mistakes_of(HEAD + text) == [f"f:{mistake}"]


def test_all_mistakes_at_once_in_file_order() -> None:
    text = "mockpump: 2\nabuot: y\nname: X\nlimit: 5\nlimit: 6\n"
    assert [told.split(": ")[0] for told in mistakes_of(text)] == [
        "f:1:11",
        "f:2:1",
        "f:3:7",
        "f:4:8",
        "f:5:1",
    ]


def test_a_file_without_a_name_is_told_by_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("seed: x")
    assert str(caught.value).split("\n")[-1] == "1:7: 'x'; expected a whole number from 0"


def test_a_file_that_is_something_else_is_not_read_to_the_end() -> None:
    assert len(mistakes_of("".join(f"k{n}: {n}\n" for n in range(5000)))) == ENOUGH


def test_a_story_with_endless_mistakes_is_not_told_to_the_end() -> None:
    assert len(mistakes_of(HEAD + "timeline:\n" + "- {at: 1s, clear: x}\n" * 300)) == ENOUGH


def test_a_page_is_not_quoted_whole() -> None:
    long = "x" * 1000
    assert mistakes_of(HEAD + f"seed: {long}") == [
        f"f:4:7: '{long[:60]}…'; expected a whole number from 0"
    ]
    assert max(map(len, mistakes_of(f"{long}: 1\nlimit: {long}\nline: {{dialect: {long}}}"))) < 300
