"""Telnet, as far as RFC 2217 stands on it: cutting what is data from what is not, and options.

pyserial has a server's side of it too (`serial.rfc2217.PortManager`), which its own client is happy
with. But it raises five kinds of exception on malformed bytes, keeps a subnegotiation without bound,
tells no line state, and leaves DTR, RTS and break unanswered when asked for. Its constants serve.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from serial.rfc2217 import DO, DONT, IAC, IAC_DOUBLED, SB, SE, WILL, WONT

LONGEST = 512
"""Bytes of one subnegotiation; what goes on longer is none."""

_BYTE = rb"(?:[^\xff]|\xff\xff)"
_TOKEN = re.compile(
    rb"(?P<data>%b+)"
    rb"|\xff\xfa(?P<told>%b{0,%d})\xff\xf0"
    rb"|\xff(?P<verb>[\xfb-\xfe])(?P<option>.)"
    rb"|\xff(?P<command>[^\xfa-\xff])"
    rb"|\xff\xfa%b{0,%d}(?=\xff[^\xf0\xff])"  # broken off by another command
    rb"|\xff\xfa%b{%d}" % (_BYTE, _BYTE, LONGEST, _BYTE, LONGEST, _BYTE, LONGEST + 1),
    re.DOTALL,
)


class Data(NamedTuple):
    """Bytes of the line."""

    data: bytes


class Wish(NamedTuple):
    """WILL, WONT, DO or DONT an option."""

    verb: bytes
    option: bytes


class Told(NamedTuple):
    """The content of a subnegotiation."""

    content: bytes


class Command(NamedTuple):
    """Any other command."""

    code: bytes


Token: TypeAlias = Data | Wish | Told | Command


class Cutter:
    """Cuts a stream into tokens, in any chunking; what makes no sense is dropped."""

    def __init__(self) -> None:
        self._rest = b""

    def cut(self, data: bytes) -> list[Token]:
        """Return the tokens that are whole; keep the beginning of the next."""
        stream, at = self._rest + data, 0
        tokens: list[Token] = []
        while match := _TOKEN.match(stream, at):
            at = match.end()
            tokens += _token(match)
        self._rest = stream[at:]
        return tokens


def _token(match: re.Match[bytes]) -> Iterable[Token]:
    match match.lastgroup:
        case "data":
            yield Data(match[0].replace(IAC_DOUBLED, IAC))
        case "told":
            yield Told(match["told"].replace(IAC_DOUBLED, IAC))
        case "option":
            yield Wish(match["verb"], match["option"])
        case "command":
            yield Command(match["command"])


def escaped(data: bytes) -> bytes:
    """Write data so that none of it is taken for a command."""
    return data.replace(IAC, IAC_DOUBLED)


def subnegotiation(option: bytes, content: bytes) -> bytes:
    """Write a subnegotiation of an option."""
    return IAC + SB + option + escaped(content) + IAC + SE


_VERBS: dict[bytes, tuple[Literal["we", "they"], bool, bytes, bytes]] = {
    WILL: ("they", True, DO, DONT),
    WONT: ("they", False, DO, DONT),
    DO: ("we", True, WILL, WONT),
    DONT: ("we", False, WILL, WONT),
}
"""What a verb is about: whose option, whether it is to be on; and how we say yes and no to it."""


class Options:
    """Which options are on, on either side (RFC 1143 in short: nothing on is asked for twice)."""

    def __init__(self, known: Iterable[bytes]) -> None:
        self._known = frozenset(known)
        self._on: set[tuple[str, bytes]] = set()
        self._asked: set[tuple[str, bytes]] = set()

    def ask(self, verb: bytes, option: bytes) -> bytes:
        """Ask for an option: DO (theirs) or WILL (ours)."""
        self._asked.add(("they" if verb == DO else "we", option))
        return IAC + verb + option

    def hear(self, wish: Wish) -> bytes:
        """Take a wish, or the answer to one of ours; return what is to be answered."""
        whose, on, yes, no = _VERBS[wish.verb]
        key = whose, wish.option
        asked, was_on = key in self._asked, key in self._on
        self._asked.discard(key)
        if on and wish.option in self._known:
            self._on.add(key)
            return b"" if asked or was_on else IAC + yes + wish.option
        self._on.discard(key)
        return IAC + no + wish.option if on or was_on else b""

    def is_on(self, option: bytes) -> bool:
        """Whether either side has it on."""
        return ("we", option) in self._on or ("they", option) in self._on
