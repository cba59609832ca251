"""Bytes as levels on a wire, and what a UART with other settings makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.line.wire import Misread, Receiver, Wire
from mockpump.seam import Settings

EIGHT, SEVEN = Wire(9600), Wire(9600, 7, "E")


@pytest.mark.parametrize(
    ("wire", "levels"),
    [
        (Wire(300), [0, 1, 0, 1, 0, 0, 1, 1, 0, 1]),  # 0x65: start, least bit first, stop
        (Wire(300, 7, "E"), [0, 1, 0, 1, 0, 0, 1, 1, 0, 1]),
        (Wire(300, 7, "O", 2), [0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1]),
        (Wire(300, 8, "M"), [0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1]),
        (Wire(300, 8, "S"), [0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1]),
        (Wire(300, 5), [0, 1, 0, 1, 0, 0, 1]),
    ],
    ids=str,
)
def test_levels(wire: Wire, levels: list[int]) -> None:
    assert wire.levels(0x65) == levels
    assert wire.frame_bits() == len(levels)


def test_a_wire_is_written_and_read() -> None:
    assert Wire.of(19200, "7E2") == Wire(19200, 7, "E", 2)
    assert str(Wire(19200, 7, "E", 2)) == "19200 7E2"


def test_what_nobody_knows_is_taken_as_it_is_here() -> None:
    assert SEVEN.chosen(Settings(300)) == Wire(300, 7, "E")
    assert SEVEN.chosen(Settings(300, 8, "N", 2)) == Wire(300, 8, "N", 2)


def test_a_second_stop_bit_is_no_matter() -> None:
    assert EIGHT.understands(Wire(9600, stop=2))
    assert not EIGHT.understands(Wire(9601))
    assert not EIGHT.understands(SEVEN)


def read(sender: Wire, receiver: Wire, data: bytes) -> list[Misread]:
    uart = Receiver(sender, receiver)
    return [*(one for value in data for one in uart.take(value)), *uart.end()]


def good(data: bytes) -> list[Misread]:
    return [Misread(value, "") for value in data]


@given(st.binary(max_size=40), st.integers(9600 * 96 // 100, 9600 * 104 // 100))
def test_a_few_per_cent_are_no_matter(data: bytes, baud: int) -> None:
    """Sampling in the middle, the ninth bit and a half may be off by almost half a bit."""
    assert read(EIGHT, Wire(baud), data) == good(data)
    assert read(SEVEN, Wire(baud, 7, "E"), data) == good(bytes(value & 0x7F for value in data))


@pytest.mark.parametrize(
    ("baud", "data", "seen"),
    [
        # U is 0 1 0 1 0 1 0 1 0 1 on the wire. At two thirds of the speed it is looked at after
        # .75 of a bit, 2.25, 3.75, 5.25, 6.75, 8.25, 9.75, and then the line is idle
        (6400, b"U", [Misread(0xE6, "")]),
        # the second U is where the stop bit should be
        (6400, b"UU", [Misread(0x66, "framing"), Misread(0xFE, "")]),
        # at twice the speed each bit is seen twice: 0 0 1 1 0 0 1 1 0 0, and from the seventh bit on
        # 0 0 1 1 0 0 1 1 1 1
        (19200, b"U", [Misread(0x66, "framing"), Misread(0xE6, "")]),
        # at half the speed the middle of the start bit is where the next bit begins
        (4800, b"U", []),
        # a zero byte is a start bit that lasts nine: at a third of the speed three bits and more
        (3200, b"\0", [Misread(0xF8 | 0x04, "")]),
        (19200, b"\0", [Misread(0, "framing")]),
        # at sixteen times the speed every fall is a zero byte without an end
        (153_600, b"\x7f", [Misread(0x00, "framing"), Misread(0x00, "framing")]),
        (9600, b"ok", good(b"ok")),
    ],
)
def test_at_another_speed(baud: int, data: bytes, seen: list[Misread]) -> None:
    assert read(EIGHT, Wire(baud), data) == seen


def test_in_another_format() -> None:
    # 7E1 is as long as 8N1: the eighth bit is the parity
    assert read(EIGHT, SEVEN, b"aA") == [Misread(0x61, "parity"), Misread(0x41, "")]
    assert read(SEVEN, EIGHT, b"aA") == good(b"\xe1\x41")
    # a parity bit more, where a stop bit should be
    assert read(Wire(9600, 8, "E"), EIGHT, b"A") == [Misread(0x41, "framing")]


def test_who_waits_for_two_stop_bits_is_content_with_one() -> None:
    assert read(EIGHT, Wire(9600, stop=2), b"aA") == good(b"aA")


def test_a_start_bit_that_does_not_last_is_none() -> None:
    """At a tenth of the speed its middle is where the next bits are."""
    assert read(EIGHT, Wire(1600), b"\xff") == []


@given(st.binary(max_size=30), st.integers(300, 115_200), st.integers(300, 115_200))
def test_a_receiver_ends_and_knows_when_it_waits(data: bytes, one: int, other: int) -> None:
    uart = Receiver(Wire(one), Wire(other))
    for value in data:
        uart.take(value)
    waits = uart.waits()
    assert bool(uart.end()) <= waits
    assert not uart.waits()
    assert uart.end() == []
