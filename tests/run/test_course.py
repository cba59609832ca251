"""A story that waits for something to begin, and one that ends with something that happens."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.mp1.grammar import request
from mockpump.errors import ScenarioError
from mockpump.expect import Abilities
from mockpump.rehearsal import rehearse
from mockpump.run import Run
from mockpump.seam import Bytes, Closed, Input, Opened, Stop
from tests.playing import new_run, played, told

WAITS = """\
line: {pacing: false}
starts: {when: {operation: identify}}
timeline:
  - {at: 2s, note: two}
  - {every: 3s, count: 2, note: three}
limit: 10s
"""
OPENED = (0, Opened())


def said(at: int, verb: str, ss: int = 1, **args: str) -> tuple[Nanos, Input]:
    return at * SECOND, Bytes(request(ss, verb, args))


def ended(run: Run) -> tuple[str, str, Nanos]:
    assert run.verdict is not None
    return run.verdict.result, run.verdict.reason, run.verdict.at // SECOND


def findings(run: Run) -> list[tuple[str, tuple[str, ...]]]:
    assert run.verdict is not None
    return [(found.what, found.lines) for found in run.verdict.findings]


def test_its_times_count_from_what_it_waits_for() -> None:
    run = played(WAITS + "ends: 9s\n", OPENED, said(5, "HELLO"), said(6, "HELLO", 2))
    assert told(run, "run") == [(5 * SECOND, "", "begun")]
    assert [(at // SECOND, text) for at, text, _ in told(run, "note")] == [
        *((7, "two"), (8, "three"), (11, "three"))
    ]
    assert ended(run) == ("not_checked", "ends", 14)


def test_until_it_begins_its_limit_counts_from_the_opening() -> None:
    run = played(WAITS, OPENED, said(2, "PING"))
    assert told(run, "note", "run") == []
    assert ended(run) == ("not_checked", "limit", 10)
    assert ended(played(WAITS, OPENED, said(9, "HELLO"))) == ("not_checked", "decided", 15)
    late = WAITS + "expect: [{exits: 0}, {operation: bolus, after: {operation: ping}}]\n"
    assert ended(played(late, OPENED, said(9, "HELLO"))) == ("failed", "limit", 19)


def test_until_it_begins_its_end_is_its_limit() -> None:
    assert ended(played(WAITS + "ends: 6s\n", OPENED)) == ("not_checked", "limit", 10)


def test_a_story_that_never_began_checked_nothing_and_says_so() -> None:
    story = WAITS + (
        "assume: [{fault: motor_stall, within: 9s}]\n"
        "expect: [{never: {operation: bolus}}, {operation: ping, within: 5s}, {polls: status, "
        "at_least_every: 20s}]\n"
    ).replace("motor_stall", "garble")
    story = story.replace("note: two", "line_fault: garble")
    never = ("the story never began: identify never happened",)
    run = played(story, OPENED, said(2, "PING"))
    assert ended(run) == ("failed", "limit", 10)
    assert findings(run) == [("not_checked", never), *[("failed", never)] * 3]
    run = played(story, OPENED, (SECOND, Stop("interrupted")))
    assert findings(run) == [("not_checked", never)] * 4


@pytest.mark.parametrize(
    ("expectation", "at", "result"),
    [
        ("operation: ping, within: 4s", 9, "passed"),
        ("operation: ping, within: 4s", 4, "failed"),
        ("operation: ping, within: 4s", 10, "failed"),
        ("operation: ping, before: {operation: stop}", 7, "passed"),
        ("operation: ping, exactly: 1, within: 4s", 9, "passed"),
        ("operation: ping, exactly: 1", 4, "failed"),
        ("operation: ping, exactly: 0", 4, "passed"),
        ("in_order: [{operation: ping}, {operation: stop}]", 7, "passed"),
        ("in_order: [{operation: stop}, {operation: ping}]", 4, "failed"),
    ],
)
def test_expectations_without_after_count_from_there(
    expectation: str, at: int, result: str
) -> None:
    story = WAITS.replace("10s", "6s") + f"expect: [{{{expectation}}}]\n"
    script = sorted(
        [said(5, "HELLO", 1), said(at, "PING", 2), said(8, "STOP", 3)], key=lambda s: s[0]
    )
    run = played(story, OPENED, *script)
    assert ended(run)[0] == result, findings(run)


def test_who_cannot_see_what_it_waits_for_checks_nothing() -> None:
    story = WAITS.replace("operation: identify", "shows: ready")
    story += "expect: [{operation: ping, within: 5s}, {all: [{exits: 0}]}]\n"
    why = "no client profile says how the client shows ready, and no shows=['ready'] from Python"
    run = played(story, OPENED)
    assert ended(run)[0] == "not_checked"
    assert findings(run) == [
        ("not_checked", (why,)),
        ("not_checked", (f"client exits with 0: {why}",)),
    ]
    seen = Abilities(shows=frozenset({"ready"}))
    assert findings(played(story, OPENED, abilities=seen))[0][0] == "failed"


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("starts: {when: {step: a}}\ntimeline: [{at: 1s, note: x, id: a}]",
         ("t.yaml:4:16: the story waits for step a, which comes only when it has begun; expected "
         "what the client does, or the pump by itself")),
        ("starts: {when: {fault: motor_stall}}\ntimeline: [{every: 1s, count: 3, fault: motor_stall}]",
         ("t.yaml:4:16: the story waits for fault motor_stall, which comes only when it has begun; "
         "expected what the client does, or the pump by itself")),
        ("starts: {when: {operator: bolus}}\ntimeline: [{at: 1s, operator: bolus}]",
         ("t.yaml:4:16: the story waits for operator bolus, which comes only when it has begun; "
         "expected what the client does, or the pump by itself")),
        ("starts: {when: {operation: shut_down}}", "t.yaml:4:28: unknown name 'shut_down'; expected"),
        ("starts: {when: {alarm: occlusion}}", "t.yaml:4:16: this pump (intrathecal-20) never raises"),
        ("starts: {when: {operation: identify}}\ntimeline: [{at: 0s, skip: 1 day}]",
         "t.yaml:5:27: a skip while the client may have the port open must say so"),
        ("starts: {wen: {port: opened}}", "t.yaml:4:10: unknown key 'wen' (did you mean 'when'?)"),
        ("starts: on_opn", ("t.yaml:4:9: 'on_opn'; expected one of 'at_once', 'on_open' or a mapping "
         "with the keys when (did you mean 'on_open'?)")),
        ("ends: {when: {step: a}}", "t.yaml:4:14: no step has the id 'a'"),
        ("ends: {when: {port: closed}, after: 5}", "t.yaml:4:37: the whole number 5; expected a du"),
    ],
)  # fmt: skip
def test_what_cannot_begin_or_end(story: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        new_run(story + "\n")
    assert str(caught.value).splitlines()[0].startswith(told)


def test_a_step_that_waits_itself_may_begin_the_story() -> None:
    story = WAITS.replace("{operation: identify}", "{step: ready}").replace(
        "timeline:\n", "timeline:\n  - {when: {operation: ping}, after: 1s, note: so, id: ready}\n"
    )
    run = played(story, OPENED, said(2, "PING"))
    assert told(run, "run") == [(3 * SECOND, "", "begun")]


def test_a_rehearsal_begins_by_itself() -> None:
    assumed = "assume: [{value: delivered, rises_to: 1 nL, within: 9s}]\n"
    assert rehearse(new_run(WAITS + assumed).scenario) == []


ENDS = "line: {pacing: false}\nends: {when: {port: closed}, after: 2s}\nlimit: 20s\n"


@pytest.mark.parametrize(
    ("closed", "reason", "end"),
    [([5], "ends", 7), ([5, 6], "ends", 7), ([], "limit", 20), ([19], "limit", 20)],
)
def test_it_ends_with_what_happens_or_at_its_limit(
    closed: list[int], reason: str, end: int
) -> None:
    script: list[tuple[Nanos, Input]] = [
        (at * SECOND + later, input_)
        for at in closed
        for later, input_ in ((0, Closed()), (1, Opened()))
    ]
    assert ended(played(ENDS, OPENED, *script)) == ("not_checked", reason, end)


def test_it_does_not_end_before_it_has_begun() -> None:
    story = ENDS + "starts: {when: {operation: identify}}\n"
    run = played(story, OPENED, (SECOND, Closed()), (2 * SECOND, Opened()), said(3, "HELLO"))
    assert ended(run) == ("not_checked", "limit", 23)
    run = played(story, OPENED, said(3, "HELLO"), (4 * SECOND, Closed()))
    assert ended(run) == ("not_checked", "ends", 6)


def test_it_may_end_at_once() -> None:
    story = "line: {pacing: false}\nends: {when: {operation: stop}}\n"
    assert ended(played(story, OPENED, said(3, "STOP"))) == ("not_checked", "ends", 3)
