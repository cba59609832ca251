"""Two pumps share a line: steps, faults, reports and expectations know which of them is meant."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.errors import ScenarioError
from mockpump.run import Run
from mockpump.scenario.dialects import PLACES
from mockpump.seam import Bytes, Input, Note, Opened, Send
from mockpump.trace import to_line
from tests.playing import new_run, notes, played, sent, told
from tests.seam.linkack import ACK, NAK, frame

HEAD = """\
pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}
line: {dialect: linkack, pacing: false}
ends: 60s
"""
RAISED = 43_200_000_000  # after the fault


@pytest.fixture(autouse=True)
def _linkack_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLACES, "linkack", "tests.seam.linkack")


def play(rest: str, *script: tuple[Nanos, Input]) -> Run:
    return played(HEAD + rest, (0, Opened()), *script)


def acked(*at: Nanos) -> list[tuple[Nanos, Input]]:
    return [(one, Bytes(ACK)) for one in at]


def where(run: Run, what: str) -> list[tuple[Nanos, str, str, object]]:
    return [(n.at, n.of, n.state, n.data.get("address")) for n in notes(run, what)]


def test_a_fault_at_an_address_is_in_that_pump_alone() -> None:
    run = play("timeline: [{at: 0s, for: 50s, fault: catheter_occlusion, address: 2}]\n")
    assert where(run, "fault") == [
        (0, "catheter_occlusion", "set", "2"),
        (50 * SECOND, "catheter_occlusion", "cleared", "2"),
    ]
    assert sent(run)[0] == (RAISED, frame(b"2E;occlusion"))
    assert {address for *_, address in where(run, "alarm")} == {"2"}


def test_a_fault_without_an_address_is_in_all_and_ends_where_a_step_says() -> None:
    run = play(
        "timeline:\n"
        "  - {at: 0s, fault: catheter_occlusion}\n"
        "  - {at: 1s, clear: catheter_occlusion, address: 1}\n"
    )
    assert where(run, "fault") == [
        (0, "catheter_occlusion", "set", "1"),
        (0, "catheter_occlusion", "set", "2"),
        (SECOND, "catheter_occlusion", "cleared", "1"),
    ]


def test_the_same_fault_at_two_addresses_ends_at_each_in_its_own_time() -> None:
    run = play(
        "timeline:\n"
        "  - {at: 0s, for: 5s, fault: motor_stall, address: 1}\n"
        "  - {at: 1s, for: 5s, fault: motor_stall, address: 2}\n"
    )
    assert [note[::3] for note in where(run, "fault")[2:]] == [(5 * SECOND, "1"), (6 * SECOND, "2")]


def test_an_alarm_is_reported_by_each_pump_for_itself() -> None:
    """Both raise occurrence 1 of the same alarm; each event tells of its own."""
    run = play("timeline: [{at: 0s, fault: catheter_occlusion}]\n", *acked(RAISED + 1, RAISED + 2))
    reported = [n for n in notes(run, "alarm") if n.state == "reported"]
    assert [(n.at, n.data) for n in reported] == [
        (RAISED, {"occurrence": 1, "address": "1"}),
        (RAISED + 1, {"occurrence": 1, "address": "2"}),
    ]


def test_a_frame_in_the_trace_says_whose_it_is() -> None:
    run = play("", (0, Bytes(frame(b"2S"))))
    ack, reply = [to_line(one) for one in run.records if isinstance(one, Send)][:2]
    assert b'"of":"read_status","address":"2"}' in reply
    assert b"address" not in ack


FRAME_FAULTS = {
    "a command to one pump is lost": (
        "lose: {operation: stop}",
        [("stop", "lost", "2")],
        [],
    ),
    "a reply of one pump is lost, its command carried out": (
        "lose: {reply_to: stop}",
        [("stop", "accepted", "2")],
        [ACK],
    ),
    "one pump is busy": (
        "busy: {operation: stop}",
        [("stop", "refused", "2")],
        [NAK + b"6"],
    ),
}


@pytest.mark.parametrize(
    ("fault", "operations", "answers"), FRAME_FAULTS.values(), ids=FRAME_FAULTS
)
def test_a_frame_fault_is_aimed_at_one_pump(
    fault: str, operations: list[tuple[str, str, str]], answers: list[bytes]
) -> None:
    run = play(
        f"timeline: [{{at: 0s, line_fault: {{{fault}}}, address: 2}}]\n",
        *((1, Bytes(frame(b"1P"))), (2, Bytes(ACK)), (3, Bytes(frame(b"2P")))),
    )
    assert sent(run)[:2] == [(1, ACK), (1, frame(b"1C;"))]
    assert [data for at, data in sent(run) if at == 3] == answers
    assert [note[1:] for note in where(run, "operation")] == [
        ("stop", "accepted", "1"),
        *operations,
    ]
    name = fault.partition(":")[0]
    assert where(run, "fault") == [
        (0, name, "set", "2"),
        (3, name, "touched", "2"),
        (3, name, "cleared", "2"),
    ]


def test_a_frame_fault_is_cleared_at_one_address() -> None:
    run = play(
        "timeline:\n"
        "  - {at: 0s, line_fault: lose, address: 1}\n"
        "  - {at: 0s, line_fault: lose, address: 2}\n"
        "  - {at: 1s, clear: lose, address: 1}\n"
        "  - {at: 2s, clear: lose}\n"
    )
    assert [(state, address) for *_, state, address in where(run, "fault")] == [
        ("set", "1"),
        ("set", "2"),
        ("cleared", "1"),
        ("cleared", "2"),
    ]


def test_a_frame_fault_of_all_pumps_is_cleared_at_one() -> None:
    run = play(
        "timeline:\n"
        "  - {at: 0s, line_fault: {lose: {count: every, rate: 100%, direction: to_pump}}}\n"
        "  - {at: 0s, clear: lose, address: 2}\n",
        *((1, Bytes(frame(b"1P"))), (2, Bytes(frame(b"2P")))),
    )
    assert [note[1:] for note in where(run, "operation")] == [
        ("stop", "lost", "1"),
        ("stop", "accepted", "2"),
    ]
    assert where(run, "fault")[:2] == [(0, "lose", "set", None), (0, "lose", "cleared", "2")]


def test_keys_and_other_sessions_reach_one_pump() -> None:
    run = play(
        "timeline: [{at: 1s, press: stop, address: 2}, {at: 2s, foreign: start, address: 2}]\n"
    )
    assert where(run, "outside") == [
        (SECOND, "stop", "accepted", "2"),
        (2 * SECOND, "start", "accepted", "2"),
    ]


def test_a_step_waits_for_one_pump() -> None:
    run = play(
        "timeline: [{when: {operation: stop, address: 2}, note: the second}]\n",
        *((1, Bytes(frame(b"1P"))), (2, Bytes(ACK)), (3, Bytes(frame(b"2P")))),
    )
    assert told(run, "note") == [(3, "the second", "")]


EXPECTATIONS = {
    "{operation: stop, address: 2, within: 1min}": "passed",
    "{operation: stop, address: 1, within: 30s}": "failed",
    "{never: {operation: stop, address: 1}}": "passed",
    "{never: {operation: stop}}": "failed",
}


@pytest.mark.parametrize(("expectation", "what"), EXPECTATIONS.items())
def test_an_expectation_is_about_one_pump(expectation: str, what: str) -> None:
    run = play(f"expect: [{expectation}]\n", (1, Bytes(frame(b"2P"))))
    assert run.verdict is not None
    assert run.verdict.findings[0].what == what


@pytest.mark.parametrize(("address", "what"), [("", "failed"), (", address: 1", "passed")])
def test_a_while_stands_as_long_as_it_stands_anywhere(address: str, what: str) -> None:
    """The first pump's fault is over at 5 s; the client stops a pump at 10 s."""
    run = play(
        "timeline:\n"
        "  - {at: 0s, for: 5s, fault: motor_stall, address: 1}\n"
        "  - {at: 1s, for: 30s, fault: motor_stall, address: 2}\n"
        f"expect: [{{never: {{operation: stop}}, while: {{fault: motor_stall{address}}}}}]\n",
        (10 * SECOND, Bytes(frame(b"2P"))),
    )
    assert run.verdict is not None
    assert run.verdict.findings[0].what == what
    said = run.verdict.findings[0].text
    assert (
        said == f"never stop while fault motor_stall{address.replace(', address:', ' at address')}"
    )


