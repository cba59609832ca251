"""What a rehearsal with a silent client finds, and that it leaves the shipped stories alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.errors import ScenarioError
from mockpump.rehearsal import rehearse
from mockpump.scenario.files import gallery, read
from mockpump.scenario.load import load
from tests.playing import HEAD

PUMP = "pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}\n"
KINK = "timeline: [{at: 5s, fault: catheter_occlusion}]\n"


@pytest.mark.parametrize("path", [path for _, path in gallery()], ids=lambda path: path.stem)
def test_the_gallery_raises_no_doubt(path: Path) -> None:
    doubts = [doubt.found for doubt in rehearse(read(path))]
    brought = [
        doubt for doubt in doubts if doubt.endswith("never comes while the client is silent")
    ]
    assert doubts == brought  # what the client's own doing brings about, it plays in tests/gallery
    assert not brought or any(step.operator for step in read(path).timeline)


CASES: dict[str, tuple[str, list[str]]] = {
    "it comes": (
        f"{PUMP}{KINK}limit: 2min\nassume: [{{alarm: occlusion, state: raised, within: 60s}}]\n",
        [],
    ),
    "it never comes": (
        f"{PUMP}limit: 2min\nassume: [{{alarm: occlusion, state: raised, within: 60s}}]\n",
        ["t.yaml:6:10: alarm occlusion raised never comes while the client is silent"],
    ),
    "an anchor that never comes": (
        f"{PUMP}limit: 2min\nexpect: [{{operation: stop, within: 1s, after: {{alarm: occlusion}}}}]\n",
        ["t.yaml:6:47: alarm occlusion never comes while the client is silent"],
    ),
    "a step that never comes": (
        f"{PUMP}timeline: [{{when: {{alarm: low_reservoir}}, fault: catheter_occlusion}}]\n",
        ["t.yaml:5:19: alarm low_reservoir never comes while the client is silent"],
    ),
    "a level that is never reached": (
        f"{PUMP}timeline: [{{when: {{value: reservoir, rises_to: 99 mL}}, hangup: true}}]\n",
        ["t.yaml:5:19: reservoir rises to 99 mL never comes while the client is silent"],
    ),
    "a count in a time after the end": (
        (
            f"{PUMP}limit: 1min\nexpect: [{{operation: stop, at_least: 1, within: 2min}}, "
            "{operation: stop, at_most: 1, within: 2min}, "
            "{operation: stop, exactly: 1, within: 40s, after: {step: a}}]\n"
            "timeline: [{at: 21s, id: a, note: x}]\n"
        ),
        [
            (
                "t.yaml:6:10: this can never fail: 2min, and the run ends at 1min; "
                "expected a time up to 1min"
            ),
            (
                "t.yaml:6:56: the time of this is never over: 2min, and the run ends at 1min; "
                "expected a time up to 1min"
            ),
            (
                "t.yaml:6:101: the time of this is never over: 40s from 21s on, and the run ends at "
                "1min; expected a time up to 39s"
            ),
        ],
    ),
    "a time after a step": (
        (
            f"{PUMP}ends: 7s\ntimeline: [{{at: 5s, id: a, note: x}}, {{at: 3s, operator: go}}]\n"
            "expect: [{operation: stop, within: 3s, after: {step: a}}, "
            "{operation: stop, within: 2001ms, after: {step: a}}, "
            "{operation: stop, within: 2s, after: {step: a}}, "
            "{operation: stop, within: 5s, after: {operator: go}}]\n"
        ),
        [
            (
                "t.yaml:7:10: this can never fail: 3s from 5s on, and the run ends at 7s; "
                "expected a time up to 2s"
            ),
            (
                "t.yaml:7:59: this can never fail: 2.001s from 5s on, and the run ends at 7s; "
                "expected a time up to 2s"
            ),
            (
                "t.yaml:7:161: this can never fail: 5s from 3s on, and the run ends at 7s; "
                "expected a time up to 4s"
            ),
        ],
    ),
    "a time after a step at the end, and after one whose time nobody knows": (
        (
            f"{PUMP}ends: 7s\ntimeline: [{{at: 7s, id: a, note: x}}, {{at: 2s, id: b, note: x}}, "
            "{when: {port: opened}, fault: catheter_occlusion}, {at: 4s, fault: catheter_occlusion}]\n"
            "expect: [{operation: stop, within: 3s, after: {step: a}}, "
            "{operation: stop, within: 3s, after: {fault: catheter_occlusion}}]\n"
        ),
        [
            "t.yaml:7:10: this can never fail: 3s from 7s on, and the run ends at 7s",
        ],
    ),
    "a port that nobody pulls": (
        (
            f"{PUMP}timeline: [{{when: {{operation: bolus}}, hangup: true}}]\n"
            "expect: [{port: opened, within: 1s, after: {port: unplugged}}, "
            "{port: opened, within: 1s, after: {port: hung_up}}]\n"
        ),
        ["t.yaml:6:44: port unplugged never comes while the client is silent"],
    ),
    "a skip across an alarm once the port is closed": (
        (
            f"{PUMP}timeline: [{{at: 2s, note: x}}, {{when: {{port: closed}}, skip: 90 days}}]\n"
            "expect: [{operation: stop, within: 1s}]\n"
        ),
        [
            (
                "t.yaml:5:31: if a silent client closes the port: the skip crosses the alarm "
                "low_reservoir, which the scenario does not name: list it in the skip's `crosses`, or "
                "skip less far"
            )
        ],
    ),
    "what comes once the port is closed": (
        (
            f"{PUMP}timeline: [{{when: {{port: closed}}, skip: {{until: {{alarm: low_reservoir}}}}}}]\n"
            "expect: [{operation: stop, within: 1s, after: {alarm: low_reservoir}}]\n"
        ),
        [],
    ),
    "what should not come need not": (
        f"{PUMP}assume: [{{never: {{alarm: occlusion, state: raised}}}}]\n",
        [],
    ),
    "a deadline after the end": (
        f"{PUMP}limit: 1min\nexpect: [{{operation: stop, within: 2min}}]\n",
        [
            (
                "t.yaml:6:10: this can never fail: 2min, and the run ends at 1min; "
                "expected a time up to 1min"
            )
        ],
    ),
    "a gap longer than the run": (
        f"{PUMP}limit: 1min\nexpect: [{{any: [{{polls: status, at_least_every: 61s}}]}}]\n",
        [
            (
                "t.yaml:6:17: this can never fail: 61s, and the run ends at 1min; "
                "expected a time up to 1min"
            )
        ],
    ),
}


@pytest.mark.parametrize(("text", "doubts"), CASES.values(), ids=CASES)
def test_doubts(text: str, doubts: list[str]) -> None:
    assert list(map(str, rehearse(load(HEAD + text, "t.yaml")))) == doubts


def test_what_is_rehearsed_in_part_only_is_told() -> None:
    text = "line: {pacing: false}\ntimeline: [{every: 1ms, count: 9999, note: x}]\n"
    told = "t.yaml:1:1: rehearsed only as far as 500ms: too much happens"
    assert list(map(str, rehearse(load(HEAD + text, "t.yaml"), 500))) == [told]
    assert rehearse(load(HEAD + text, "t.yaml")) == []


def test_a_skip_across_an_alarm_that_nobody_named() -> None:
    text = "timeline:\n- {at: 1s, skip: {span: 200 days, connected: true}}\n"
    with pytest.raises(ScenarioError, match=r"^t.yaml:5:3: .*low_reservoir"):
        rehearse(load(HEAD + text, "t.yaml"))


def test_a_story_that_loops() -> None:
    text = (
        f"{PUMP}timeline:\n- {{at: 1s, fault: catheter_occlusion}}\n"
        "- {when: {fault: catheter_occlusion}, clear: catheter_occlusion}\n"
        "- {when: {fault: catheter_occlusion, state: cleared}, fault: catheter_occlusion}\n"
    )
    with pytest.raises(ScenarioError, match="the story loops"):
        rehearse(load(HEAD + text, "t.yaml"))
