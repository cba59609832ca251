"""Both framings, both ways: the vectors, and whatever else may come instead of a frame."""

from __future__ import annotations

import pytest

from mockpump.dialects.newera.frames import Cutter, Packet, basic, command, safe, spoilt

VECTORS = {
    "SAF0": "02 08 53 41 46 30 55 43 03",
    "0SAF10": "02 0a 30 53 41 46 31 30 63 be 03",
    "0SAF0": "02 09 30 53 41 46 30 59 ad 03",
    "0": "02 05 30 36 53 03",
    "0VER": "02 08 30 56 45 52 48 09 03",
    "0RUN": "02 08 30 52 55 4e 44 07 03",
    "00S": "02 07 30 30 53 aa a6 03",
    "00A?S": "02 09 30 30 41 3f 53 75 a7 03",
    "00A?R": "02 09 30 30 41 3f 52 65 86 03",
    "00S10": "02 09 30 30 53 31 30 27 6e 03",
    "00SNE1000V3.928": "02 13 30 30 53 4e 45 31 30 30 30 56 33 2e 39 32 38 27 22 03",
    "00S?COM": "02 0b 30 30 53 3f 43 4f 4d b5 80 03",
}


@pytest.mark.parametrize(("payload", "packet"), VECTORS.items(), ids=VECTORS)
def test_a_packet_of_the_safe_mode_both_ways(payload: str, packet: str) -> None:
    data = bytes.fromhex(packet)
    assert safe(payload.encode()) == data
    assert cut(data) == [Packet(payload, safe=True)]


def test_the_frames_of_the_basic_mode() -> None:
    assert basic(b"00SNE1000V3.928") == b"\x0200SNE1000V3.928\x03"
    assert command(b"0VER") == b"0VER\r"


def cut(*pieces: bytes) -> list[Packet]:
    cutter, buffer, packets = Cutter(), bytearray(), []
    for piece in pieces:
        buffer += piece
        while (packet := cutter.cut(buffer)) is not None:
            packets.append(packet)
    return packets


VER = safe(b"0VER")
STREAMS: dict[str, tuple[bytes, list[Packet]]] = {
    "blanks, control characters and case are nothing": (
        b" 0 ra\tt 10\n mm \r",
        [Packet("0RAT10MM", safe=False)],
    ),
    "two commands in one write": (
        b"0VER\r0\r",
        [Packet("0VER", safe=False), Packet("0", safe=False)],
    ),
    "an empty command": (b"\r", [Packet("", safe=False)]),
    "a packet in the middle of a command ends that one": (
        b"0RA" + VER + b"0\r",
        [Packet("0VER", safe=True), Packet("0", safe=False)],
    ),
    "a packet behind a command": (
        b"0\r" + VER,
        [Packet("0", safe=False), Packet("0VER", safe=True)],
    ),
    "a payload that holds STX and ETX": (
        safe(b"0\x02\x03\r"),
        [Packet("0", safe=True)],
    ),
    "a wrong CRC": (VER[:-2] + b"\x00\x03", [Packet("0VER", safe=True, bad=True)]),
    "a wrong end": (VER[:-1] + b"\x04", [Packet("0VER", safe=True, bad=True)]),
    "a length that no packet has": (
        b"\x02\x03" + VER,
        [Packet("", safe=True, bad=True), Packet("0VER", safe=True)],
    ),
    "a command that is too long is told once": (
        b"x" * 300 + b"\r0\r",
        [Packet("", safe=False, bad=True), Packet("0", safe=False)],
    ),
    "bytes that are no ASCII": (b"0\xff\r", [Packet("0\xff", safe=False)]),
}


@pytest.mark.parametrize(("data", "packets"), STREAMS.values(), ids=STREAMS)
def test_what_is_cut(data: bytes, packets: list[Packet]) -> None:
    assert cut(data) == packets
    assert cut(data, b"0VE") == packets
    assert cut(*(bytes([byte]) for byte in data)) == packets


def test_a_packet_that_has_not_all_come() -> None:
    assert cut(VER[:-1]) == []
    assert cut(VER[:-1], VER[-1:]) == [Packet("0VER", safe=True)]


def test_a_frame_that_a_fault_spoils() -> None:
    assert spoilt(safe(b"00S")) == bytes.fromhex("02 07 30 30 53 55 59 03")
    assert spoilt(basic(b"00S")) == b"\x0200S\x83"
