"""How a run ends, and what it makes of what its driver tells."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.base import Dialect, Heard, Session
from mockpump.dialects.mp1.grammar import request
from mockpump.errors import ScenarioError, UsageError
from mockpump.run import TOO_SLOW
from mockpump.seam import (
    Bytes,
    Delivered,
    Effect,
    Input,
    Lag,
    Note,
    Opened,
    Overrun,
    Process,
    Shown,
    Stop,
)
from mockpump.trace import Received
from tests.playing import new_run, notes, played, sent, told

UNPACED = "line: {pacing: false}\n"
OPENED = (0, Opened())
HELLO = Bytes(request(1, "HELLO"))
STATUS = Bytes(request(3, "STATUS?"))


def at(seconds: int, input_: Input) -> tuple[Nanos, Input]:
    return seconds * SECOND, input_


IDENTIFY = "expect:\n- {operation: identify, within: 5s, after: {port: opened}}\n"


def test_decided_as_soon_as_all_is_and_the_last_reply_has_left() -> None:
    run = played(f"{IDENTIFY}line: {{baud: 1000}}\n", at(1, Opened()), at(2, HELLO))
    assert run.verdict is not None
    reply = b"".join(data for _, data in sent(run))
    assert reply.endswith(b"\n")
    assert (run.verdict.result, run.verdict.reason) == ("passed", "decided")
    assert run.verdict.at == 2 * SECOND + (15 + len(reply)) * 10_000_000


def test_an_input_may_decide_with_nothing_else_due() -> None:
    run = played(f"{IDENTIFY}{UNPACED}", OPENED, (5, HELLO))
    assert run.verdict is not None
    assert (run.verdict.reason, run.verdict.at) == ("decided", 5)


def test_nothing_is_decided_while_a_step_is_planned() -> None:
    run = played(f"{IDENTIFY}{UNPACED}timeline: [{{at: 7s, operator: a}}]\n", OPENED, (1, HELLO))
    assert run.verdict is not None
    assert (run.verdict.reason, run.verdict.at) == ("decided", 7 * SECOND)


def test_a_count_in_a_time_is_decided_when_the_time_is_over() -> None:
    often = "expect: [{operation: identify, exactly: 1, within: 5s}]\n"
    run = played(f"{often}{UNPACED}", OPENED, (1, HELLO))
    assert run.verdict is not None
    assert (run.verdict.reason, run.verdict.at) == ("decided", 5 * SECOND + 1)


ENDLESS = {
    "never: {operation: bolus}": "bolus accepted at 3s",
    "never: {operation: bolus}, while: {alarm: low_reservoir}": "bolus accepted at 3s, 2s after",
    "operation: bolus, exactly: 1": "one too many at 20s",
    "operation: bolus, at_most: 1": "one too many at 20s",
    "operation: bolus, at_most: 1, in_any: 1min": "bolus came 2 times from 3s to 20s",
    "polls: status, at_least_every: 2s": "no poll from 20s to 600s",
}


@pytest.mark.parametrize(("expectation", "found"), ENDLESS.items())
def test_what_only_the_end_can_decide_is_watched_to_the_limit(expectation: str, found: str) -> None:
    story = f"""{UNPACED}pump: {{preset: ambulatory-100}}
