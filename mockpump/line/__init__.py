"""The serial line between device and port: pacing both ways, byte faults, hang-ups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from mockpump.chance import Chance, Stream
from mockpump.clock import Nanos, earliest
from mockpump.line.faults.base import ByteFault
from mockpump.line.pace import Pace
from mockpump.seam import (
    Bytes,
    Clear,
    Closed,
    Do,
    Effect,
    Frame,
    HangUp,
    Hangup,
    Input,
    Note,
    Opened,
    Send,
    Sent,
    Settings,
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
        self._faults: dict[str, tuple[ByteFault, Stream]] = {}
        self._set_so_far: dict[str, int] = {}
        self._damaged: set[int] = set()
        self._waiting = b""  # for the device, once all else at this instant is done
        self._waiting_since: Nanos = 0
        self._open = False

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        """Take one input; what the line does not know goes on to the device."""
        match input_:
            case Bytes(data):
                return self._from_client(data, now)
            case Do(HangUp()):
                return self._hang_up(now)
            case Do(ByteFault() as fault):
                return self._set(fault, input_.step, now)
            case Do(Clear(name)) if name in self._faults:
                del self._faults[name]
                return [Note(now, "fault", name, "cleared")]
            case Opened() | Closed():
                return self._turn(input_, now)
            case Settings():
                return [Note(now, "port", "", "settings", data={"baud": input_.baud})]
            case _:
                return self._outward(self._device.receive(input_, now))

    def tick(self, now: Nanos) -> list[Effect]:
        """Let the device do what is due, then hear what has reached it; then serve the client."""
        due = self._device.next_deadline()
        if due is not None and due <= now:
            effects = self._device.tick(now)
        else:
            effects = self._go_on(now)
        if self._up is None or self._down is None:
            return self._outward(effects)
        for burst in self._up.take(now):
            effects += self._hear(*self._damage(bytes(burst.data), "to_pump", None, now), now=now)
        out = self._outward(effects)
        for burst in self._down.take(now):
            assert burst.frame is not None
            out += self._leave(Send(now, bytes(burst.data), burst.frame, last=burst.last))
        return out

    def next_deadline(self) -> Nanos | None:
        """When the device, or a burst on either way, is due."""
        due = self._device.next_deadline()
        if self._waiting:
            due = earliest(due, self._waiting_since)
        if self._up is None or self._down is None:
            return due
        return earliest(due, self._up.next_deadline(), self._down.next_deadline())

    def has_room(self) -> bool:
        """Whether a port should read more; beyond, the client's own writes must wait, as on a tty."""
        return self._up is None or self._up.backlog() < BACKLOG

    # from the client ---------------------------------------------------------------------------

    def _from_client(self, data: bytes, now: Nanos) -> list[Effect]:
        if self._up is None:
            return self._outward(self._pass_unpaced(data, now))
        self._up.put(data, now)
        return []

    def _pass_unpaced(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let bytes through at once; one by one under a fault, which must not see the chunking."""
        if not self._faults:
            return self._hear(data, now=now)
        self._wait(data[1:], now)
        return self._hear(*self._damage(data[:1], "to_pump", None, now), now=now)

    def _hear(self, data: bytes, notes: list[Effect] | None = None, *, now: Nanos) -> list[Effect]:
        effects = self._device.receive(Bytes(data), now)
        if unheard := self._device.take_unheard():
            self._wait(unheard, now)
        return notes + effects if notes else effects

    def _wait(self, data: bytes, now: Nanos) -> None:
        """Keep bytes back until all else at this instant is done; they come before later ones."""
        self._waiting, self._waiting_since = data + self._waiting, now

    def _go_on(self, now: Nanos) -> list[Effect]:
        data, self._waiting = self._waiting, b""
        if not data:
            return []
        return self._pass_unpaced(data, now) if self._up is None else self._hear(data, now=now)

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
        if self._faults:
            data, notes = self._damage(send.data, "to_client", frame, send.at)
            intact = frame.id not in self._damaged
            send = Send(send.at, data, frame, send.last, intact)
        out: list[Effect] = [*notes, send] if notes else [send]
        if send.last:
            self._damaged.discard(frame.id)
            caused = self._device.receive(Sent(frame, send.intact), send.at)
            if caused:
                out += self._outward(caused)
        return out

    # faults and the connection -----------------------------------------------------------------

    def _damage(
        self, data: bytes, direction: str, frame: Frame | None, now: Nanos
    ) -> tuple[bytes, list[Effect]]:
        notes: list[Effect] = []
        for name, (fault, stream) in self._faults.items():
            if fault.direction != direction:
                continue
            before, data = data, fault.alter(data, stream)
            if data != before:
                touched = {"before": before.decode("latin-1"), "after": data.decode("latin-1")}
                notes.append(Note(now, "fault", name, "touched", data=touched))
                if frame is not None:
                    self._damaged.add(frame.id)
        return data, notes

    def _set(self, fault: ByteFault, step: str, now: Nanos) -> list[Effect]:
        """Set a fault with a stream of its own: named by its step, or by the fault and its turn."""
        turn = self._set_so_far[fault.name] = self._set_so_far.get(fault.name, 0) + 1
        self._faults[fault.name] = fault, self._chance.stream(step or f"{fault.name}/{turn}")
        return [Note(now, "fault", fault.name, "set")]

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

    def _hang_up(self, now: Nanos) -> list[Effect]:
        notes = self._cancel(now)
        self._open = False
        effects = self._outward(self._device.receive(Closed(), now))
        return [Note(now, "port", "", "hung_up"), *notes, Hangup(now), *effects]

    def _cancel(self, now: Nanos) -> list[Effect]:
        """Drop what is on its way and say how much."""
        self._waiting = b""
        if self._up is None or self._down is None:
            return []
        lost = {"to_client": self._down.cancel(now), "to_pump": self._up.cancel(now)}
        if not any(lost.values()):
            return []
        return [Note(now, "port", "", "cut", data=lost)]
