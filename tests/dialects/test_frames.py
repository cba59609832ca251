from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.dialects.frames import ACK, ESC, NAK, Cut, EnclosedCutter, LineCutter

LIMIT = 8  # a line of 7 bytes and its line feed


def cut(chunks: list[bytes], start: bytes = b">") -> tuple[list[Cut], bytes]:
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
    (b">a\n", [Cut(b">a")], b""),
    (b">a\r\n>b\ntail", [Cut(b">a\r"), Cut(b">b")], b"tail"),
    (b"\n\n>a\n", [Cut(b""), Cut(b""), Cut(b">a")], b""),
    (b"junk>a\n", [Cut(b"junk", "unfinished"), Cut(b">a")], b""),
    (b">a>b>c\n", [Cut(b">a", "unfinished"), Cut(b">b", "unfinished"), Cut(b">c")], b""),
    (b">234567\n", [Cut(b">234567")], b""),
    (b">2345678\n>a\n", [Cut(b">2345678", "overlong"), Cut(b">a")], b""),
    (b">2345678901234\n>a\n", [Cut(b">2345678", "overlong"), Cut(b">a")], b""),
    (b"234567890>a\n", [Cut(b"23456789", "overlong"), Cut(b">a")], b""),
    (b"2345678>a\n", [Cut(b"2345678", "unfinished"), Cut(b">a")], b""),
    (b">2345678901234567", [Cut(b">2345678", "overlong")], b""),
    (b">23456789\n\n>a", [Cut(b">2345678", "overlong"), Cut(b"")], b">a"),
]


@pytest.mark.parametrize(("data", "lines", "rest"), CASES)
def test_lines_cut_from_a_whole_and_byte_by_byte(
    data: bytes, lines: list[Cut], rest: bytes
) -> None:
    assert cut([data]) == (lines, rest)
    assert cut([bytes([byte]) for byte in data]) == (lines, rest)


def test_without_a_start_byte_only_line_feeds_cut() -> None:
    assert cut([b"a>b\n>"], start=b"") == ([Cut(b"a>b")], b">")
    assert cut([b"123456789>a\nb\n"], start=b"") == (
        [Cut(b"12345678", "overlong"), Cut(b"b")],
        b"",
    )


@given(st.lists(st.text("a>\n", max_size=30).map(str.encode)))
def test_chunking_changes_nothing(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    assert cut(chunks) == cut([whole]) == cut([bytes([byte]) for byte in whole])


# a first and a last byte -------------------------------------------------------------------------


def all_cuts(chunks: list[bytes]) -> tuple[list[Cut], bytes]:
    cutter, buffer, cuts = EnclosedCutter(LIMIT, alone={ACK: 1, NAK: 2}, abort=ESC), bytearray(), []
    for chunk in chunks:
        buffer += chunk
        while (cut := cutter.cut(buffer)) is not None:
            cuts.append(cut)
    return cuts, bytes(buffer)


ENCLOSED = [
    (b"", [], b""),
    (b"\x02a", [], b"\x02a"),
    (b"\x02a\x03\x02b\x03tail", [Cut(b"a"), Cut(b"b")], b""),
    (b"\x02\x03", [Cut(b"")], b""),
    (b"noise\x06\x02a\x03", [Cut(ACK, link=True), Cut(b"a")], b""),
    (b"\x152\x15", [Cut(b"\x152", link=True)], b"\x15"),
    (b"\x02a\x02b\x03", [Cut(b"a", "unfinished"), Cut(b"b")], b""),
    (b"\x02a\x06b\x03", [Cut(b"a\x06b")], b""),
    (b"\x02ab\x1b\x02c\x03", [Cut(b"c")], b""),
    (b"\x02a\x02b\x1bc\x03\x02d\x03", [Cut(b"a", "unfinished"), Cut(b"d")], b""),
    (b"\x1b\x03\x02a\x03", [Cut(b"a")], b""),
    (b"\x02123456\x03", [Cut(b"123456")], b""),
    (b"\x021234567\x03\x02a\x03", [Cut(b"1234567", "overlong"), Cut(b"a")], b""),
    (b"\x02123456789", [Cut(b"1234567", "overlong")], b""),
]


@pytest.mark.parametrize(("data", "cuts", "rest"), ENCLOSED)
def test_frames_cut_from_a_whole_and_byte_by_byte(
    data: bytes, cuts: list[Cut], rest: bytes
) -> None:
    assert all_cuts([data]) == (cuts, rest)
    assert all_cuts([bytes([byte]) for byte in data]) == (cuts, rest)


@given(st.lists(st.text("\x02\x03\x04\x06\x15\x1ba", max_size=20).map(str.encode)))
def test_chunking_changes_nothing_for_the_others(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    reference = all_cuts([whole])
    assert all_cuts(chunks) == reference
    assert all_cuts([bytes([byte]) for byte in whole]) == reference
    assert len(reference[1]) < 256
