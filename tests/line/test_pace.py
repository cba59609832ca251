"""Pacing, exact in virtual time: one byte is ten bits; each end is rounded up, by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import Nanos
from mockpump.line.pace import Pace
from mockpump.line.wire import Wire
from mockpump.seam import Frame

FRAME = Frame(1, "reply")
ENDS = {  # n bytes after the line was idle at 0: n * 10 / baud seconds, in whole nanoseconds
    300: {1: 33_333_334, 16: 533_333_334, 17: 566_666_667, 20: 666_666_667, 32: 1_066_666_667},
    9600: {1: 1_041_667, 16: 16_666_667, 17: 17_708_334, 20: 20_833_334, 32: 33_333_334},
    19200: {1: 520_834, 16: 8_333_334, 17: 8_854_167, 20: 10_416_667, 32: 16_666_667},
    115200: {1: 86_806, 16: 1_388_889, 17: 1_475_695, 20: 1_736_112, 32: 2_777_778},
    1_000_000: {1: 10_000, 16: 160_000, 17: 170_000, 20: 200_000, 32: 320_000},
}


def bursts(pace: Pace) -> list[tuple[Nanos, bytes, bool]]:
    out = []
    while (due := pace.next_deadline()) is not None:
        out += [(burst.at, bytes(burst.data), burst.last) for burst in pace.take(due)]
    return out


@pytest.mark.parametrize("baud", ENDS)
@pytest.mark.parametrize("frame", [FRAME, None], ids=["to the client", "to the pump"])
def test_a_frame_leaves_in_bursts_of_sixteen(baud: int, frame: Frame | None) -> None:
    pace, ends = Pace(Wire(baud)), ENDS[baud]
    pace.put(b"0123456789abcdefghij", 0, frame)
    assert bursts(pace) == [
        (ends[16], b"0123456789abcdef", False),
        (ends[20], b"ghij", True),
    ]


@pytest.mark.parametrize("baud", ENDS)
def test_frames_follow_without_a_gap_and_never_share_a_burst(baud: int) -> None:
    pace, ends = Pace(Wire(baud)), ENDS[baud]
    pace.put(b"!", 0, FRAME)
    pace.put(b"0123456789abcdef", 0, Frame(2, "event"))
    pace.put(b"xyz", 0, Frame(3, "event"))
    assert bursts(pace) == [
        (ends[1], b"!", True),
        (ends[17], b"0123456789abcdef", True),
        (ends[20], b"xyz", True),
    ]


@pytest.mark.parametrize("baud", ENDS)
def test_the_clients_bytes_share_a_burst_while_it_lasts(baud: int) -> None:
    pace, ends = Pace(Wire(baud)), ENDS[baud]
    pace.put(b"0123", 0)
    pace.put(b"456789abcdef" + b"ghij", ends[1] // 2)
    assert bursts(pace) == [(ends[16], b"0123456789abcdef", True), (ends[20], b"ghij", True)]


def test_after_a_pause_the_line_starts_anew() -> None:
    pace = Pace(Wire(19200))
    pace.put(b"a", 0)
    assert bursts(pace) == [(520_834, b"a", True)]
    pace.put(b"b", 1_000_000)
    assert bursts(pace) == [(1_520_834, b"b", True)]


def test_rounding_does_not_add_up() -> None:
    pace = Pace(Wire(19200))
    for _ in range(19_200):
        pace.put(b"x", 0, FRAME)
    assert bursts(pace)[-1] == (10_000_000_000, b"x", True)


def test_cancelling_frees_the_line_and_says_how_much_was_on_it() -> None:
    pace = Pace(Wire(9600))
    pace.put(b"x" * 40, 0, FRAME)
    assert pace.backlog() == 40
    assert [len(burst.data) for burst in pace.take(16_666_667)] == [16]
    assert pace.cancel(20_000_000) == 24
    assert (pace.backlog(), pace.next_deadline()) == (0, None)
    pace.put(b"y", 20_000_000, FRAME)
    assert bursts(pace) == [(21_041_667, b"y", True)]


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1), st.sampled_from(sorted(ENDS)))
def test_chunks_put_at_one_instant_are_as_one(chunks: list[bytes], baud: int) -> None:
    whole, pieces = Pace(Wire(baud)), Pace(Wire(baud))
    whole.put(b"".join(chunks), 0)
    for chunk in chunks:
        pieces.put(chunk, 0)
    assert [(at, data) for at, data, _ in bursts(pieces)] == [
        (at, data) for at, data, _ in bursts(whole)
    ]


@pytest.mark.parametrize(("later", "paused"), [(0, False), (1, True)])
def test_a_pause_is_time_in_which_the_wire_is_idle(later: Nanos, paused: bool) -> None:
    pace = Pace(Wire(9600))
    pace.put(b"a", 0)
    end: Nanos = 1_041_667
    assert [burst.after_pause for burst in pace.take(end)] == [True]
    pace.put(b"b", end + later)
    assert [burst.after_pause for burst in pace.take(10 * end)] == [paused]
