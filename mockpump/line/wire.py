"""How bytes stand on a wire: speed and format, a byte's levels, and what a UART makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from mockpump.clock import SECOND, Nanos
from mockpump.seam import Parity, Settings

FIFO = 16  # bytes that a UART gathers before it passes them on
IDLE = 1  # the level of a wire on which nothing is sent, and of a stop bit

_PARITIES: Mapping[str, Parity] = {"N": "N", "E": "E", "O": "O", "M": "M", "S": "S"}
_FORMAT = re.compile(r"([5-8])([NEOMS])([12])")


class Wire(NamedTuple):
    """The settings of one end of a serial line."""

    baud: int
    bits: int = 8
    parity: Parity = "N"
    stop: int = 1

    @classmethod
    def of(cls, baud: int, form: str = "8N1") -> Wire:
        """`19200, "7E1"` -> a wire."""
        match = _FORMAT.fullmatch(form)
        assert match is not None, form
        return cls(baud, int(match[1]), _PARITIES[match[2]], int(match[3]))

    def chosen(self, settings: Settings) -> Wire:
        """Return what the other end has, who has chosen some settings: as here, where nobody knows."""
        bits = self.bits if settings.bits is None else settings.bits
        parity = self.parity if settings.parity is None else settings.parity
        return Wire(settings.baud, bits, parity, settings.stop)

    def understands(self, other: Wire) -> bool:
        """Whether two ends are set alike; a receiver looks at the first stop bit only."""
        return self[:3] == other[:3]

    def frame_bits(self) -> int:
        """How many bits a byte takes, with start, parity and stop."""
        return 1 + self.bits + (self.parity != "N") + self.stop

    def span(self, count: int) -> Nanos:
        """How long so many bytes take, rounded up."""
        return -(-count * self.frame_bits() * SECOND // self.baud)

    def format(self) -> str:
        """Return all but the baud: `8N1`."""
        return f"{self.bits}{self.parity}{self.stop}"

    def __str__(self) -> str:
        return f"{self.baud} {self.format()}"

    def levels(self, value: int) -> list[int]:
        """Return the bits of a byte in the order in which they are sent: 0 is the start bit's level."""
        bits = [value >> at & 1 for at in range(self.bits)]
        check = [] if self.parity == "N" else [_parity(bits, self.parity)]
        return [0, *bits, *check, *[1] * self.stop]


class Misread(NamedTuple):
    """A character as a receiver has it, and whether its stop or parity bit was wrong."""

    value: int
    error: Literal["", "framing", "parity"]


class Receiver:
    """A UART that samples the middle of what it takes for bits, on a wire whose sender may differ.

    It waits for a fall of the level, takes it for a start bit, and samples from there by its own
    clock; a start bit that has gone by its middle was none. A byte whose stop bit is low is passed
    on all the same, with a framing error; the next start bit is the next fall. Exact: time is counted
    in units of which a bit of the sender has 2 * receiver's baud, a bit of the receiver 2 * sender's.
    """

    def __init__(self, sender: Wire, receiver: Wire) -> None:
        self._sender, self._own = sender, receiver
        self._sent, self._sampled = 2 * receiver.baud, 2 * sender.baud
        self._levels = [IDLE]  # since the one that was sampled last

    def take(self, value: int) -> list[Misread]:
        """Let a byte of the sender follow without a pause; return what is certain by now."""
        self._levels += self._sender.levels(value)
        return self._read(idle=False)

    def end(self) -> list[Misread]:
        """Say that the wire is idle from here on; return what had not been certain."""
        out = self._read(idle=True)
        self._levels = [IDLE]
        return out

    def waits(self) -> bool:
        """Whether a byte has begun of which it is not certain yet what it is."""
        return self._fall() is not None

    def _read(self, *, idle: bool) -> list[Misread]:
        out: list[Misread] = []
        while (start := self._fall()) is not None:
            places = self._places(start)
            if places[-1] >= len(self._levels) and not idle:
                break
            samples = [self._levels[at] if at < len(self._levels) else IDLE for at in places]
            is_byte = samples[0] != IDLE
            if is_byte:
                out.append(self._decoded(samples))
            self._levels = self._levels[places[-1 if is_byte else 0] :] or [IDLE]
        return out

    def _fall(self) -> int | None:
        """Return where the next start bit begins."""
        pairs = zip(self._levels, self._levels[1:], strict=False)
        return next((at for at, pair in enumerate(pairs, start=1) if pair == (IDLE, 0)), None)

    def _places(self, start: int) -> list[int]:
        """Return which levels it samples for a byte, from its start bit to its first stop bit."""
        first = start * self._sent + self._sampled // 2
        count = self._own.frame_bits() - self._own.stop + 1
        return [(first + n * self._sampled) // self._sent for n in range(count)]

    def _decoded(self, samples: list[int]) -> Misread:
        bits = samples[1 : 1 + self._own.bits]
        value = sum(bit << at for at, bit in enumerate(bits))
        if not samples[-1]:
            return Misread(value, "framing")
        if self._own.parity != "N" and samples[-2] != _parity(bits, self._own.parity):
            return Misread(value, "parity")
        return Misread(value, "")


def _parity(bits: list[int], parity: Parity) -> int:
    match parity:
        case "E":
            return sum(bits) % 2
        case "O":
            return 1 - sum(bits) % 2
        case _:
            return int(parity == "M")
