"""A layer behind the line that keeps what reaches it, and says what it is told to say."""

from __future__ import annotations

from mockpump.chance import Chance
from mockpump.clock import Nanos
from mockpump.line import Line, Wire
from mockpump.seam import Break, Bytes, Effect, Frame, Input, Opened, Send

Timed = tuple[Nanos, Effect]


class Inner:
    """Deals with one line of text at a time, as a device deals with one frame."""

    def __init__(self) -> None:
        self.heard: list[tuple[Nanos, Input]] = []
        self.says: list[Effect] = []
        self._unheard = b""

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        if isinstance(input_, Bytes):
            data, self._unheard = self._cut(input_.data)
            input_ = Bytes(data)
        self.heard.append((now, input_))
        says, self.says = self.says, []
        return says

    def tick(self, now: Nanos) -> list[Effect]:
        raise AssertionError(f"never due, but ticked at {now}")

    def next_deadline(self) -> Nanos | None:
        return None

    def take_unheard(self) -> bytes:
        unheard, self._unheard = self._unheard, b""
        return unheard

    def _cut(self, data: bytes) -> tuple[bytes, bytes]:
        """Return what is dealt with now, and what is given back."""
        first, end, rest = data.partition(b"\n")
        return first + end, rest

    @property
    def bytes(self) -> list[tuple[Nanos, bytes]]:
        return [(now, one.data) for now, one in self.heard if isinstance(one, Bytes)]


class Hesitant(Inner):
    """Keeps the first bytes to itself, and then finds that they were more frames than one."""

    def __init__(self, keep: int) -> None:
        super().__init__()
        self._keep, self._kept = keep, b""

    def _cut(self, data: bytes) -> tuple[bytes, bytes]:
        if self._keep > 0:
            self._keep -= len(data)
            self._kept += data
            data, self._kept = (b"", self._kept) if self._keep > 0 else (self._kept, b"")
        return data[:1], data[1:]


def new_line(baud: int | None, seed: int = 0, inner: Inner | None = None) -> tuple[Line, Inner]:
    inner = inner or Inner()
    return opened(Line(inner, Chance(seed), Wire(baud or 19200), paced=baud is not None), inner)


def opened(line: Line, inner: Inner) -> tuple[Line, Inner]:
    """Let a client in; what the inner layer has heard of that is forgotten."""
    line.receive(Opened(), 0)
    inner.heard.clear()
    return line, inner


def say(line: Line, inner: Inner, now: Nanos, *frames: bytes) -> list[Timed]:
    """Let the inner layer send frames, numbered from 1."""
    inner.says = [
        Send(now, data, Frame(number, "reply")) for number, data in enumerate(frames, start=1)
    ]
    return give(line, Break(on=False), now)  # an input that no line keeps for itself


def give(line: Line, input_: Input, now: Nanos) -> list[Timed]:
    return [(now, effect) for effect in line.receive(input_, now)]


def drain(line: Line) -> list[Timed]:
    """Tick until nothing is due; return every effect with the time at which it came."""
    out: list[Timed] = []
    while (due := line.next_deadline()) is not None:
        out += [(due, effect) for effect in line.tick(due)]
    return out


def sent(effects: list[Timed]) -> list[tuple[Nanos, bytes, bool]]:
    """The bursts that left: when, what, and whether each ended its frame."""
    return [(now, one.data, one.last) for now, one in effects if isinstance(one, Send)]