timeline: [{{at: 1s, fault: {{false_alarm: {{alarm: low_reservoir}}}}}}]
expect: [{{{expectation}}}]
"""
    asked = [
        at(3, Bytes(request(2, "BOLUS", {"volume": "0.1mL", "id": "a"}))),
        at(19, Bytes(request(3, "STATUS?"))),
        at(20, Bytes(request(4, "BOLUS", {"volume": "0.1mL", "id": "b"}))),
        at(20, Bytes(request(5, "STATUS?"))),
    ]
    polled = [at(second, Bytes(request(9 + second, "STATUS?"))) for second in range(2, 19, 2)]
    run = played(story, OPENED, (1, HELLO), *sorted([*asked, *polled], key=lambda one: one[0]))
    assert run.verdict is not None
    (finding,) = run.verdict.findings
    assert (run.verdict.reason, finding.what) == ("limit", "failed")
    assert found in finding.lines[0]


def test_nothing_is_decided_while_a_reply_is_held_back() -> None:
    late = "timeline: [{at: 0s, line_fault: {late: {reply_to: identify, by: 3s}}}]\n"
    run = played(f"{IDENTIFY}{UNPACED}{late}", OPENED, at(2, HELLO))
    assert run.verdict is not None
    assert (run.verdict.reason, run.verdict.at) == ("decided", 5 * SECOND)
    assert [when for when, _ in sent(run)] == [5 * SECOND]


def test_nothing_is_decided_before_a_client_came() -> None:
    run = played("limit: 20s\n")
    assert run.verdict is not None
    assert (run.verdict.result, run.verdict.reason, run.verdict.at) == (
        "not_checked",
        "limit",
        20 * SECOND,
    )


@pytest.mark.parametrize(
    ("ends", "reason", "end"),
    [("limit: 8s\n", "limit", 8), ("ends: 4s\n", "ends", 4), ("ends: 4s\nlimit: 4s\n", "ends", 4)],
)
def test_a_run_ends_on_time(ends: str, reason: str, end: int) -> None:
    polls = "expect: [{operation: bolus, within: 1min, after: {operation: ping}}]\n"
    run = played(f"{polls}{ends}", OPENED)
    assert run.verdict is not None
    assert (run.verdict.reason, run.verdict.at) == (reason, end * SECOND)
    assert run.next_deadline() is None


def test_when_it_is_over_it_takes_nothing_more() -> None:
    run = played("ends: 4s\n", OPENED)
    before = list(run.records)
    assert run.receive(HELLO, 5 * SECOND) == []
    assert run.tick(6 * SECOND) == []
    assert run.records == before


@pytest.mark.parametrize("reason", ["client_ended", "never_opened", "interrupted"])
def test_the_driver_may_end_it(reason: str) -> None:
    run = played("timeline: [{at: 3s, operator: a}]\n", at(2, Stop(reason)))  # type: ignore[arg-type]
    assert run.verdict is not None
    assert (run.verdict.reason, run.verdict.at) == (reason, 2 * SECOND)
    assert told(run, "operator") == []


@pytest.mark.parametrize(
    ("by", "inputs", "result"),
    [
        (TOO_SLOW, [], "failed"),
        (TOO_SLOW + 1, [], "too_slow"),
        (TOO_SLOW + 1, [(3, HELLO)], "passed"),
    ],
)
def test_a_machine_too_slow_to_judge(
    by: Nanos, inputs: list[tuple[Nanos, Input]], result: str
) -> None:
    run = played(f"{IDENTIFY}{UNPACED}", OPENED, (1, Lag(by)), (2, Lag(5)), *inputs)
    assert run.verdict is not None
    assert (run.verdict.result, run.verdict.lag) == (result, by)


# what the driver tells ---------------------------------------------------------------------------

TOLD: list[tuple[Input, Note]] = [
    (
        Delivered("acknowledge", "eri", ok=True),
        Note(2, "operator", "acknowledge", "delivered", data={"of": "eri"}),
    ),
    (Delivered("wave", "", ok=False), Note(2, "operator", "wave", "undelivered")),
    (Shown("eos", {"days": "90"}), Note(2, "shows", "eos", "shown", data={"days": "90"})),
    (Process("started"), Note(2, "client", "", "started")),
    (Process("exited", -9), Note(2, "client", "", "exited", data={"code": -9})),
    (Overrun(12), Note(2, "port", "", "overrun", data={"lost": 12, "direction": "to_client"})),
    (Lag(24_000_000), Note(2, "machine", "", "lagged", data={"by": "24ms"})),
]


@pytest.mark.parametrize(("input_", "note"), TOLD)
def test_what_the_driver_tells_is_recorded_and_noted(input_: Input, note: Note) -> None:
    run = new_run("ends: 4s\n")
    run.receive(input_, 2)
    assert run.records[1:] == [Received(2, input_), note]


def test_without_an_operator_nobody_can_be_asked_and_the_story_says_so() -> None:
    run = played("ends: 4s\ntimeline: [{at: 1s, operator: {do: acknowledge, of: eri}}]\n")
    assert notes(run, "operator") == [
        Note(SECOND, "operator", "acknowledge", "undelivered", data={"of": "eri"})
    ]


def test_a_dialect_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match=r"^no dialect 'mp2'; expected"):
        new_run("ends: 4s\n", dialect="mp2")


class Stuck(Session):
    """Is due for ever: its deadline does not move on."""

    def hear(self, data: bytes, now: Nanos) -> Heard | None:
        return None

    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        return []

    def next_deadline(self) -> Nanos | None:
        return SECOND


@pytest.mark.usefixtures("unmeasured")
def test_a_dialect_that_stays_due_ends_the_run_and_is_named() -> None:
    stuck = Dialect("stuck", "never moves on", Stuck, 9600, frozenset())
    with pytest.raises(ScenarioError, match="the dialect stuck stays due at 1s for ever"):
        played("ends: 4s\n", OPENED, dialect=stuck)
