"""Fresenius frames, both ways, and the bytes that stand alone between them.

STX [address] body KK ETX    KK: two hex digits, 0xFF less the sum of address and body
ACK after each good frame, NAK and a code after a bad one, both ways
ENQ from the pump when the line is idle, DC4 back
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from mockpump.dialects.checks import CHECKS, falsified
from mockpump.dialects.frames import ACK, DC4, ENQ, ETX, NAK, STX, Cut, EnclosedCutter

Nak: TypeAlias = Literal["1", "2", "4", "5", "6", "7", "8"]
NAKS: Mapping[Nak, str] = {
    "1": "a character was not received well: never sent, the line tells nobody",
    "2": "the check is wrong",
    "4": "there is no such address",
    "5": "no acknowledgement came in time: the frame is given up",
    "6": "not ready: ask again",
    "7": "too short or too long to be a frame",
    "8": "a control code stands in the frame",
}
"""The codes behind NAK, and what each means."""

LONGEST = 80
"""Characters of a message; a longer one is refused by the pump, a much longer one by the link."""
_FRAME_LIMIT = 256
_CHECK = CHECKS["sum-ff"]
_ALLOWED = bytes(range(0x20, 0x7E))
_ADDRESSES = frozenset("0123456789")


class LinkByte(NamedTuple):
    """A byte that stands alone: ACK, NAK or DC4."""

    code: bytes


class Bad(NamedTuple):
    """Bytes that are no good frame: the code of the NAK that answers them."""

    nak: Nak


class Message(NamedTuple):
    """What stood in a good frame. `address`: one digit; empty for a syringe without a base."""

    address: str
    name: str
    args: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many characters the message has, without its address."""
        return len(";".join((self.name, *self.args)))


def frame(text: str) -> bytes:
    """Close a frame around address and body."""
    data = text.encode("ascii")
    return STX + data + _CHECK.written(data) + ETX


def cutter() -> EnclosedCutter:
    """Return what cuts the client's bytes."""
    return EnclosedCutter(_FRAME_LIMIT, alone={ACK: 1, DC4: 1, ENQ: 1, NAK: 2})


def parse(cut: Cut) -> Message | Bad:
    """Read what stood between STX and ETX, whole or not."""
    if cut.fault:
        return Bad("7" if cut.fault == "overlong" else "8")
    data, check = cut.data[:-2], cut.data[-2:]
    if len(cut.data) < 1 + 2:
        return Bad("7")
    if cut.data.translate(None, _ALLOWED):
        return Bad("8")
    if check != _CHECK.written(data):
        return Bad("2")
    text = data.decode("ascii")
    address = text[0] if text[0] in _ADDRESSES else ""
    name, *args = text[len(address) :].split(";")
    return Message(address, name, tuple(args))


def spoilt(data: bytes) -> bytes:
    """Return a frame of ours with a wrong check; a byte that stands alone has none."""
    if not data.startswith(STX):
        return data
    return data[:-3] + falsified(data[-3:-1]) + data[-1:]
