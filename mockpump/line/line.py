"""The serial line between device and port: pacing both ways, byte faults, hang-ups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from mockpump.chance import Chance
from mockpump.clock import Nanos, earliest
from mockpump.line.arrivals import Arrivals, Ended
from mockpump.line.chain import Chain, told
from mockpump.line.faults import BYTE_FAULTS
from mockpump.line.faults.base import Byte, ByteFault, data_of
from mockpump.line.faults.wrong_baud import WrongBaud
from mockpump.line.pace import Pace
from mockpump.line.wire import Wire
from mockpump.seam import (
    Arrived,
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
    Plug,
    Purge,
    Refused,
    Replug,
    Send,
    Sent,
    Settings,
    Unplug,
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

    def __init__(
        self, device: Layer, chance: Chance, wire: Wire, *, paced: bool = True, strict: bool = True
    ) -> None:
        """Lay a line before a device, whose end of it is set like `wire`.

        Unpaced, bytes pass in no time. Not `strict`: what settings the client chooses is no matter.
        """
        self._device = device
        self._chance = chance
        self._wire, self._strict = wire, strict
        self._up = Pace(wire) if paced else None
        self._down = Pace(wire) if paced else None
        self._to_pump, self._to_client = Chain("to_pump"), Chain("to_client")
        self._arrivals = Arrivals()
        self._mismatch: WrongBaud | None = None
        self._unheard = b""  # for the device, once all else at this instant is done
        self._waiting = b""  # the same, but still to pass the line, behind the unheard
        self._waiting_since: Nanos = 0
        self._heard_at: Nanos = -1  # when bytes passed an unpaced line last
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
                return self._settle(input_, now)
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
        if self._to_pump:
            effects += self._reach_pump(self._to_pump.tick(now), now)
        if self._up is not None:
            for burst in self._up.take(now):
                effects += self._up_chain(bytes(burst.data), now, after_pause=burst.after_pause)
        out = self._outward(effects)
        if self._to_client:
            out += self._reach_client(self._to_client.tick(now), now)
        if self._down is not None:
            for burst in self._down.take(now):
                assert burst.frame is not None
                send = Send(now, bytes(burst.data), burst.frame, last=burst.last)
                out += self._leave(send, first=burst.first, after_pause=burst.after_pause)
        return out

    def next_deadline(self) -> Nanos | None:
        """When the device, or what is on its way, is due."""
        due = self._device.next_deadline()
        if self._waiting or self._unheard:
            due = earliest(due, self._waiting_since)
        if self._to_pump or self._to_client:
            due = earliest(due, self._to_pump.next_deadline(), self._to_client.next_deadline())
        if self._up is None or self._down is None:
            return due
        return earliest(due, self._up.next_deadline(), self._down.next_deadline())

    def has_room(self) -> bool:
        """Whether a port should read more; beyond, the client's own writes must wait, as on a tty."""
        return self._up is None or self._up.backlog() < BACKLOG

    def is_quiet(self) -> bool:
        """Whether nothing is on its way to the client; what a fault holds for ever never will be."""
        paced = self._down is not None and self._down.next_deadline() is not None
        return not paced and not self._to_client.is_moving()

    # from the client ---------------------------------------------------------------------------

    def _from_client(self, data: bytes, now: Nanos) -> list[Effect]:
        if self._up is None:
            return self._outward(self._pass_unpaced(data, now))
        self._up.put(data, now)
        return []

    def _pass_unpaced(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let bytes through at once; one by one under a fault, which must not see the chunking."""
        self._waiting_since = now
        after_pause, self._heard_at = now > self._heard_at, now
        if self._to_pump:
            self._waiting = data[1:]
            return self._up_chain(data[:1], now, after_pause=after_pause)
        effects = self._hear(data, now)
        # What the device gives back has met no fault: the frame before it may cause one.
        self._waiting, self._unheard = self._unheard, b""
        return effects

    def _up_chain(self, data: bytes, now: Nanos, *, after_pause: bool) -> list[Effect]:
        """Bytes have passed the wire: let the faults have their way with them."""
        if not self._to_pump:
            return self._hear(data, now)
        bytes_ = [
            Byte(data[at : at + 1], after_pause=after_pause and not at) for at in range(len(data))
        ]
        return self._reach_pump(self._to_pump.take(bytes_, now), now)

    def _reach_pump(self, bytes_: list[Byte], now: Nanos) -> list[Effect]:
        """Let the device hear what the faults have let out; echoes go back to the client."""
        effects = self._take_notes(self._to_pump)
        if back := self._to_pump.back:
            self._to_pump.back = []
            effects += self._arrivals.take(back, now)[0]
        effects += self._end_spent(now)
        data = data_of(bytes_)
        return effects + self._hear(data, now) if data else effects

    def _hear(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let the device hear bytes; what it gives back waits until all else now due is done."""
        if self._unheard:
            self._unheard += data
            return []
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
            if type(effect) is not Send or effect.frame.kind == "noise":
                out.append(effect)
            elif self._down is None:
                out += self._leave(effect, first=True, after_pause=False)
            else:
                self._down.put(effect.data, effect.at, effect.frame)
        return out

    def _leave(self, send: Send, *, first: bool, after_pause: bool) -> list[Effect]:
        """Bytes of a frame leave for the client; after the last one the device learns of it."""
        frame, now = send.frame, send.at
        if not self._to_client and not self._arrivals:
            self._arrivals.passes(frame, last=send.last)
            return [send, *self._sent(frame, intact=True, now=now)] if send.last else [send]
        final = len(send.data) - 1
        bytes_ = [
            Byte(
                send.data[at : at + 1],
                frame,
                after_pause=after_pause and not at,
                begins=first and not at,
                ends=send.last and at == final,
            )
            for at in range(len(send.data))
        ]
        out = self._to_client.take(bytes_, now)
        return self._reach_client(out, now, frame if send.last else None)

    def _reach_client(
        self, bytes_: list[Byte], now: Nanos, left: Frame | None = None
    ) -> list[Effect]:
        """Let the client have what the faults have let out; `left`: a frame has ended at the pump."""
        effects, ended = self._arrivals.take(bytes_, now)
        effects = self._take_notes(self._to_client) + effects
        if left is not None:
            intact = (left, True) in ended
            ended = [one for one in ended if one[0] != left]
            effects += self._sent(left, intact=intact, now=now)
        return effects + self._arrived(ended, now) + self._end_spent(now)

    def _sent(self, frame: Frame, *, intact: bool, now: Nanos) -> list[Effect]:
        caused = self._device.receive(Sent(frame, intact), now)
        return self._outward(caused) if caused else []

    def _arrived(self, ended: list[Ended], now: Nanos) -> list[Effect]:
        """Tell of frames that have come through late."""
        effects: list[Effect] = []
        for frame, intact in ended:
            if intact:
                effects += self._outward(self._device.receive(Arrived(frame), now))
        return effects

    # faults ------------------------------------------------------------------------------------

    def _set(self, fault: ByteFault, step: str, now: Nanos) -> list[Effect]:
        """Set a fault, beside those of other settings, with streams of its own.

        A stream is named by the step's id, or else by fault and direction; and by the turn.
        """
        effects: list[Effect] = [told(fault, "set", now), *fault.begins()]
        name = step or f"{fault.name}/{fault.direction}"
        for chain in self._chains(fault):
            own = f"{name}/{chain.direction}" if fault.direction == "both" else name
            stage = fault.stage(self._chance.next_stream(own), self._wire, chain.direction)
            effects += self._let_out(chain, chain.set(fault, stage, now), now)
        return effects

    def _clear(self, clear: Clear, now: Nanos) -> list[Effect]:
        """Clear the faults of a name, or the one of just these settings."""
        standing = dict.fromkeys([*self._to_client.faults(), *self._to_pump.faults()])
        return [
            effect
            for fault in standing
            if fault.name == clear.fault and clear.setting in (None, fault)
            for effect in self._end(fault, now)
        ]

    def _end(self, fault: ByteFault, now: Nanos) -> list[Effect]:
        """Clear one fault; what it held back goes on."""
        effects: list[Effect] = [told(fault, "cleared", now), *fault.ends()]
        for chain in self._chains(fault):
            effects += self._let_out(chain, chain.clear(fault, now), now)
        return effects

    def _end_spent(self, now: Nanos) -> list[Effect]:
        """Clear the faults that have hit as often as they may."""
        spent = dict.fromkeys([*self._to_client.spent(), *self._to_pump.spent()])
        return [
            effect
            for fault in spent
            if all(fault in chain.spent() for chain in self._chains(fault))
            for effect in self._end(fault, now)
        ]

    def _let_out(self, chain: Chain, bytes_: list[Byte], now: Nanos) -> list[Effect]:
        if chain is self._to_client:
            return self._reach_client(bytes_, now)
        return self._outward(self._reach_pump(bytes_, now))

    def _chains(self, fault: ByteFault) -> list[Chain]:
        chains = {"to_client": self._to_client, "to_pump": self._to_pump}
        return [chains[direction] for direction in fault.directions()]

    @staticmethod
    def _take_notes(chain: Chain) -> list[Effect]:
        notes, chain.notes = chain.notes, []
        return notes

    # settings and the connection ---------------------------------------------------------------

    def _settle(self, settings: Settings, now: Nanos) -> list[Effect]:
        """See what settings the client has chosen: if others than the pump's, neither understands."""
        client = self._wire.chosen(settings)
        right = client.understands(self._wire)
        known = str(client) if settings.bits is not None else str(client.baud)
        pumps = {"pump": str(self._wire)}
        note = Note(now, "settings", known, "right" if right else "wrong", data=pumps)
        effects = self._forget_settings(now)
        if not right and self._strict:
            self._mismatch = WrongBaud(baud=client.baud, format=client.format())
            effects += self._set(self._mismatch, "", now)
        return [note, *effects]

    def _forget_settings(self, now: Nanos) -> list[Effect]:
        mismatch, self._mismatch = self._mismatch, None
        return [] if mismatch is None else self._end(mismatch, now)

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
        self._arrivals.forget()
        for chain in (self._to_client, self._to_pump):
            lost[chain.direction] += chain.drop()
        if self._up is not None and self._down is not None:
            lost["to_client"] += self._down.cancel(now)
            lost["to_pump"] += self._up.cancel(now)
        cut: list[Effect] = [Note(now, "port", "", "cut", data=lost)] if any(lost.values()) else []
        return cut + self._forget_settings(now)
