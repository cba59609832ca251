"""Aimed loss: a reply, an event or a command; so often or every time; and exactly what is noted."""

import pytest

from mockpump.chance import Chance
from mockpump.dialects.mp1.grammar import request
from mockpump.framefaults import FRAME_FAULTS
from mockpump.framefaults.aims import Aims
from mockpump.framefaults.base import Delivery
from mockpump.framefaults.lose import Lose
from mockpump.run import Run
from mockpump.seam import Bytes, Clear, Frame, Note, Opened
from tests.playing import lines, notes, played, told

HEAD = "pump: {preset: ambulatory-100}\nline: {pacing: false}\nends: 10s\ntimeline:\n"
HELLO = request(1, "HELLO")
STATUS = [request(n, "STATUS?") for n in range(2, 8)]
BOLUS = request(2, "BOLUS", {"volume": "0.1mL", "id": "b1"})


def play(steps: str, *frames: bytes) -> Run:
    """The client says hello at 1 ns, then one frame every 10 ns."""
    script = [(1, Bytes(HELLO)), *((10 * n, Bytes(data)) for n, data in enumerate(frames, start=1))]
    return played(HEAD + steps, (0, Opened()), *script)


def replies(run: Run) -> list[str]:
    return [line.split()[0] for line in lines(run)]


def test_it_is_in_the_table() -> None:
    assert FRAME_FAULTS["lose"] is Lose


def test_a_command_was_carried_out_although_its_reply_was_lost() -> None:
    run = play("  - {at: 0s, line_fault: {lose: {reply_to: bolus}}}\n", BOLUS, BOLUS)
    assert lines(run)[1:] == [
        "<02 OK id=b1 state=running volume=0.1mL delivered=0mL rate=1440mL/day"
    ]
    assert told(run, "operation")[1:] == [(10, "bolus", "accepted"), (20, "bolus", "repeated")]
    assert notes(run, "fault") == [
        Note(0, "fault", "lose", "set"),
        Note(10, "fault", "lose", "touched", data={"frame": 2, "kind": "reply", "of": "bolus"}),
        Note(10, "fault", "lose", "cleared"),
    ]
    assert told(run, "infusion")[0] == (10, "bolus", "started")
    assert len(told(run, "infusion")) == 2


def test_a_lost_command_is_not_carried_out_but_was_an_attempt() -> None:
    run = play("  - {at: 0s, line_fault: {lose: {operation: bolus}}}\n", BOLUS, BOLUS)
    assert replies(run) == ["<01", "<02"]
    assert told(run, "operation")[1:] == [(10, "bolus", "lost"), (20, "bolus", "accepted")]
    assert notes(run, "fault")[1:] == [
        Note(10, "fault", "lose", "touched", data={"kind": "command", "of": "bolus"}),
        Note(10, "fault", "lose", "cleared"),
    ]
    assert told(run, "infusion")[0] == (20, "bolus", "started")


@pytest.mark.parametrize(
    ("count", "lost", "cleared"),
    [("1", [2], 1), ("3", [2, 3, 4], 1), ("every", [2, 3, 4, 5, 6, 7], 0)],
)
def test_it_strikes_as_often_as_it_says(count: str, lost: list[int], cleared: int) -> None:
    step = f"  - {{at: 0s, line_fault: {{lose: {{reply_to: read_status, count: {count}}}}}}}\n"
    run = play(step, *STATUS)
    assert replies(run) == ["<01", *(f"<0{n}" for n in range(2, 8) if n not in lost)]
    states = [state for _, _, state in told(run, "fault")]
    assert states == ["set"] + ["touched"] * len(lost) + ["cleared"] * cleared


def test_an_event_is_lost_and_comes_again_and_only_then_is_the_alarm_reported() -> None:
    steps = (
        "  - {at: 0s, line_fault: {lose: {event: occlusion, count: 2}}}\n"
        "  - {at: 1s, fault: catheter_occlusion}\n"
    )
    run = play(steps, BOLUS)
    raised = 4_600_000_000
    assert told(run, "alarm") == [
        (raised, "occlusion", "raised"),
        (raised + 4_000_000_000, "occlusion", "reported"),
    ]
    assert told(run, "fault") == [
        (0, "lose", "set"),
        (1_000_000_000, "catheter_occlusion", "set"),
        (raised, "lose", "touched"),
        (raised + 2_000_000_000, "lose", "touched"),
        (raised + 2_000_000_000, "lose", "cleared"),
    ]


