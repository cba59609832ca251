"""MP/1 frames gone wrong in ways that need its grammar: a false check, another frame's number."""

from __future__ import annotations

import re

from msgspec.structs import replace

from mockpump.dialects.base import Heard
from mockpump.dialects.checks import crc16
from mockpump.dialects.mp1.grammar import Bad, Request, frame, parse_request
from mockpump.seam import Spoil

BUSY = Bad("E_BUSY", "not now: ask again")

_NUMBER = re.compile(r"(?<=^[<!])(?:[0-9A-Fa-f]{2}(?= )|[0-9]{4,}|--(?:--)?)")


def spoil(data: bytes, how: Spoil) -> bytes:
    """Return a frame to the client with a wrong check, or under the number that comes next."""
    body = data[:-6]
    if how == "checksum":
        return b"%b*%04X\n" % (body, crc16(body) ^ 0xFFFF)
    return frame(_NUMBER.sub(_next, body.decode("ascii"), count=1))


def mishear(heard: Heard, how: Spoil) -> Heard:
    """Return a frame from the client as if its check were wrong, or its number the next one."""
    asked: Request | Bad = heard.body
    if isinstance(asked, Bad):
        return heard
    if how == "checksum":
        return Heard(heard.data, body=parse_request(asked.body + b"*----"))
    ss = f"{(int(asked.ss, 16) + 1) % 256:02X}"
    return replace(heard, body=replace(asked, ss=ss, body=b">%b" % ss.encode() + asked.body[3:]))


def _next(number: re.Match[str]) -> str:
    """Return the next number; where a frame has none, the first one."""
    text = number[0]
    if text.startswith("-"):
        return "00" if len(text) == 2 else "0001"  # noqa: PLR2004 - the two forms of the grammar
    if len(text) == 2:  # noqa: PLR2004 - two hex digits: a reply's
        return f"{(int(text, 16) + 1) % 256:02X}"
    return f"{int(text) + 1:04d}"
