"""What the line does to bytes on their way, and what it tells of it."""

from collections.abc import Sequence

import pytest

from mockpump.line.faults.garble import Garble
from mockpump.seam import (
    Bytes,
    Clear,
    Closed,
    Do,
    Frame,
    HangUp,
    Hangup,
    Note,
    Opened,
    Send,
    Sent,
    Settings,
)
from tests.line.inner import drain, give, new_line, say, sent

TWENTY = b"0123456789abcdefghi\n"


def test_a_frame_has_been_sent_when_its_last_bit_has_left() -> None:
    line, inner = new_line(19200)
    say(line, inner, 0, TWENTY, b"ok\n")
    assert not line.is_quiet()
    assert sent(drain(line)) == [
        (8_333_334, TWENTY[:16], False),
        (10_416_667, TWENTY[16:], True),
        (11_979_167, b"ok\n", True),
    ]
    assert inner.heard[1:] == [
        (10_416_667, Sent(Frame(1, "reply"), intact=True)),
        (11_979_167, Sent(Frame(2, "reply"), intact=True)),
    ]
    assert line.is_quiet()


def test_what_is_said_once_a_frame_has_left_waits_its_turn_too() -> None:
    line, inner = new_line(9600)
    say(line, inner, 0, b"a")
    due = line.next_deadline()
    assert due == 1_041_667
    inner.says = [Send(due, b"b", Frame(9, "event"))]
    assert sent(drain(line)) == [(1_041_667, b"a", True), (2_083_334, b"b", True)]


def test_what_the_client_sends_takes_its_time() -> None:
    line, inner = new_line(9600)
    assert give(line, Bytes(b"0123456789abcdefghij\n"), 0) == []
    drain(line)
    assert inner.bytes == [(16_666_667, b"0123456789abcdef"), (21_875_000, b"ghij\n")]


def test_an_unpaced_line_takes_no_time() -> None:
    line, inner = new_line(None)
    inner.says = [Send(5, TWENTY, Frame(1, "reply"))]
    assert sent(give(line, Bytes(b"x\n"), 5)) == [(5, TWENTY, True)]
    assert inner.heard == [(5, Bytes(b"x\n")), (5, Sent(Frame(1, "reply"), intact=True))]
    assert line.next_deadline() is None


@pytest.mark.parametrize("baud", [None, 4_000_000])
def test_frames_in_one_chunk_are_dealt_with_one_by_one(baud: int | None) -> None:
    line, inner = new_line(baud)
    give(line, Bytes(b"a\nb\nc"), 7)
    drain(line)
    give(line, Bytes(b"\n"), 7 if baud is None else 20_000)
    drain(line)
    assert [data for _, data in inner.bytes] == [b"a\n", b"b\n", b"c", b"\n"]
    assert len({now for now, _ in inner.bytes[:3]}) == 1


def test_a_client_ahead_of_the_line_must_wait() -> None:
    line, _ = new_line(300)
    give(line, Bytes(bytes(4095)), 0)
    assert line.has_room()
    give(line, Bytes(b"x"), 0)
    assert not line.has_room()
    line.tick(533_333_334)
    assert line.has_room()


def test_settings_are_noted() -> None:
    line, inner = new_line(None)
    noted = Note(3, "settings", "19200", "right", data={"pump": "19200 8N1"})
    assert line.receive(Settings(19200), 3) == [noted]
    assert inner.heard == []


# the connection ----------------------------------------------------------------------------------


def test_opening_and_closing_are_told_once() -> None:
    line, inner = new_line(None)
    for input_ in (Opened(), Closed(), Closed(), Opened(), Opened()):
        give(line, input_, 1)
    assert inner.heard == [(1, Closed()), (1, Opened())]


def cut(now: int, *, to_client: int, to_pump: int) -> Note:
    return Note(now, "port", "", "cut", data={"to_client": to_client, "to_pump": to_pump})


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (Closed(), [Note(9_000_000, "port", "", "closed")]),
        (Do(HangUp(), ""), [Note(9_000_000, "port", "", "hung_up")]),
    ],
)
def test_the_end_of_a_connection_cancels_what_has_not_left(
    ends: Closed | Do, told: list[Note]
) -> None:
    line, inner = new_line(19200)
    give(line, Opened(), 0)
    say(line, inner, 0, TWENTY, b"more\n")
    assert sent([(0, effect) for effect in line.tick(8_333_334)]) == [(0, TWENTY[:16], False)]
    give(line, Bytes(b"half"), 8_500_000)
    effects = [effect for _, effect in give(line, ends, 9_000_000)]
    hung_up = [Hangup(9_000_000)] if isinstance(ends, Do) else []
    assert effects == [*told, cut(9_000_000, to_client=9, to_pump=4), *hung_up]
    assert inner.heard[-1] == (9_000_000, Closed())
    assert line.next_deadline() is None
    assert not any(isinstance(input_, Sent) for _, input_ in inner.heard)


