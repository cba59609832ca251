"""Whole frames or nothing of them, in order, in bounded memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpump.ports.outbox import LIMIT, Outbox
from tests.ports.driver import burst


class Wire:
    """A descriptor that takes as much as it has room for."""

    def __init__(self, room: int = 0) -> None:
        self.room = room
        self.taken = b""

    def write(self, data: bytes) -> int:
        part = data[: self.room]
        self.room -= len(part)
        self.taken += part
        return len(part)


def test_what_fits_goes_at_once() -> None:
    wire = Wire(room=10)
    outbox = Outbox(wire.write)
    assert outbox.send(burst(b"0123456789")) == 0
    assert wire.taken == b"0123456789"
    assert not outbox


def test_what_does_not_fit_waits_in_order() -> None:
    wire = Wire(room=3)
    outbox = Outbox(wire.write)
    assert [outbox.send(burst(data, n)) for n, data in enumerate([b"abcd", b"ef", b"g"])] == [
        0,
        0,
        0,
    ]
    assert wire.taken == b"abc"
    wire.room = 2
    outbox.flush()
    assert wire.taken == b"abcde"
    assert outbox
    wire.room = 9
    outbox.flush()
    assert wire.taken == b"abcdefg"
    assert not outbox


def test_the_bound_is_met_exactly_and_a_frame_beyond_it_is_dropped_whole() -> None:
    outbox = Outbox(Wire().write)
    assert outbox.send(burst(b"x" * (LIMIT - 1), 1)) == 0
    assert outbox.send(burst(b"yz", 2)) == 2
    assert outbox.send(burst(b"y", 3)) == 0
    assert outbox.send(burst(b"z", 4)) == 1


def test_the_rest_of_a_dropped_frame_is_dropped_though_there_is_room_again() -> None:
    wire = Wire()
    outbox = Outbox(wire.write)
    outbox.send(burst(b"x" * LIMIT, 1))
    assert outbox.send(burst(b"head", 2, last=False)) == 4
    wire.room = LIMIT
    outbox.flush()
    wire.room = 99
    assert outbox.send(burst(b"tail", 2)) == 4
    assert outbox.send(burst(b"next", 3)) == 0
    assert wire.taken.endswith(b"xnext")


def test_a_dropped_frame_that_has_ended_costs_no_later_one_of_its_number() -> None:
    wire = Wire()
    outbox = Outbox(wire.write)
    outbox.send(burst(b"x" * LIMIT, 1))
    assert outbox.send(burst(b"noise", 0)) == 5
    wire.room = LIMIT + 9
    outbox.flush()
    assert outbox.send(burst(b"again", 0)) == 0
    assert wire.taken.endswith(b"xagain")


def test_a_frame_that_has_begun_to_leave_is_kept_whatever_its_length() -> None:
    wire = Wire(room=1)
    outbox = Outbox(wire.write)
    assert outbox.send(burst(b"x" * 2 * LIMIT, 1)) == 0
    assert outbox.send(burst(b"y", 2)) == 1


def test_cleared_it_begins_anew() -> None:
    wire = Wire()
    outbox = Outbox(wire.write)
    outbox.send(burst(b"x" * LIMIT, 1))
    outbox.send(burst(b"dropped", 2, last=False))
    outbox.clear()
    wire.room = 4
    assert outbox.send(burst(b"new!", 2)) == 0
    assert wire.taken == b"new!"


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=40_000), st.integers(0, 60_000))))
def test_what_is_taken_and_what_is_lost_are_all_there_was(
    rounds: list[tuple[bytes, int]],
) -> None:
    wire = Wire()
    outbox = Outbox(wire.write)
    kept = b""
    for number, (data, room) in enumerate(rounds):
        lost = outbox.send(burst(data, number))
        assert lost in (0, len(data))
        kept += b"" if lost else data
        wire.room = room
        outbox.flush()
    wire.room = len(kept)
    outbox.flush()
    assert wire.taken == kept
    assert not outbox
