"""What every byte fault is: settings, a direction, and a stage at work on the wire while it is set."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal, TypeAlias

from msgspec import Meta, Struct
from msgspec.structs import replace

from mockpump.chance import MILLION, Stream
from mockpump.clock import Nanos
from mockpump.line.wire import Wire
from mockpump.quantity import Share
from mockpump.seam import Effect, Frame

Direction: TypeAlias = Literal["to_client", "to_pump"]
LineError: TypeAlias = Literal["", "parity", "framing", "overrun"]
Count: TypeAlias = Annotated[int, Meta(ge=1)] | Literal["every"]

NOISE = Frame(0, "noise")
"""What bytes to the client are of that no frame of the pump holds."""


class Byte(Struct, frozen=True):
    """A byte's place on the wire: it holds none once the byte is lost, and two with noise behind it.

    The place stays where it is, so the end of a frame is known even if its last byte is lost.
    """

    data: bytes
    frame: Frame | None = None  # None on the way to the pump, where the line knows of no frames
    after_pause: bool = False  # the wire was idle before it
    begins: bool = False  # it is the first of its frame
    ends: bool = False  # it is the last of its frame
    error: LineError = ""  # what the client's UART says of it
    intact: bool = True  # it is as it was sent
    back: bool = False  # it goes the other way, past all other faults

    @property
    def starts(self) -> bool:
        """Whether a run begins here: a frame, or bytes after a pause of the wire."""
        return self.begins or self.after_pause


class ByteFault(Struct, frozen=True, kw_only=True):
    """A fault that acts on bytes while they pass. Its fields are its settings in a scenario."""

    name: ClassVar[str]
    about: ClassVar[str]

    direction: Direction | Literal["both"] = "to_client"

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Stage:
        """Begin to work on one direction of a wire."""
        raise NotImplementedError

    def begins(self) -> list[Effect]:
        """Say what the client's port must do, beside bytes, when the fault is set."""
        return []

    def ends(self) -> list[Effect]:
        """Say what the client's port must do, beside bytes, when the fault is cleared."""
        return []

    def directions(self) -> tuple[Direction, ...]:
        """Return the directions in which it looks at what passes."""
        return ("to_client", "to_pump") if self.direction == "both" else (self.direction,)


class ChanceFault(ByteFault, frozen=True, kw_only=True):
    """A fault that hits a share of what passes: of all bytes, or where its docs say so of all runs.

    A run is a frame to the client, or what a client writes without a pause. After `count` hits the
    fault is over.
    """

    rate: Share = MILLION
    count: Count = "every"


class Stage:
    """A fault at work: bytes go in one by one, in wire order, so that no chunking can matter.

    What it holds back comes out in the order in which it came: no byte overtakes another.
    """

    def __init__(self) -> None:
        self._held: deque[tuple[Nanos | None, Byte]] = deque()

    def begin(self, now: Nanos) -> list[Byte]:  # noqa: ARG002 - the hook's signature
        """Return what it puts on the wire when it is set."""
        return []

    def take(self, byte: Byte, now: Nanos) -> list[Byte]:
        """Return what comes out at once."""
        raise NotImplementedError

    def tick(self, now: Nanos) -> list[Byte]:
        """Return what is due by now."""
        out = []
        while self._held and (due := self._held[0][0]) is not None and due <= now:
            out.append(self._held.popleft()[1])
        return out

    def next_deadline(self) -> Nanos | None:
        """When the next byte comes out by itself."""
        return self._held[0][0] if self._held else None

    def release(self) -> list[Byte]:
        """Give up all that is held back: the fault is cleared, or the connection ends."""
        out = [byte for _, byte in self._held]
        self._held.clear()
        return out

    def holds(self) -> int:
        """How many bytes it holds back."""
        return sum(len(byte.data) for _, byte in self._held)

    def spent(self) -> bool:
        """Whether it has hit as often as it may, and holds nothing back any more."""
        return False

    def _pass(self, byte: Byte, at: Nanos | None, now: Nanos) -> list[Byte]:
        """Let a byte out at a time (None: not by itself), or behind those held back already."""
        if not self._held and at is not None and at <= now:
            return [byte]
        self._held.append((at, byte))
        return []


class ChanceStage(Stage):
    """A stage that draws, in wire order, whether it hits."""

    def __init__(self, fault: ChanceFault, stream: Stream) -> None:
        super().__init__()
        self._rate, self._stream = fault.rate, stream
        self._left = None if fault.count == "every" else fault.count

    def spent(self) -> bool:
        """Whether it has hit as often as it may, and holds nothing back any more."""
        return self._left == 0 and not self._held

    def _strikes(self) -> bool:
        """Draw whether it hits now."""
        return self._left != 0 and self._stream.hits(self._rate) and self._hit()

    def _hit(self) -> bool:
        """Count a hit, if there is one left."""
        if self._left == 0:
            return False
        if self._left is not None:
            self._left -= 1
        return True


class RunStage(ChanceStage):
    """A stage that hits whole runs."""

    def __init__(self, fault: ChanceFault, stream: Stream) -> None:
        super().__init__(fault, stream)
        self._hits_run = False

    def take(self, byte: Byte, now: Nanos) -> list[Byte]:
        """Draw where a run begins; let the bytes of others pass."""
        if byte.starts:
            self._hits_run = self._strikes()
            if self._hits_run:
                self.start(now)
        out = self.work(byte, now) if self._hits_run else self._pass(byte, now, now)
        if byte.ends:
            self._hits_run = False
        return out

    def spent(self) -> bool:
        """Whether the last run that it hits is over."""
        return super().spent() and not self._hits_run

    def start(self, now: Nanos) -> None:
        """Begin with a run that is hit."""
        raise NotImplementedError

    def work(self, byte: Byte, now: Nanos) -> list[Byte]:
        """Return what comes out at once of a byte of a run that is hit."""
        raise NotImplementedError


class Alteration(ChanceStage):
    """A stage that changes bytes where they stand, each one that is hit by itself."""

    error: ClassVar[LineError] = ""

    def take(self, byte: Byte, now: Nanos) -> list[Byte]:  # noqa: ARG002 - the base's signature
        """Change what is hit; the place keeps its marks."""
        data, error = b"", byte.error
        for value in byte.data:
            if self._strikes():
                data += self.alter(value)
                error = self.error or error
            else:
                data += bytes((value,))
        return [marked(byte, data, error)]

    def alter(self, value: int) -> bytes:
        """Return what becomes of a byte that is hit."""
        raise NotImplementedError


def marked(byte: Byte, data: bytes, error: LineError = "") -> Byte:
    """Return a byte's place with something else in it, or with an error."""
    if data == byte.data and error == byte.error:
        return byte
    return replace(byte, data=data, error=error, intact=False)


def data_of(bytes_: Iterable[Byte]) -> bytes:
    """Return what some places hold."""
    return b"".join([byte.data for byte in bytes_])