def test_the_next_client_finds_an_idle_line() -> None:
    line, inner = new_line(19200)
    give(line, Opened(), 0)
    say(line, inner, 0, TWENTY)
    give(line, Closed(), 1)
    give(line, Opened(), 2)
    say(line, inner, 2, b"x")
    assert sent(drain(line)) == [(520_836, b"x", True)]


def test_an_end_with_nothing_on_the_way_cuts_nothing() -> None:
    line, _ = new_line(19200)
    give(line, Opened(), 0)
    assert give(line, Closed(), 1) == [(1, Note(1, "port", "", "closed"))]


def test_unpaced_bytes_not_yet_dealt_with_are_cut_as_well() -> None:
    line, _ = new_line(None)
    give(line, Opened(), 0)
    give(line, Bytes(b"a\nb\n"), 1)
    assert (1, cut(1, to_client=0, to_pump=2)) in give(line, Do(HangUp(), ""), 1)


# faults ------------------------------------------------------------------------------------------

EVERY_BYTE = Garble(rate=1_000_000)
TO_PUMP = Garble(rate=1_000_000, direction="to_pump")


def states(effects: Sequence[tuple[int, object]]) -> list[tuple[str, object]]:
    notes = [one for _, one in effects if isinstance(one, Note)]
    return [(note.state, note.data["direction"]) for note in notes]


def test_faults_of_other_settings_stand_side_by_side() -> None:
    line, inner = new_line(None)
    set_ = [*give(line, Do(EVERY_BYTE, ""), 0), *give(line, Do(TO_PUMP, ""), 0)]
    assert states(set_) == [("set", "to_client"), ("set", "to_pump")]
    inner.says = [Send(1, b"reply", Frame(1, "reply"))]
    touched = give(line, Bytes(b"q"), 1)
    assert states(touched) == [("touched", "to_pump"), ("touched", "to_client")]
    assert states(give(line, Do(Clear("garble", TO_PUMP), ""), 2)) == [("cleared", "to_pump")]
    assert states(give(line, Do(Clear("garble"), ""), 2)) == [("cleared", "to_client")]
    assert give(line, Do(Clear("garble"), ""), 2) == []


def test_a_name_clears_every_fault_of_that_name() -> None:
    line, _ = new_line(None)
    give(line, Do(EVERY_BYTE, ""), 0)
    give(line, Do(TO_PUMP, ""), 0)
    cleared = states(give(line, Do(Clear("garble"), ""), 1))
    assert cleared == [("cleared", "to_client"), ("cleared", "to_pump")]


def test_a_frame_touched_in_any_burst_is_not_intact_though_the_fault_ends_before_it() -> None:
    line, inner = new_line(19200)
    say(line, inner, 0, TWENTY, b"ok\n")
    give(line, Do(EVERY_BYTE, ""), 0)
    first = line.tick(8_333_334)
    assert [one.intact for one in first if isinstance(one, Send)] == [False]
    give(line, Do(Clear("garble"), ""), 8_333_334)
    rest = [one for _, one in drain(line) if isinstance(one, Send)]
    assert [(one.data, one.intact) for one in rest] == [(TWENTY[16:], False), (b"ok\n", True)]
    told = [input_.intact for _, input_ in inner.heard if isinstance(input_, Sent)]
    assert told == [False, True]


def test_a_touched_burst_is_noted_before_and_after() -> None:
    line, inner = new_line(None)
    give(line, Do(EVERY_BYTE, "noise"), 0)
    inner.says = [Send(1, b"U", Frame(1, "reply"))]
    note, send = (effect for _, effect in give(line, Bytes(b"?"), 1))
    assert isinstance(note, Note)
    assert isinstance(send, Send)
    after = send.data.decode("latin-1")
    assert note.data == {
        "direction": "to_client",
        "before": "U",
        "after": after,
        "frame": 1,
        "kind": "reply",
        "of": "",
    }
    assert (ord("U") ^ send.data[0]).bit_count() == 1


def test_what_the_client_hears_of_other_faults_is_passed_inward() -> None:
    line, inner = new_line(None)
    do = Do(Clear("catheter_occlusion"), "")
    assert give(line, do, 4) == []
    assert inner.heard == [(4, do)]
