"""Frames both ways: the vectors, and whatever else may come instead of a frame."""

from __future__ import annotations

import pytest

from mockpump.dialects.frames import ACK, DC4, NAK, Cut
from mockpump.dialects.fresenius.frames import Bad, Message, cutter, frame, parse, spoilt

VECTORS = {
    "0DC": (b"48", Message("0", "DC")),
    "0C": (b"8C", Message("0", "C")),
    "0LE;b": (b"A1", Message("0", "LE", ("b",))),
    "0C;b03": (b"8C", Message("0", "C", ("b03",))),
    "1LE;d": (b"9E", Message("1", "LE", ("d",))),
    "1C;d00FA": (b"05", Message("1", "C", ("d00FA",))),
    "1LE;r": (b"90", Message("1", "LE", ("r",))),
    "1C;r0010E1": (b"A7", Message("1", "C", ("r0010E1",))),
    "1PO": (b"2F", Message("1", "PO")),
    "1I;12": (b"E7", Message("1", "I", ("12",))),
    "1DE;a": (b"A9", Message("1", "DE", ("a",))),
    "1E;a0001": (b"2C", Message("1", "E", ("a0001",))),
    "1E": (b"89", Message("1", "E")),
    "DC": (b"78", Message("", "DC")),
}


@pytest.mark.parametrize(("text", "expected"), VECTORS.items(), ids=VECTORS)
def test_a_frame_both_ways(text: str, expected: tuple[bytes, Message]) -> None:
    check, message = expected
    data = b"\x02" + text.encode() + check + b"\x03"
    assert frame(text) == data
    assert cut(data) == [message]


def cut(*pieces: bytes) -> list[Message | Bad | bytes]:
    cutting, buffer, found = cutter(), bytearray(), list[Message | Bad | bytes]()
    for piece in pieces:
        buffer += piece
        while (one := cutting.cut(buffer)) is not None:
            found.append(one.data if one.link else parse(one))
    return found


DC, LE = frame("0DC"), frame("1LE;d")
READ = Message("1", "LE", ("d",))
STREAMS: dict[str, tuple[bytes, list[Message | Bad | bytes]]] = {
    "frames and bytes that stand alone": (
        ACK + DC + DC4 + NAK + b"2" + LE,
        [ACK, Message("0", "DC"), DC4, NAK + b"2", READ],
    ),
    "noise outside a frame": (b"noise\xff" + LE, [READ]),
    "a wrong check": (b"\x021LE;d9F\x03", [Bad("2")]),
    "a check in lower case": (b"\x021LE;d9e\x03", [Bad("2")]),
    "a control code inside": (b"\x021L\x11E9E\x03" + LE, [Bad("8"), READ]),
    "a character of eight bits": (b"\x021L\xe9E9E\x03", [Bad("8")]),
    "a frame that begins in another": (b"\x021LE" + LE, [Bad("8"), READ]),
    "nothing inside": (b"\x02\x03" + LE, [Bad("7"), READ]),
    "a check alone": (b"\x02FF\x03", [Bad("7")]),
    "far too long": (b"\x02" + b"x" * 300 + b"\x03" + LE, [Bad("7"), READ]),
    "many arguments": (frame("1PB;0003E8;00FA"), [Message("1", "PB", ("0003E8", "00FA"))]),
}


@pytest.mark.parametrize(("data", "found"), STREAMS.values(), ids=STREAMS)
def test_what_is_cut(data: bytes, found: list[Message | Bad | bytes]) -> None:
    assert cut(data) == found
    assert cut(data, LE[:4]) == found
    assert cut(*(bytes([byte]) for byte in data)) == found


def test_a_frame_that_has_not_all_come() -> None:
    assert cut(LE[:-1]) == []
    assert cut(LE[:-1], LE[-1:]) == [READ]


def test_a_frame_that_a_fault_spoils_has_a_wrong_check_of_the_right_form() -> None:
    data = spoilt(LE)
    assert data != LE
    assert parse(Cut(data[1:-1])) == Bad("2")
    assert data[-3:-1].isalnum()
    assert spoilt(ACK) == ACK
