"""New Era's two framings, both ways: commands ended by CR, and safe packets with length and CRC.

    [address]COMMAND[argument] CR            a basic command; blanks and control characters are nothing
    STX address status data ETX              a basic reply; no CR
    STX LEN payload CRC CRC ETX              a safe packet, both ways: LEN counts from itself to ETX

A safe packet is understood in either mode, so a byte STX always begins one.
"""

from __future__ import annotations

from typing import NamedTuple

from mockpump.dialects.checks import CHECKS
from mockpump.dialects.frames import CR, ETX, STX

LONGEST = 80
"""Bytes of a basic command; of a longer one, what follows is dropped up to its end."""
_FRAME = 4  # LEN, two bytes of CRC, ETX
_CHECK = CHECKS["crc16-xmodem"]


class Packet(NamedTuple):
    """What came in one framing or the other; `bad`: it is damaged, or far too long."""

    text: str
    safe: bool
    bad: bool = False


def safe(payload: bytes) -> bytes:
    """Put a payload in a safe packet."""
    check = _CHECK.written(payload, "big")
    return b"%b%c%b%b%b" % (STX, len(payload) + _FRAME, payload, check, ETX)


def basic(payload: bytes) -> bytes:
    """Put a reply in the frame of the basic mode."""
    return STX + payload + ETX


def command(payload: bytes) -> bytes:
    """Put a client's command in the frame of the basic mode."""
    return payload + CR


def spoilt(data: bytes) -> bytes:
    """Return a frame of ours damaged: in safe mode its CRC, in basic mode, which has none, its end."""
    if len(data) > _FRAME and data[1] == len(data) - 1:
        return data[:-3] + bytes(byte ^ 0xFF for byte in data[-3:-1]) + data[-1:]
    return data[:-1] + b"\x83"


class Cutter:
    """Takes commands of either framing off a buffer. It holds at most one packet of 256 bytes."""

    def __init__(self) -> None:
        self._dropping = False

    def cut(self, buffer: bytearray) -> Packet | None:
        """Remove and return the first command; None if there is none yet."""
        begin, end = buffer.find(STX), buffer.find(CR)
        if begin >= 0 and (end < 0 or begin < end):
            del buffer[:begin]
            self._dropping = False
            return self._cut_safe(buffer)
        if end < 0:
            return self._overlong(buffer) if self._dropping or len(buffer) > LONGEST else None
        data = bytes(buffer[:end])
        del buffer[: end + 1]
        if self._dropping:
            self._dropping = False
            return self.cut(buffer)
        if len(data) > LONGEST:
            return Packet("", safe=False, bad=True)
        return Packet(_stripped(data), safe=False)

    def begun(self, buffer: bytearray) -> bool:
        """Say whether a safe packet has begun, which must not pause."""
        return buffer.startswith(STX)

    def _cut_safe(self, buffer: bytearray) -> Packet | None:
        if len(buffer) < 1 + 1:
            return None
        size = 1 + buffer[1]
        if size <= _FRAME:  # no packet is so short: only its two first bytes can be told
            del buffer[:2]
            return Packet("", safe=True, bad=True)
        if len(buffer) < size:
            return None
        data = bytes(buffer[:size])
        del buffer[:size]
        payload, check, end = data[2:-3], data[-3:-1], data[-1:]
        good = end == ETX and check == _CHECK.written(payload, "big")
        return Packet(_stripped(payload), safe=True, bad=not good)

    def _overlong(self, buffer: bytearray) -> Packet | None:
        """Tell once of a command that is too long already, and drop the rest of it."""
        buffer.clear()
        told, self._dropping = self._dropping, True
        return None if told else Packet("", safe=False, bad=True)


def _stripped(data: bytes) -> str:
    """Leave out blanks and control characters; what is no ASCII stays, and is no command."""
    return bytes(byte for byte in data if byte > ord(" ")).upper().decode("latin-1")
