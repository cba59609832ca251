"""What passes between layers: the closed unions of inputs (inward) and effects (outward).

Every layer has the same three verbs and never loops; only `Run` does:

    receive(input, now) -> list[Effect]    take one input; say what must now be done
    tick(now) -> list[Effect]              do what is due; now <= next_deadline()
    next_deadline() -> Nanos | None        when to tick if nothing comes; None: wait for an input

What a layer does not know, it passes inward. `now` is run time in nanoseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from mockpump.clock import Nanos

Value: TypeAlias = int | str | bool
"""What a note or a value of the pump holds. Quantities in notes are texts with their unit."""


FrameKind: TypeAlias = Literal["reply", "event", "telemetry", "link", "noise"]
Spoil: TypeAlias = Literal["checksum", "sequence", "busy"]
"""What only a dialect can do to a frame: give it a wrong check, another number, a refusal."""


class Frame(Struct, frozen=True):
    """What one transmission is, told by the dialect that made it and carried to the wire.

    `of` is the operation that a reply answers or the alarm that an event is about; `alarms` are the
    alarm occurrences (code, number) that a client learns of by reading the frame; `address` is that of
    the pump whose frame it is, where a line has several. What no dialect has made, an echo or a byte
    out of nowhere, is `noise` and has the number 0.
    """

    id: int
    kind: FrameKind
    of: str = ""
    alarms: tuple[tuple[str, int], ...] = ()
    address: str = ""


Parity: TypeAlias = Literal["N", "E", "O", "M", "S"]


class PumpEvent(Struct, frozen=True):
    """What happened inside a pump, at its own pump time. The device turns it into a Note.

    `n` is the number of its entry in the pump's event log; 0: it was not logged.
    """

    at: Nanos
    what: str
    of: str = ""
    state: str = ""
    n: int = 0
    data: Mapping[str, Value] = {}


# Inputs -----------------------------------------------------------------------------------------


class Bytes(Struct, frozen=True):
    """Bytes that the client wrote, in any chunking."""

    data: bytes


class Opened(Struct, frozen=True):
    """A client opened the port."""


class Closed(Struct, frozen=True):
    """The client closed the port, or died."""


class Settings(Struct, frozen=True):
    """The client's serial settings, as far as the port can know them; None: it cannot."""

    baud: int
    bits: int | None = None
    parity: Parity | None = None
    stop: int = 1


class ModemLines(Struct, frozen=True):
    """Modem lines: what the client drives (as an input) or what the pump drives (as an effect)."""

    rts: bool = False
    dtr: bool = False
    cts: bool = False
    dsr: bool = False
    cd: bool = False
    ri: bool = False


READY = ModemLines(cts=True, dsr=True, cd=True)
"""What the pump drives until it is told otherwise: a device that is there and listens."""


class Break(Struct, frozen=True):
    """A break condition begins or ends."""

    on: bool


class Purge(Struct, frozen=True):
    """The client discards what it has not read (`input`) or what has not left it (`output`)."""

    queue: Literal["input", "output"]


class Sent(Struct, frozen=True):
    """The last bit of a frame has left; `intact`: the client has it as it was sent."""

    frame: Frame
    intact: bool


class Arrived(Struct, frozen=True):
    """A frame that was held back on the way, and therefore not intact when sent, has come through."""

    frame: Frame


class Overrun(Struct, frozen=True):
    """The port had to drop bytes that the client did not read, or that came too fast."""

    lost: int
    direction: Literal["to_client", "to_pump"] = "to_client"


class Refused(Struct, frozen=True):
    """A client came to a port that serves one at a time while another was in, and was turned away."""


class Do(Struct, frozen=True):
    """A step of the timeline: set or clear a fault, hang up, unplug, skip. `step` names it in notes.

    `address` is that of the one pump concerned; empty: all that are on the line.
    """

    action: Any  # a member of the room that knows it: a fault's settings, Clear, HangUp, Skip, ...
    step: str
    address: str = ""


class Injected(Struct, frozen=True):
    """Somebody who watches the run lets a step happen now; `step` is its text, as in a scenario."""

    step: str


