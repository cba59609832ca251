"""MP/1's frames as text, both ways: what the pump reads and writes, and what a client does.

    >ss VERB key=value ...*CCCC            a request
    <ss OK key=value ... ; key=value ...*CCCC   a reply; each " ;" begins a row
    <ss ERR code=E_RANGE msg="..."*CCCC    a refusal; ss is -- where no request could be read
    !nnnn ALARM key=value ...*CCCC         a numbered event, repeated until it is confirmed
    !---- TELEMETRY key=value ...*CCCC     a status frame of the stream, never repeated

The five characters > < ! * " occur nowhere else, so a receiver that lost its place finds it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from mockpump.dialects.checks import crc16
from mockpump.dialects.mp1.values import text

START = b">"
LIMIT = 512  # bytes of a frame, line feed included
ROOM = LIMIT - len("*CCCC\n")  # characters before the check

_VALUE = r'(?:"[ #-)+-;=?-~]*"|[#-)+-:=?-~]+)'
_PAIR = rf" [a-z_]+={_VALUE}"
_REQUEST = re.compile(rf">([0-9A-Fa-f]{{2}}) ([A-Z]+\??)((?:{_PAIR})*)".encode()).fullmatch
_REPLY = re.compile(rf"<([0-9A-Fa-f]{{2}}|--) (OK|ERR)((?:{_PAIR}| ;)*)").fullmatch
_REPORT = re.compile(rf"!([0-9]{{4,}}|----) ([A-Z]+)((?:{_PAIR}| ;)*)").fullmatch
_TOKENS = re.compile(rf" (?:;|([a-z_]+)=({_VALUE}))").findall


class Request(Struct, frozen=True):
    """What a client asks: `ss` as it wrote it, values as texts without their quotes."""

    ss: str
    verb: str
    args: Mapping[str, str] = {}
    body: bytes = b""  # all that the check covers: what makes a retry a retry


class Bad(Struct, frozen=True):
    """Bytes that are no frame: the code and message of the refusal that answers them."""

    code: str
    message: str


class Reply(Struct, frozen=True):
    """What a client reads as the answer to its request `ss`; "--": the pump could read none."""

    ss: str
    ok: bool
    values: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...] = ()


class Report(Struct, frozen=True):
    """What a client reads unasked. `n` is the number to confirm; 0: there is none."""

    n: int
    word: str
    values: Mapping[str, str]


def frame(body: str) -> bytes:
    """Close a frame: its check and the line feed."""
    data = body.encode("ascii")
    return b"%b*%04X\n" % (data, crc16(data))


def request(ss: int, verb: str, args: Mapping[str, str] | None = None) -> bytes:
    """Write a client's request; `ss` wraps after 255."""
    return frame(" ".join([f">{ss % 256:02X} {verb}", *pairs(args or {})]))


def pairs(values: Mapping[str, str]) -> Iterable[str]:
    """Write texts as `key=value`."""
    return (f"{key}={text(value)}" for key, value in values.items())


def parse_request(line: bytes, *, crc_required: bool = True) -> Request | Bad:
    """Read a line of the client's, without its line feed."""
    body = _checked(line.removesuffix(b"\r"), crc_required=crc_required)
    if body is None:
        return Bad("E_CRC", "the check is wrong or missing")
    match = _REQUEST(body)
    if match is None:
        return Bad("E_FRAME", "not a frame: write ss VERB key=value")
    ss, verb, rest = match.group(1, 2, 3)
    if not rest:
        return Request(ss.decode(), verb.decode(), body=body)
    tokens = _TOKENS(rest.decode())
    args = {key: value.strip('"') for key, value in tokens}
    if len(args) < len(tokens):
        return Bad("E_FRAME", "a key is there twice")
    return Request(ss.decode(), verb.decode(), args, body)


def parse_report(line: bytes) -> Reply | Report | Bad:
    """Read a line of the pump's, without its line feed: the client's side of the grammar."""
    body = _checked(line.removesuffix(b"\r"), crc_required=True)
    if body is None:
        return Bad("E_CRC", "the check is wrong or missing")
    told = body.decode("latin-1")
    if match := _REPLY(told):
        head, *rows = _tables(match[3])
        return Reply(match[1], match[2] == "OK", head, tuple(rows))
    if match := _REPORT(told):
        number = 0 if match[1] == "----" else int(match[1])
        return Report(number, match[2], _tables(match[3])[0])
    return Bad("E_FRAME", "not a frame")


def _checked(line: bytes, *, crc_required: bool) -> bytes | None:
    """Return what the check covers; None if it is wrong, or missing where it is required."""
    if line[-5:-4] == b"*":
        body = line[:-5]
        return body if line[-4:] == b"%04X" % crc16(body) else None
    return None if crc_required or b"*" in line else line


def _tables(rest: str) -> list[dict[str, str]]:
    """Read the pairs of a reply and of each of its rows."""
    tables: list[dict[str, str]] = [{}]
    for key, value in _TOKENS(rest):
        if key:
            tables[-1][key] = value.strip('"')
        else:
            tables.append({})
    return tables
