from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.dialects.checks import crc16
from mockpump.dialects.mp1.grammar import (
    Bad,
    Reply,
    Report,
    Request,
    frame,
    parse_report,
    parse_request,
    request,
)

MICRO = b">00 ACK alarm=\xb5"  # not ASCII, with a right check
GOOD = [
    (b">00 HELLO*ED84", Request("00", "HELLO", {}, b">00 HELLO")),
    (b">02 STATUS?*F519", Request("02", "STATUS?", {}, b">02 STATUS?")),
    (b">02 STATUS?*F519\r", Request("02", "STATUS?", {}, b">02 STATUS?")),
    (
        b">01 COMMIT token=T1 id=c1*3C7C",
        Request("01", "COMMIT", {"token": "T1", "id": "c1"}, b">01 COMMIT token=T1 id=c1"),
    ),
    (
        b'>08 RESULT? id="b 1"*1191',
        Request("08", "RESULT?", {"id": "b 1"}, b'>08 RESULT? id="b 1"'),
    ),
]


@pytest.mark.parametrize(("line", "asked"), GOOD)
def test_requests(line: bytes, asked: Request) -> None:
    assert parse_request(line) == asked


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "E_CRC"),
        (b">", "E_CRC"),
        (b"*", "E_CRC"),
        (b">00 HELLO", "E_CRC"),
        (b">00 HELLO*ED85", "E_CRC"),
        (b">00 HELLO*ed84", "E_CRC"),
        (b">00 HELLO*ED8", "E_CRC"),
        (b">01 HELLO*ED84", "E_CRC"),
        (frame(">0 PING")[:-1], "E_FRAME"),
        (frame(">000 PING")[:-1], "E_FRAME"),
        (frame(">0G PING")[:-1], "E_FRAME"),
        (frame("<00 PING")[:-1], "E_FRAME"),
        (frame(">00  PING")[:-1], "E_FRAME"),
        (frame(">00 PING ")[:-1], "E_FRAME"),
        (frame(">00 ping")[:-1], "E_FRAME"),
        (frame(">00 PING now")[:-1], "E_FRAME"),
        (frame(">00 STAGE rate=")[:-1], "E_FRAME"),
        (frame(">00 STAGE rate=5 mL/h")[:-1], "E_FRAME"),
        (frame('>00 STAGE rate="5')[:-1], "E_FRAME"),
        (frame(">00 STAGE rate=5mL/h rate=6mL/h")[:-1], "E_FRAME"),
        (frame(">00 PING ; n=1")[:-1], "E_FRAME"),
        (frame(">00 PING\t")[:-1], "E_FRAME"),
        (frame(">00 ACK alarm=a!b")[:-1], "E_FRAME"),
        (b"%b*%04X" % (MICRO, crc16(MICRO)), "E_FRAME"),
        (frame(">00 ACK alarm=a*b")[:-1], "E_FRAME"),
    ],
)
def test_what_is_no_request(line: bytes, code: str) -> None:
    bad = parse_request(line)
    assert isinstance(bad, Bad)
    assert bad.code == code


def test_where_the_check_is_optional_it_may_be_missing_but_not_wrong() -> None:
    assert parse_request(b">00 PING", crc_required=False) == Request("00", "PING", {}, b">00 PING")
    assert parse_request(b">00 HELLO*ED84", crc_required=False) == GOOD[0][1]
    for line in (b">00 HELLO*ED85", b">00 HELLO*", b">00 HELLO*ED"):
        assert parse_request(line, crc_required=False) == parse_request(line)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<07 OK", Reply("07", ok=True, values={})),
        (
            '<-- ERR code=E_CRC msg="a ; b"',
            Reply("--", ok=False, values={"code": "E_CRC", "msg": "a ; b"}),
        ),
        (
            '<07 OK next=3 ; n=1 of="x y" ; n=2',
            Reply("07", ok=True, values={"next": "3"}, rows=({"n": "1", "of": "x y"}, {"n": "2"})),
        ),
        ("!0012 ALARM code=eri t=1.5s", Report(12, "ALARM", {"code": "eri", "t": "1.5s"})),
        ("!12345 ALARM", Report(12345, "ALARM", {})),
        ('!---- TELEMETRY sim=1 alarms=""', Report(0, "TELEMETRY", {"sim": "1", "alarms": ""})),
    ],
)
def test_what_the_pump_says(body: str, told: Reply | Report) -> None:
    assert parse_report(frame(body)[:-1]) == told
    assert parse_report(frame(body)[:-1] + b"\r") == told


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"<07 OK", "E_CRC"),
        (b"<07 OK*0000", "E_CRC"),
        (frame(">07 PING")[:-1], "E_FRAME"),
        (frame("<07 YES")[:-1], "E_FRAME"),
        (frame("!012 ALARM")[:-1], "E_FRAME"),
    ],
)
def test_what_the_pump_never_says(line: bytes, code: str) -> None:
    bad = parse_report(line)
    assert isinstance(bad, Bad)
    assert bad.code == code


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters='"*<>!'))


@given(
    st.integers(0, 1000),
    st.from_regex(r"[A-Z]+\??", fullmatch=True),
    st.dictionaries(st.from_regex(r"[a-z_]+", fullmatch=True), PRINTABLE),
)
def test_a_request_is_read_as_it_was_written(ss: int, verb: str, args: dict[str, str]) -> None:
    data = request(ss, verb, args)
    asked = parse_request(data[:-1])
    assert asked == Request(f"{ss % 256:02X}", verb, args, data[:-6])


@given(st.binary())
def test_no_bytes_are_too_strange_to_read(line: bytes) -> None:
    parse_report(line)
    parse_request(line)
    parse_request(line, crc_required=False)
