"""The serial line between device and port: pacing both ways, byte faults, hang-ups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol

from mockpump.chance import Chance, Stream
from mockpump.clock import Nanos, earliest
from mockpump.line.faults import BYTE_FAULTS
from mockpump.line.faults.base import ByteFault, Direction
from mockpump.line.pace import Pace
from mockpump.seam import (
    Bytes,
    Clear,
    Closed,
    Do,
    Effect,
    HangUp,
    Hangup,
    Input,
    Note,
    Opened,
    Plug,
    Purge,
    Refused,
    Replug,
    Send,
    Sent,
    Settings,
    Unplug,
    Value,
)

BACKLOG = 4096  # bytes a client may be ahead of the line, as in a tty driver


class Layer(Protocol):
    """Any layer of the seam: the three verbs."""

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        """Take one input; say what must now be done."""
        ...

    def tick(self, now: Nanos) -> list[Effect]:
        """Do what is due; now <= next_deadline()."""
        ...

    def next_deadline(self) -> Nanos | None:
        """When to tick if nothing comes."""
        ...

    def take_unheard(self) -> bytes:
        """Give back bytes that were received but not dealt with."""
        ...


class Line:
    """Delays and damages bytes on their way, tells the device when a frame has left."""

    def __init__(self, device: Layer, chance: Chance, baud: int | None) -> None:
        """Lay a line before a device. `baud` None: unpaced, bytes pass in no time."""
        self._device = device
        self._chance = chance
        self._up = Pace(baud) if baud else None
        self._down = Pace(baud) if baud else None
        self._faults: dict[ByteFault, Stream] = {}
        self._set_so_far: Counter[str] = Counter()
        self._damaged: set[int] = set()
        self._unheard = b""  # for the device, once all else at this instant is done
        self._waiting = b""  # the same, but still to pass the line, behind the unheard
        self._waiting_since: Nanos = 0
        self._open = False
        self._plugged = True

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        """Take one input; what the line does not know goes on to the device."""
        match input_:
            case Bytes(data):
                return self._from_client(data, now)
            case Do(action, step):
                return self._do(action, step, now)
            case Opened() | Closed():
                return self._turn(input_, now)
            case Settings():
                return [Note(now, "port", "", "settings", data={"baud": input_.baud})]
            case Refused():
                return [Note(now, "port", "", "refused")]
            case Purge("output"):
                return self._purge(now)
            case _:
                return self._outward(self._device.receive(input_, now))

    def _do(self, action: object, step: str, now: Nanos) -> list[Effect]:
        match action:
            case ByteFault():
                return self._set(action, step, now)
            case Clear(name) if name in BYTE_FAULTS:
                return self._clear(action, now)
            case HangUp() | Unplug() | Replug():
                return self._handle_plug(action, now)
            case _:
                return self._outward(self._device.receive(Do(action, step), now))

    def tick(self, now: Nanos) -> list[Effect]:
        """Let the device do what is due, then hear what has reached it; then serve the client."""
        due = self._device.next_deadline()
        is_due = due is not None and due <= now
        effects = self._device.tick(now) if is_due else self._go_on(now)
        if self._up is None or self._down is None:
            return self._outward(effects)
        for burst in self._up.take(now):
            data, touched = self._damage(bytes(burst.data), "to_pump", now)
            effects += touched
            effects += self._hear(data, now)
        out = self._outward(effects)
        for burst in self._down.take(now):
            assert burst.frame is not None
            out += self._leave(Send(now, bytes(burst.data), burst.frame, last=burst.last))
        return out

    def next_deadline(self) -> Nanos | None:
        """When the device, or a burst on either way, is due."""
        due = self._device.next_deadline()
        if self._waiting or self._unheard:
            due = earliest(due, self._waiting_since)
        if self._up is None or self._down is None:
            return due
        return earliest(due, self._up.next_deadline(), self._down.next_deadline())

    def has_room(self) -> bool:
        """Whether a port should read more; beyond, the client's own writes must wait, as on a tty."""
        return self._up is None or self._up.backlog() < BACKLOG

    def is_quiet(self) -> bool:
        """Whether nothing is on its way to the client."""
        return self._down is None or self._down.next_deadline() is None

    # from the client ---------------------------------------------------------------------------

    def _from_client(self, data: bytes, now: Nanos) -> list[Effect]:
        if self._up is None:
            return self._outward(self._pass_unpaced(data, now))
        self._up.put(data, now)
        return []

    def _pass_unpaced(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let bytes through at once; one by one under a fault, which must not see the chunking."""
        self._waiting_since = now
        if self._faults:
            self._waiting = data[1:]
            data, touched = self._damage(data[:1], "to_pump", now)
            return touched + self._hear(data, now)
        effects = self._hear(data, now)
        # What the device gives back has met no fault: the frame before it may cause one.
        self._waiting, self._unheard = self._unheard, b""
        return effects

    def _hear(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let the device hear bytes; what it gives back waits until all else now due is done."""
        effects = self._device.receive(Bytes(data), now)
        if unheard := self._device.take_unheard():
            self._unheard, self._waiting_since = unheard, now
        return effects

    def _go_on(self, now: Nanos) -> list[Effect]:
        """Go on with what was kept back at this instant."""
        if data := self._unheard:
            self._unheard = b""
            return self._hear(data, now)
        data, self._waiting = self._waiting, b""
        return self._pass_unpaced(data, now) if data else []

    # to the client -----------------------------------------------------------------------------

    def _outward(self, effects: Iterable[Effect]) -> list[Effect]:
        """Pass effects on; a frame waits its turn on the wire, or leaves at once."""
        out: list[Effect] = []
        for effect in effects:
            if type(effect) is not Send:
                out.append(effect)
            elif self._down is None:
                out += self._leave(effect)
            else:
                self._down.put(effect.data, effect.at, effect.frame)
        return out

    def _leave(self, send: Send) -> list[Effect]:
        """Bytes of a frame leave for the client; after the last one the device learns of it."""
        frame = send.frame
        notes: list[Effect] = []
        if self._faults or self._damaged:
            data, notes = self._damage(send.data, "to_client", send.at)
            if notes:
                self._damaged.add(frame.id)
            send = Send(send.at, data, frame, send.last, frame.id not in self._damaged)
        out: list[Effect] = [*notes, send] if notes else [send]
        if send.last:
            self._damaged.discard(frame.id)
            caused = self._device.receive(Sent(frame, send.intact), send.at)
            if caused:
                out += self._outward(caused)
        return out

    # faults and the connection -----------------------------------------------------------------

    def _damage(self, data: bytes, direction: Direction, now: Nanos) -> tuple[bytes, list[Effect]]:
        """Let the faults of one direction have their way with bytes; note each that changed any."""
        notes: list[Effect] = []
        for fault, stream in self._faults.items():
            if fault.direction != direction:
                continue
            before, data = data, fault.alter(data, stream)
            if data != before:
                touched = {"before": before.decode("latin-1"), "after": data.decode("latin-1")}
                notes.append(_told(fault, "touched", now, touched))
        return data, notes

    def _set(self, fault: ByteFault, step: str, now: Nanos) -> list[Effect]:
        """Set a fault, beside those of other settings, with a stream of its own.

        The stream is named by the step's id, or else by fault and direction; and by the turn.
        """
        name = step or f"{fault.name}/{fault.direction}"
        self._set_so_far[name] += 1
        self._faults[fault] = self._chance.stream(f"{name}/{self._set_so_far[name]}")
        return [_told(fault, "set", now)]

    def _clear(self, clear: Clear, now: Nanos) -> list[Effect]:
        """Clear the faults of a name, or the one of just these settings."""
        cleared = [
            fault
            for fault in self._faults
            if fault.name == clear.fault and clear.setting in (None, fault)
        ]
        for fault in cleared:
            del self._faults[fault]
        return [_told(fault, "cleared", now) for fault in cleared]

    def _turn(self, input_: Opened | Closed, now: Nanos) -> list[Effect]:
        """Take the port's opening or closing; hearing of it twice changes nothing."""
        opens = isinstance(input_, Opened)
        if opens == self._open:
            return []
        self._open = opens
        notes = [] if opens else self._cancel(now)
        state = "opened" if opens else "closed"
        effects = self._outward(self._device.receive(input_, now))
        return [Note(now, "port", "", state), *notes, *effects]

    def _handle_plug(self, action: HangUp | Unplug | Replug, now: Nanos) -> list[Effect]:
        """Drop, pull or put back the port; nothing comes of what cannot be done as it stands."""
        match action:
            case HangUp() if self._plugged:
                return self._drop(now, "hung_up", Hangup(now))
            case Unplug() if self._plugged:
                self._plugged = False
                return self._drop(now, "unplugged", Plug(now, None))
            case Replug(name) if not self._plugged:
                self._plugged = True
                return [Note(now, "port", name, "replugged"), Plug(now, name)]
            case _:
                return []

    def _drop(self, now: Nanos, state: str, how: Effect) -> list[Effect]:
        """Drop the connection, in one way or another."""
        notes = self._cancel(now)
        self._open = False
        effects = self._outward(self._device.receive(Closed(), now))
        return [Note(now, "port", "", state), *notes, how, *effects]

    def _purge(self, now: Nanos) -> list[Effect]:
        """Drop what the client has written and what has not left it."""
        lost = self._up.cancel(now) if self._up is not None else 0
        return [Note(now, "port", "", "purged", data={"lost": lost})]

    def _cancel(self, now: Nanos) -> list[Effect]:
        """Drop what is on its way, both ways, and say how much."""
        lost = {"to_client": 0, "to_pump": len(self._unheard) + len(self._waiting)}
        self._unheard = self._waiting = b""
        self._damaged.clear()
        if self._up is not None and self._down is not None:
            lost["to_client"] += self._down.cancel(now)
            lost["to_pump"] += self._up.cancel(now)
        return [Note(now, "port", "", "cut", data=lost)] if any(lost.values()) else []


def _told(
    fault: ByteFault, state: str, now: Nanos, more: Mapping[str, Value] | None = None
) -> Effect:
    return Note(
        now, "fault", fault.name, state, data={"direction": fault.direction, **(more or {})}
    )
