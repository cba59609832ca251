from __future__ import annotations

import pytest

from mockpump.dialects.checks import CHECKS, Check, Writing, falsified

CATALOGUE = b"123456789"
VECTORS: list[tuple[str, bytes, Writing, bytes]] = [
    ("crc16-xmodem", b"SAF0", "big", b"\x55\x43"),  # New Era manual
    ("crc16-ccitt-false", b"INF", "HEX", b"4961"),  # OpenICE
    ("crc16-ccitt-false", b"INF", "hex", b"4961"),
    ("crc16-ccitt-false", b"COMMS_PROTOCOL", "hex", b"e8da"),
    ("sum-ff", b"0DC", "HEX", b"48"),  # Fresenius
    ("crc16-modbus", b"\x01\x03\x00\x00\x00\x02", "little", b"\xc4\x0b"),
    ("xor", b"GPGLL,5057.970,N,00146.110,E,142451,A", "HEX", b"27"),  # NMEA 0183
    ("sum", b"1H|\\^&|||mockpump\r\x03", "HEX", b"C5"),  # ASTM E1381
    ("sum-00", b"\x01\x02", "HEX", b"FD"),
    ("sum16", b"\xff\xff\x02", "HEX", b"0200"),
]


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_each_check_gives_what_its_catalogue_says(check: Check) -> None:
    assert check.of(CATALOGUE) == check.proof
    for how in ("HEX", "hex", "big", "little"):
        assert len(check.written(CATALOGUE, how)) == check.length(how)


@pytest.mark.parametrize(("name", "data", "how", "written"), VECTORS)
def test_published_frames(name: str, data: bytes, how: Writing, written: bytes) -> None:
    assert CHECKS[name].written(data, how) == written


@pytest.mark.parametrize("written", [b"4961", b"b1f1", b"\x00\xff", b"\x30", b"AA", b"\xcd"])
def test_a_false_check_looks_like_a_check(written: bytes) -> None:
    false = falsified(written)
    assert false != written
    assert len(false) == len(written)
    assert not written.isalnum() or false.isalnum()
