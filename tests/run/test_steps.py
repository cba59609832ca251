"""Steps: what is due when, what wakes what, what ends by itself, and in which order at one instant."""

from __future__ import annotations

from collections import deque

import pytest

from mockpump.clock import SECOND
from mockpump.dialects.mp1.grammar import request
from mockpump.errors import ScenarioError
from mockpump.expect import Abilities
from mockpump.seam import (
    AskOperator,
    Bytes,
    Delivered,
    Effect,
    Opened,
)
from mockpump.timeline import STEPS_A_SECOND, STEPS_AT_ONCE
from tests.playing import lines, new_run, notes, played, told

UNPACED = "line: {pacing: false}\n"
OPENED = (0, Opened())
HELLO = Bytes(request(1, "HELLO"))
STATUS = Bytes(request(3, "STATUS?"))

STEPS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "at": ("- {at: 3s, operator: a}\n- {at: 1s, operator: b}", [(1, "b"), (3, "a")]),
    "file order at one instant": (
        "- {at: 2s, operator: a}\n- {at: 2s, operator: b}\n- {at: 2s, operator: c}",
        [(2, "a"), (2, "b"), (2, "c")],
    ),
    "when": (
        "- {when: {operator: a}, operator: b}\n- {at: 2s, operator: a}",
        [(2, "a"), (2, "b")],
    ),
    "after": (
        "- {at: 2s, operator: a}\n- {when: {operator: a}, after: 3s, operator: b}",
        [(2, "a"), (5, "b")],
    ),
    "each time": (
        """
- {at: 2s, operator: a}
- {at: 3s, operator: a}
- {when: {operator: a}, after: 1s, operator: b}""",
        [(2, "a"), (3, "a"), (3, "b"), (4, "b")],
    ),
    "every, so often": ("- {every: 2s, count: 3, operator: a}", [(2, "a"), (4, "a"), (6, "a")]),
    "every, until": ("- {every: 2s, until: 6s, operator: a}", [(2, "a"), (4, "a"), (6, "a")]),
    "every, from a time on": (
        "- {at: 1s, every: 3s, until: 9s, operator: a}",
        [(1, "a"), (4, "a"), (7, "a")],
    ),
    "every, once": ("- {at: 0s, every: 3s, count: 1, operator: a}", [(0, "a")]),
    "every, in file order with others": (
        "- {every: 2s, count: 2, operator: a}\n- {at: 4s, operator: b}",
        [(2, "a"), (4, "a"), (4, "b")],
    ),
    "when, so often at most": (
        "- {every: 1s, count: 4, operator: a}\n- {when: {operator: a}, count: 2, operator: b}",
        [(1, "a"), (1, "b"), (2, "a"), (2, "b"), (3, "a"), (4, "a")],
    ),
    "when, the third time alone": (
        "- {every: 1s, count: 4, operator: a}\n- {when: {operator: a}, nth: 3, operator: b}",
        [(1, "a"), (2, "a"), (3, "a"), (3, "b"), (4, "a")],
    ),
    "when, the second time, and later": (
        (
            "- {every: 1s, count: 3, operator: a}\n"
            "- {when: {operator: a}, nth: 2, after: 2s, operator: b}"
        ),
        [(1, "a"), (2, "a"), (3, "a"), (4, "b")],
    ),
    "a step wakes a step wakes a step": (
        """
- {when: {operator: b}, operator: c}
- {when: {operator: a}, operator: b}
- {at: 1s, operator: a}
- {at: 1s, operator: d}""",
        [(1, "a"), (1, "d"), (1, "b"), (1, "c")],
    ),
    "two wait for the same": (
        """
- {when: {operator: a}, operator: b}
- {when: {operator: a}, operator: c}
- {at: 1s, operator: a}""",
        [(1, "a"), (1, "b"), (1, "c")],
    ),
}


@pytest.mark.parametrize(("steps", "expected"), STEPS.values(), ids=STEPS)
def test_steps(steps: str, expected: list[tuple[int, str]]) -> None:
    story = f"{UNPACED}ends: 9s\ntimeline:\n{steps}\n"
    run = new_run(story, abilities=Abilities(operator=True))
    while (due := run.next_deadline()) is not None:
        asked: deque[Effect] = deque(run.tick(due))
        while asked:
            effect = asked.popleft()
            assert isinstance(effect, AskOperator)
            assert effect.at == due
            asked += run.receive(Delivered(effect.do, effect.of, ok=True), due)
    assert told(run, "operator") == [(when * SECOND, what, "delivered") for when, what in expected]


