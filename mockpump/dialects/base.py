"""What every dialect stands on: a session cuts frames out of bytes, answers, and keeps its timers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.operations import OPERATIONS, Operation, Outcome, in_words
from mockpump.quantity import Kind
from mockpump.seam import Effect, Frame, FrameKind, Note, PumpEvent, Send, Spoil, Value

READ_ALARMS = Operation("read_alarms")
Carried = tuple[tuple[str, int], ...]
"""The alarm occurrences (code, number) that a client learns of by reading a frame."""


class Heard(Struct, frozen=True):
    """One whole frame from the client, cut and decoded but not yet acted on.

    `of` is the operation it asks for ("" where it asks none or makes no sense) and `address` the pump
    it is for, so that a frame fault can aim; `body` is the dialect's own.
    """

    data: bytes
    of: str = ""
    body: Any = None
    address: str = ""


class Host(Protocol):
    """What the device offers a session."""

    def ask(self, operation: Operation, now: Nanos, address: str = "") -> Outcome:
        """Carry out what the client asked for; it is noted as the client's operation."""
        ...

    def look(self, operation: Operation, now: Nanos, address: str = "") -> Outcome:
        """Read the pump for the session's own needs (a telemetry frame); not the client's doing."""
        ...

    def addresses(self) -> frozenset[str]:
        """Return the addresses of the pumps behind this line; a single pump has the address ""."""
        ...

    def is_up(self, address: str = "") -> bool:
        """Whether the processor of a pump runs: one that is down hears and says nothing."""
        ...

    def memory(self, address: str = "") -> dict[str, Value]:
        """Return what a pump of this protocol remembers beside what ours has: a syringe's diameter.

        It is the dialect's own to write, and lives as long as the pump, over sessions and resets.
        """
        ...

    def frame_id(self) -> int:
        """Return a fresh number for a frame."""
        ...


class Standing(NamedTuple):
    """An alarm that stands in a pump, in our own words."""

    alarm: str
    occurrence: int
    acknowledged: bool
    priority: str

    @property
    def carried(self) -> tuple[str, int]:
        """Return it as a frame carries it that tells of it."""
        return self.alarm, self.occurrence


class Session(ABC):
    """One connection's state in one dialect; the device makes one for each opening of the port.

    Of a dialect that `lasts` it makes one for all: on three wires a pump cannot tell when a client
    opens or closes its port, so what was begun goes on, and a watchdog runs out.

    Bytes come in by `hear`, in any chunking. A session never loops over frames: it cuts one, and
    what then remains in `buffer` is taken from it and heard later, when the frame is dealt with.
    """

    def __init__(
        self, host: Host, *, crc_required: bool = True, options: Mapping[str, Value] | None = None
    ) -> None:
        """`crc_required`: a frame without its check is refused, where a dialect leaves a choice.

        `options` are all those that the dialect has, each as it is set or by its default.
        """
        self.host = host
        self.crc_required = crc_required
        self.options = options or {}
        self.buffer = bytearray()

    @abstractmethod
    def hear(self, data: bytes, now: Nanos) -> Heard | None:
        """Add bytes to the buffer; cut and decode the first whole frame out of it, if there is one."""

    @abstractmethod
    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Act on a frame: ask the pump, reply. A frame fault may have held it back or repeated it."""

    def announce(self, event: PumpEvent, now: Nanos, address: str = "") -> list[Effect]:  # noqa: ARG002 - the hook's signature
        """Tell the client of something that happened in a pump, unasked; by default nothing."""
        return []

    # what frame faults need, as far as the dialect's `spoils` say ---------------------------------

    def spoil(self, data: bytes, how: Spoil) -> bytes:
        """Return a frame of ours with a wrong check, or with the number of another."""
        raise NotImplementedError

    def mishear(self, heard: Heard, how: Spoil) -> Heard:
        """Return a frame of the client's as it is with a wrong check, or with another number."""
        raise NotImplementedError

    def refuse(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Answer a frame as busy, and do nothing else."""
        raise NotImplementedError

    def closed(self) -> None:
        """The client has closed the port, of which a session that lasts forgets what it wrote last."""
        self.buffer.clear()

    def sent(self, frame: Frame, now: Nanos) -> list[Effect]:  # noqa: ARG002 - the hook's signature
        """The last bit of a frame has left: link timers start here."""
        return []

    def tick(self, now: Nanos) -> list[Effect]:  # noqa: ARG002 - the hook's signature
        """Do what is due; now <= next_deadline()."""
        return []

    def next_deadline(self) -> Nanos | None:
        """When to tick; None: no timer runs."""
        return None

    def send(
        self,
        data: bytes,
        now: Nanos,
        kind: FrameKind,
        of: str = "",
        alarms: Carried = (),
        address: str = "",
    ) -> Send:
        """One frame or link byte for the client; `alarms` are those that it tells of.

        `address` says whose it is, where pumps share a line.
        """
        return Send(now, data, Frame(self.host.frame_id(), kind, of, alarms, address))

    # what most dialects need --------------------------------------------------------------------

    def standing(self, now: Nanos, address: str = "") -> list[Standing]:
        """Return the alarms that stand in a pump, highest priority first."""
        return standing(self.host, now, address)


def standing(host: Host, now: Nanos, address: str = "") -> list[Standing]:
    """Return the alarms that stand in a pump, highest priority first."""
    return [
        Standing(
            str(row["alarm"]),
            int(row["occurrence"]),
            bool(row["acknowledged"]),
            str(row["priority"]),
        )
        for row in host.look(READ_ALARMS, now, address).rows
    ]


def own_note(of: str, args: Mapping[str, Value], outcome: Outcome, now: Nanos) -> Note:
    """Note an operation that a session carries out itself, as the device notes all others."""
    data = in_words(OPERATIONS[of].args, args)
    if outcome.refusal:
        data["refusal"] = outcome.refusal
    return Note(now, "operation", of, outcome.state, data=data)


class MakeSession(Protocol):
    """What opens a session; the options are those of the scenario's `line`."""

    def __call__(
        self, host: Host, *, crc_required: bool = True, options: Mapping[str, Value] | None = None
    ) -> Session:
        """Open a session with the pumps of a host."""
        ...


class Option(NamedTuple):
    """What a scenario may set of a dialect: `line: {options: {idle: 5s}}`.

    Its default says what it takes: true or false, a whole number or a text; with a `kind`, a
    quantity with its unit, and the default in its smallest step.
    """

    about: str
    default: Value
    kind: Kind | None = None


class Dialect(NamedTuple):
    """A wire protocol: how to open a session, its usual serial settings, and what it can express."""

    name: str
    about: str
    session: MakeSession
    baud: int
    operations: frozenset[str]
    format: str = "8N1"
    alarms: Mapping[str, str] | None = None  # own name -> code on the wire; None: all, by own name
    addresses: tuple[str, ...] = ("",)  # of the pumps on its line; "": the only one
    spoils: frozenset[Spoil] = frozenset()
    possible: frozenset[str] = frozenset()  # addresses that a scenario may give to pumps instead
    options: Mapping[str, Option] = {}
    lasts: bool = False  # one session serves every connection: see Session
    seal: Callable[[str], bytes] | None = None  # a typed text -> a client's frame
    cannot: tuple[str, ...] = ()  # what a real pump does and this one does not, for its page