def test_loss_of_other_aims_stands_side_by_side_and_one_name_clears_both() -> None:
    steps = (
        "  - {at: 0s, line_fault: {lose: {reply_to: read_status, count: every}}}\n"
        "  - {at: 0s, line_fault: {lose: {reply_to: bolus, count: every}}}\n"
        "  - {at: 25ns, clear: lose}\n"
    )
    run = play(steps, BOLUS, STATUS[1], request(4, "PING"), STATUS[4])
    assert replies(run) == ["<01", "<04", "<06"]
    assert told(run, "fault")[-2:] == [(25, "lose", "cleared")] * 2


def test_a_for_ends_only_what_its_step_has_set() -> None:
    steps = (
        "  - {at: 0s, for: 15ns, line_fault: {lose: {reply_to: read_status, count: every}}}\n"
        "  - {at: 0s, line_fault: {lose: {reply_to: ping, count: every}}}\n"
    )
    run = play(steps, STATUS[0], STATUS[1], request(9, "PING"))
    assert replies(run) == ["<01", "<03"]


# the aims themselves -----------------------------------------------------------------------------

AIMS = [
    (Lose(reply_to="bolus"), Frame(1, "reply", "bolus"), True),
    (Lose(reply_to="bolus"), Frame(1, "reply", "stop"), False),
    (Lose(reply_to="bolus"), Frame(1, "event", "bolus"), False),
    (Lose(event="occlusion"), Frame(1, "event", "occlusion"), True),
    (Lose(event="occlusion"), Frame(1, "reply", "occlusion"), False),
    (Lose(event="occlusion"), Frame(1, "telemetry", ""), False),
    (Lose(operation="bolus"), Frame(1, "reply", "bolus"), False),
    (Lose(reply_to="bolus"), Frame(1, "link", ""), False),
    (Lose(), Frame(1, "reply", "stop"), True),
    (Lose(), Frame(1, "telemetry"), True),
    (Lose(), Frame(1, "link"), False),
    (Lose(direction="to_pump"), Frame(1, "reply", "stop"), False),
]


@pytest.mark.parametrize(("fault", "frame", "hit"), AIMS)
def test_an_aim_hits_its_own_frames_only(fault: Lose, frame: Frame, hit: bool) -> None:
    aims = armed(fault)
    deliveries, touched = aims.sent(frame, 5)
    assert (deliveries, bool(touched)) == (((), True) if hit else ((Delivery(),), False))


def armed(fault: Lose) -> Aims:
    aims = Aims()
    aims.set(fault, Chance(0).stream("lose"))
    return aims


def test_a_frame_that_asks_for_nothing_is_nobodys_aim() -> None:
    assert armed(Lose(operation="bolus")).heard("", 0) == ((Delivery(),), [])
    assert armed(Lose(direction="to_pump")).heard("", 0) == ((Delivery(),), [])


def test_armed_again_it_counts_from_the_beginning() -> None:
    fault, frame = Lose(event="eri", count=2), Frame(1, "event", "eri")
    aims = armed(fault)
    assert aims.sent(frame, 0)[0] == ()
    aims.set(fault, Chance(0).stream("lose"))
    assert [len(aims.sent(frame, 0)[0]) for _ in range(3)] == [0, 0, 1]
    assert aims.clear(Clear("lose"), 0) == []


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        (Lose(), []),
        (Lose(direction="to_pump"), []),
        (Lose(operation="bolus"), []),
        (
            Lose(reply_to="bolus", event="eri"),
            ["a frame fault has at most one aim: reply_to, event or operation"],
        ),
        (
            Lose(operation="bolus", direction="to_client"),
            ["'direction' of what this fault is aimed at is to_pump"],
        ),
    ],
)
def test_at_most_one_aim(fault: Lose, wrong: list[str]) -> None:
    assert list(fault.mistakes()) == wrong