ENDS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "for": ("- {at: 1s, for: 2s, X}", [(1, "set"), (3, "cleared")]),
    "cleared before its time": (
        "- {at: 1s, for: 5s, X}\n- {at: 2s, clear: NAME}",
        [(1, "set"), (2, "cleared")],
    ),
    "again and again": (
        "- {at: 1s, every: 3s, count: 2, for: 1s, X}",
        [(1, "set"), (2, "cleared"), (4, "set"), (5, "cleared")],
    ),
    "again before it has ended": (
        "- {at: 1s, every: 2s, count: 3, for: 3s, X}",
        [(1, "set"), (3, "set"), (5, "set"), (8, "cleared")],
    ),
    "set anew, it lasts from then on": (
        "- {at: 1s, for: 2s, X}\n- {at: 2s, for: 3s, X}",
        [(1, "set"), (2, "set"), (5, "cleared")],
    ),
    "set anew without an end": (
        "- {at: 1s, for: 2s, X}\n- {at: 2s, X}",
        [(1, "set"), (2, "set")],
    ),
    "set anew at the instant of its end": (
        "- {at: 1s, for: 1s, X}\n- {at: 2s, for: 1s, X}",
        [(1, "set"), (2, "cleared"), (2, "set"), (3, "cleared")],
    ),
    "set anew at that instant, by a step before it in the file": (
        "- {at: 2s, for: 1s, X}\n- {at: 1s, for: 1s, X}",
        [(1, "set"), (2, "set"), (3, "cleared")],
    ),
}
FAULTS = {
    "garble": "line_fault: garble",
    "lose": "line_fault: {lose: {event: eri}}",
    "catheter_occlusion": "fault: catheter_occlusion",
}


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=FAULTS)
@pytest.mark.parametrize(("steps", "expected"), ENDS.values(), ids=ENDS)
def test_what_ends_by_itself(
    steps: str, expected: list[tuple[int, str]], name: str, fault: str
) -> None:
    story = steps.replace("X", fault).replace("NAME", name)
    run = played(f"{UNPACED}ends: 9s\ntimeline:\n{story}\n")
    assert told(run, "fault") == [(when * SECOND, name, state) for when, state in expected]


