"""Garble draws for each byte in wire order: neither chunking nor another fault shifts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.chance import Chance
from mockpump.line.faults import BYTE_FAULTS
from mockpump.line.faults.base import Byte
from mockpump.line.faults.garble import Garble
from mockpump.line.wire import Wire
from mockpump.seam import Bytes, Clear, Do, Frame, Send
from tests.line.inner import Hesitant, drain, give, new_line, say, sent

TEXT = bytes(range(200)) * 2
GARBLE = Garble(rate=50_000)
PUMPWARD = Garble(rate=50_000, direction="to_pump")


def garbled(seed: int, name: str = "garble/to_client/1", rate: int = 50_000) -> bytes:
    return after(Garble(rate=rate), TEXT, seed, name)


def after(fault: Garble, data: bytes, seed: int, name: str) -> bytes:
    stage = fault.stage(Chance(seed).stream(name), Wire(19200), "to_client")
    return b"".join(out.data for value in data for out in stage.take(Byte(bytes([value])), 0))


def test_it_is_in_the_table() -> None:
    assert BYTE_FAULTS["garble"] is Garble


@pytest.mark.parametrize(("rate", "touched"), [(0, 0), (50_000, 27), (1_000_000, 400)])
def test_it_flips_one_bit_in_the_share_of_bytes_it_hits(rate: int, touched: int) -> None:
    flipped = [
        (old ^ new).bit_count() for old, new in zip(TEXT, garbled(7, rate=rate), strict=True)
    ]
    assert sorted(flipped) == [0] * (400 - touched) + [1] * touched


def test_the_seed_matters_both_ways() -> None:
    assert garbled(7) == garbled(7)
    assert garbled(7) != garbled(8)


def over_a_line(seed: int, *steps: Do, baud: int | None = None) -> bytes:
    line, inner = new_line(baud, seed)
    for step in steps:
        give(line, step, 0)
    effects = [*say(line, inner, 0, TEXT), *drain(line)]
    return b"".join(data for _, data, _ in sent(effects))


@pytest.mark.parametrize("baud", [None, 300, 19200])
def test_the_line_draws_from_the_seeds_named_stream(baud: int | None) -> None:
    assert over_a_line(7, Do(GARBLE, ""), baud=baud) == garbled(7)
    assert over_a_line(7, Do(GARBLE, "noise"), baud=baud) == garbled(7, "noise/1")
    assert over_a_line(8, Do(GARBLE, ""), baud=baud) != garbled(7)


def test_adding_a_fault_does_not_shift_the_draws_of_another() -> None:
    assert over_a_line(7, Do(PUMPWARD, ""), Do(GARBLE, "")) == garbled(7)
    none = Garble(rate=0)
    assert over_a_line(7, Do(none, "other"), Do(GARBLE, "noise")) == garbled(7, "noise/1")


def test_a_fault_set_again_draws_anew() -> None:
    again = over_a_line(7, Do(GARBLE, "n"), Do(Clear("garble"), ""), Do(GARBLE, "n"))
    assert again == garbled(7, "n/2")


@given(st.lists(st.binary(max_size=30)), st.sampled_from([None, 300, 115200]))
def test_to_the_pump_the_chunking_does_not_matter(chunks: list[bytes], baud: int | None) -> None:
    """With line ends among them, what the device holds back is not drawn for twice."""
    line, inner = new_line(baud, 7)
    give(line, Do(PUMPWARD, ""), 0)
    for chunk in chunks:
        give(line, Bytes(chunk), 0)
        if baud is None:
            drain(line)
    drain(line)
    expected = after(PUMPWARD, b"".join(chunks), 7, "garble/to_pump/1")
    assert b"".join(data for _, data in inner.bytes) == expected


def test_what_the_device_gives_back_late_has_been_drawn_for_already() -> None:
    line, inner = new_line(None, 7, Hesitant(keep=4))
    give(line, Do(PUMPWARD, ""), 0)
    give(line, Bytes(TEXT[:50]), 0)
    drain(line)
    expected = after(PUMPWARD, TEXT[:50], 7, "garble/to_pump/1")
    assert b"".join(data for _, data in inner.bytes) == expected


def test_what_waits_behind_a_frame_that_sets_a_fault_is_garbled() -> None:
    """As it would be if it came byte by byte: the fault stands before the bytes behind the frame."""
    line, inner = new_line(None, 7)
    give(line, Bytes(b"a\nbbbb"), 0)
    give(line, Do(Garble(rate=1_000_000, direction="to_pump"), ""), 0)
    drain(line)
    heard = [data for _, data in inner.bytes]
    assert heard[0] == b"a\n"
    assert len(heard[1:]) == 4
    assert all(data != b"b" for data in heard[1:])


def test_frames_that_a_fault_does_not_touch_are_intact() -> None:
    line, inner = new_line(None, 7)
    give(line, Do(GARBLE, ""), 0)
    intact = []
    for number, byte in enumerate(TEXT):
        inner.says = [Send(0, bytes([byte]), Frame(number, "reply"))]
        intact += [one.intact for _, one in give(line, Bytes(b"?"), 0) if isinstance(one, Send)]
    expected = [old == new for old, new in zip(TEXT, garbled(7), strict=True)]
    assert intact == expected