class Delivered(Struct, frozen=True):
    """The operator at the client has been asked, or could not be (`ok` is False: no mapping)."""

    do: str
    of: str
    ok: bool


class Shown(Struct, frozen=True):
    """The client showed something that its profile knows how to see."""

    name: str
    values: Mapping[str, str] = {}


class Printed(Struct, frozen=True):
    """The client printed a line in which the scenario looks for something, and it is found."""

    output: str
    values: Mapping[str, str] = {}


class Process(Struct, frozen=True):
    """The client process started or ended: `code` is its exit status, negative for a signal."""

    state: Literal["started", "exited"]
    code: int = 0


class Lag(Struct, frozen=True):
    """The machine served a deadline late by this much; recorded so that a replay judges the same."""

    by: Nanos


class Stop(Struct, frozen=True):
    """The driver ends the run: the client ended, never opened the port, or somebody interrupted."""

    reason: Literal["client_ended", "never_opened", "interrupted"]


Input: TypeAlias = (
    Bytes
    | Opened
    | Closed
    | Settings
    | ModemLines
    | Break
    | Purge
    | Sent
    | Arrived
    | Overrun
    | Refused
    | Do
    | Injected
    | Delivered
    | Shown
    | Printed
    | Process
    | Lag
    | Stop
)

# Actions that a step may `Do`, beside setting a fault, whose settings are the action themselves ----


class Clear(Struct, frozen=True):
    """Clear a fault by its name; with `setting`, of the faults on the line only the one set so."""

    fault: str
    setting: Any = None


class HangUp(Struct, frozen=True):
    """Drop the connection as a lost carrier does; the port can be opened again."""


class Unplug(Struct, frozen=True):
    """Pull the port out of the machine, as a USB adapter is pulled while a client has it open."""


class Replug(Struct, frozen=True):
    """Put the port back, under another name or (empty) under the same."""

    name: str = ""


class Skip(Struct, frozen=True):
    """Let pump time leap by a span, or until an alarm is raised, within the span.

    `named`: the alarms that the scenario knows of; crossing another is a mistake in the story.
    """

    span: Nanos
    until_alarm: str = ""
    named: frozenset[str] = frozenset()
    connected: bool = False


# Effects ----------------------------------------------------------------------------------------


class Send(Struct, frozen=True):
    """Bytes for the client: one frame or link byte, or (from the paced line) a burst of one.

    `last` marks the burst that ends its frame; `intact` is False once a fault has touched any byte.
    """

    at: Nanos
    data: bytes
    frame: Frame
    last: bool = True
    intact: bool = True


class LineState(Struct, frozen=True):
    """A serial line error that a UART would report."""

    at: Nanos
    error: Literal["parity", "framing", "overrun"]


class Hangup(Struct, frozen=True):
    """Drop the client's connection now."""

    at: Nanos


class Plug(Struct, frozen=True):
    """The port is pulled (None), or comes back under a name; empty: under the one it had.

    A name stands in the folder of the port's address; a port without a folder keeps its address.
    """

    at: Nanos
    name: str | None


class AskOperator(Struct, frozen=True):
    """Ask the person at the client to do something; the driver answers with `Delivered`."""

    at: Nanos
    do: str
    of: str


class Visit(Struct, frozen=True):
    """The client comes again, under a name: the driver starts it once the one before has ended."""

    at: Nanos
    name: str


class Mistaken(Struct, frozen=True):
    """A step has come to what its story did not mean: Run adds the step's place, and re-raises.

    What had come of it by then came before; it stays so.
    """

    at: Nanos
    found: str


class Note(Struct, frozen=True):
    """What a layer knows and others may want to: the only thing that monitors and reports read.

    `what` is the kind ("alarm", "operation", "fault", "port", ...), `of` the one concerned, `state`
    what became of it. `pump` is the pump time where one applies. Values carry their unit.
    """

    at: Nanos
    what: str
    of: str = ""
    state: str = ""
    pump: Nanos | None = None
    data: Mapping[str, Value] = {}


Effect: TypeAlias = (
    Send | LineState | ModemLines | Break | Hangup | Plug | AskOperator | Visit | Mistaken | Note
)