def test_a_fault_on_the_line_of_other_settings_ends_by_itself() -> None:
    steps = """
- {at: 1s, for: 2s, line_fault: garble}
- {at: 1s, for: 1s, line_fault: {garble: {rate: 2%}}}
"""
    run = played(f"{UNPACED}ends: 9s\ntimeline:{steps}")
    states = [(when // SECOND, state) for when, _, state in told(run, "fault")]
    assert states == [(1, "set"), (1, "set"), (2, "cleared"), (3, "cleared")]


def test_a_run_is_decided_only_when_every_step_has_come() -> None:
    expect = "expect: [{operation: identify, within: 1s}]\n"
    run = played(f"{UNPACED}{expect}timeline: [{{every: 2s, count: 3, note: a word}}]\n", OPENED)
    assert told(run, "note") == [(at * SECOND, "a word", "") for at in (2, 4, 6)]
    assert run.verdict is not None
    assert (run.verdict.reason, run.verdict.at) == ("decided", 6 * SECOND)


AMBULATORY = f"pump: {{preset: ambulatory-100}}\n{UNPACED}ends: 60s\ntimeline:\n"


def test_a_value_wakes_a_step_when_it_crosses_a_level() -> None:
    """At 24 mL/day 10 uL take 36 s: the first nanosecond at which the whole picolitres say so."""
    run = played(
        f"{AMBULATORY}"
        "- {at: 1s, press: stop, id: halt}\n"
        "- {when: {step: halt}, after: 9s, press: start}\n"
        "- {when: {value: reservoir, falls_to: 99.99 mL}, after: 1s, note: less}\n"
        "- {when: {value: flow, falls_to: 0 mL/h}, note: stopped}\n"
        "- {when: {value: flow, rises_to: 1 mL/h}, note: flows}\n"
    )
    crossed = 44_999_996_401
    assert told(run, "value") == [
        (1 * SECOND, "flow", "falls to 0 mL/day"),
        (10 * SECOND, "flow", "rises to 24 mL/day"),
        (crossed, "reservoir", "falls to 99.99 mL"),
    ]
    assert told(run, "note") == [
        (1 * SECOND, "stopped", ""),
        (10 * SECOND, "flows", ""),
        (crossed + SECOND, "less", ""),
    ]
    assert told(run, "step") == [(1 * SECOND, "halt", "done")]


def test_a_value_crosses_again_once_it_has_been_back() -> None:
    pressed = "fault: catheter_occlusion"
    run = played(
        f"{AMBULATORY}"
        f"- {{at: 1s, for: 20s, {pressed}}}\n- {{at: 31s, for: 20s, {pressed}}}\n"
        "- {when: {value: pressure, rises_to: 10 kPa}, nth: 2, note: again}\n"
    )
    assert told(run, "value") == [
        (19 * SECOND, "pressure", "rises to 10 kPa"),
        (49 * SECOND, "pressure", "rises to 10 kPa"),
    ]
    assert told(run, "note") == [(49 * SECOND, "again", "")]


def test_an_id_names_the_draws() -> None:
    """With an id, another step before it changes nothing; without, the turn counts."""

    def garbled(first: str, second: str) -> list[str]:
        clear = "- {at: 0s, clear: garble}\n" if first else ""
        steps = f"{first}{clear}- {{at: 0s, {second}line_fault: {{garble: {{rate: 20%}}}}}}\n"
        story = f"{UNPACED}ends: 9s\ntimeline:\n{steps}"
        return lines(played(story, OPENED, (1, HELLO), (2, STATUS)))

    before = "- {at: 0s, line_fault: {garble: {rate: 1%}}}\n"
    assert garbled("", "id: noise, ") == garbled(before, "id: noise, ")
    assert garbled("", "") != garbled(before, "")


# one instant -------------------------------------------------------------------------------------


def test_due_work_then_steps_then_the_input() -> None:
    """A frame has come, two steps are due, the client sends the next one: all at 150 ms."""
    story = (
        "line: {baud: 1000}\nends: 9s\ntimeline:\n"
        "- {at: 150ms, operator: a}\n- {at: 150ms, line_fault: {lose: {reply_to: ping}}}\n"
    )
    hello, ping = request(1, "HELLO"), request(2, "PING")
    assert len(hello) == 15  # 150 ms at 1000 baud
    run = played(story, OPENED, (0, Bytes(hello)), (150_000_000, Bytes(ping)))
    now = [
        (type(one).__name__, getattr(one, "what", ""), getattr(one, "of", ""))
        for one in run.records
        if getattr(one, "at", None) == 150_000_000
    ]
    assert now == [
        ("Note", "operation", "identify"),
        ("AskOperator", "", ""),
        ("Note", "operator", "a"),
        ("Note", "fault", "lose"),
        ("Received", "", ""),
    ]


def test_a_story_that_loops_at_one_instant_is_an_error_of_its_step() -> None:
    story = (
        f"{UNPACED}timeline:\n"
        "- {at: 2s, line_fault: garble}\n"
        "- {when: {fault: garble}, line_fault: garble}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        played(story)
    assert str(caught.value) == f"t.yaml:7:3: the story loops: over {STEPS_AT_ONCE} steps at 2s"


def test_a_story_that_loops_after_a_nanosecond_is_one_too() -> None:
    story = (
        f"{UNPACED}timeline:\n"
        "- {at: 2s, line_fault: garble}\n"
        "- {when: {fault: garble}, after: 1ns, line_fault: garble}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        played(story)
    assert str(caught.value) == (
        f"t.yaml:7:3: the story loops: over {STEPS_A_SECOND} steps in the second before 2.00001s"
    )


@pytest.mark.parametrize(("every", "loops"), [("100us", False), ("99us", True)])
def test_so_many_steps_a_second_are_no_loop(every: str, loops: bool) -> None:
    story = f"{UNPACED}timeline: [{{every: {every}, count: 10101, note: x}}]\n"
    if loops:
        with pytest.raises(ScenarioError, match=r"^t\.yaml:5:12: the story loops"):
            played(story)
    else:
        assert len(notes(played(story), "note")) == 10101


def test_as_many_steps_as_are_allowed_at_one_instant_are_no_loop() -> None:
    steps = "- {at: 1s, operator: a}\n" * (STEPS_AT_ONCE // 2)
    more = steps.replace("1s", "2s")
    run = played(f"{UNPACED}ends: 3s\ntimeline:\n{steps}{more}{more}")
    assert len(notes(run, "operator")) == 3 * (STEPS_AT_ONCE // 2)
