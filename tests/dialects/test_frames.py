from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.dialects.frames import Line, LineCutter, crc16

LIMIT = 8  # a line of 7 bytes and its line feed


def test_crc_is_ccitt_false() -> None:
    assert crc16(b"123456789") == 0x29B1


def cut(chunks: list[bytes], start: bytes = b">") -> tuple[list[Line], bytes]:
    """Feed chunks as a session does; return the lines and what waits for more."""
    cutter, buffer, lines = LineCutter(LIMIT, start), bytearray(), []
    for chunk in chunks:
        buffer += chunk
        while (line := cutter.cut(buffer)) is not None:
            lines.append(line)
        assert len(buffer) < LIMIT
    return lines, bytes(buffer)


CASES = [
    (b"", [], b""),
    (b">a", [], b">a"),
    (b">a\n", [Line(b">a")], b""),
    (b">a\r\n>b\ntail", [Line(b">a\r"), Line(b">b")], b"tail"),
    (b"\n\n>a\n", [Line(b""), Line(b""), Line(b">a")], b""),
    (b"junk>a\n", [Line(b"junk", "unfinished"), Line(b">a")], b""),
    (b">a>b>c\n", [Line(b">a", "unfinished"), Line(b">b", "unfinished"), Line(b">c")], b""),
    (b">234567\n", [Line(b">234567")], b""),
    (b">2345678\n>a\n", [Line(b">2345678", "overlong"), Line(b">a")], b""),
    (b">2345678901234\n>a\n", [Line(b">2345678", "overlong"), Line(b">a")], b""),
    (b"234567890>a\n", [Line(b"23456789", "overlong"), Line(b">a")], b""),
    (b"2345678>a\n", [Line(b"2345678", "unfinished"), Line(b">a")], b""),
    (b">2345678901234567", [Line(b">2345678", "overlong")], b""),
    (b">23456789\n\n>a", [Line(b">2345678", "overlong"), Line(b"")], b">a"),
]


@pytest.mark.parametrize(("data", "lines", "rest"), CASES)
def test_lines_cut_from_a_whole_and_byte_by_byte(
    data: bytes, lines: list[Line], rest: bytes
) -> None:
    assert cut([data]) == (lines, rest)
    assert cut([bytes([byte]) for byte in data]) == (lines, rest)


def test_without_a_start_byte_only_line_feeds_cut() -> None:
    assert cut([b"a>b\n>"], start=b"") == ([Line(b"a>b")], b">")
    assert cut([b"123456789>a\nb\n"], start=b"") == (
        [Line(b"12345678", "overlong"), Line(b"b")],
        b"",
    )


@given(st.lists(st.text("a>\n", max_size=30).map(str.encode)))
def test_chunking_changes_nothing(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    assert cut(chunks) == cut([whole]) == cut([bytes([byte]) for byte in whole])