def test_a_scenario_says_which_pumps_there_are() -> None:
    story = HEAD.replace("pacing", "addresses: [2], pacing")
    run = played(story, (0, Opened()), (1, Bytes(frame(b"1S"))), (2, Bytes(frame(b"2S"))))
    assert [at for at, _ in sent(run)][:2] == [2, 2]


MISTAKES = {
    "line: {dialect: linkack, addresses: [1, '1']}": (
        "4:37: addresses: '1' is given twice"
    ),
    "line: {dialect: linkack, addresses: [1, 7]}": (
        "4:7: the dialect linkack has no address '7'; expected one of 1, 2"
    ),
    "line: {addresses: [1]}": (
        "4:7: the dialect mp1 has no address '1'; expected none: it knows one pump"
    ),
    "timeline: [{at: 1s, fault: motor_stall, address: 1}]": (
        "4:12: no pump on the line has the address '1'; expected no 'address': it is the only one"
    ),
    "line: {dialect: linkack}\nexpect: [{operation: stop, address: 3, within: 1s}]": (
        "5:10: no pump on the line has the address '3'; expected one of 1, 2"
    ),
    "timeline: [{at: 1s, hangup: true, address: 1}]": (
        "4:44: 'address' belongs to one of fault, line_fault, clear, set, refill, aspirate, press, "
        "foreign"
    ),
    "timeline: [{at: 1s, line_fault: garble, address: 1}]": (
        "4:50: 'address' belongs to faults of whole frames: bytes are on a line that all share"
    ),
    "timeline: [{when: {port: opened, address: 1}, hangup: true}]": (
        "4:43: 'address' belongs to an alarm, an operation, a fault or a value"
    ),
    "line: {dialect: linkack, addresses: [a-b]}": (
        "4:38: 'a-b'; expected the address of a pump on a line that several share, such as '1' or 'A' "
        "or a whole number from 0 to 99999999"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("story", "mistake"), MISTAKES.items())
def test_mistakes_are_told_at_their_place(story: str, mistake: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        new_run(f"{story}\n")
    assert str(caught.value) == f"t.yaml:{mistake}"


def test_another_dialect_may_lack_the_addresses_of_a_scenario() -> None:
    story = HEAD + "timeline: [{at: 1s, press: stop, address: 2}]\n"
    with pytest.raises(
        ScenarioError, match=r"^t.yaml:7:12: no pump on the line has the address '2'"
    ):
        new_run(story, dialect="mp1")


def test_the_operations_of_a_run_name_the_pump() -> None:
    run = play("", (1, Bytes(frame(b"2P"))))
    [note] = notes(run, "operation")
    assert note == Note(1, "operation", "stop", "accepted", 1, {"address": "2"})
