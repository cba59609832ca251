"""The serial line between device and port: pacing both ways, byte faults, hang-ups."""

from __future__ import annotations

from collections.abc import Iterable

from mockpump.chance import Chance
from mockpump.clock import Nanos, earliest
from mockpump.line.chain import told
from mockpump.line.faults import BYTE_FAULTS
from mockpump.line.faults.base import Byte, ByteFault, Direction
from mockpump.line.faults.wrong_baud import WrongBaud
from mockpump.line.inward import Inward
from mockpump.line.layer import Layer
from mockpump.line.outward import Outward
from mockpump.line.pace import Pace
from mockpump.line.wire import Wire
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
    Settings,
    Unplug,
)

BACKLOG = 4096  # bytes a client may be ahead of the line, as in a tty driver


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
        self._in = Inward(device, Pace(wire) if paced else None)
        self._out = Outward(device, Pace(wire) if paced else None)
        self._mismatch: WrongBaud | None = None
        self._open = False
        self._plugged = True

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        """Take one input; what the line does not know goes on to the device."""
        return self._take(input_, now) + self._end_spent(now)

    def _take(self, input_: Input, now: Nanos) -> list[Effect]:
        match input_:
            case Bytes() if not self._open:
                return []  # of a client that was cut off, which may not know it yet
            case Bytes(data):
                return self._pass_on(self._in.write(data, now), now)
            case Do():
                return self._do(input_, now)
            case Opened() | Closed():
                return self._turn(input_, now)
            case Settings():
                return self._settle(input_, now)
            case Refused():
                return [Note(now, "port", "", "refused")]
            case Purge("output"):
                return self._purge(now)
            case _:
                return self._out.send(self._device.receive(input_, now))

    def _do(self, do: Do, now: Nanos) -> list[Effect]:
        match do.action:
            case ByteFault() as fault:
                return self._set(fault, do.step, now)
            case Clear(name) as clear if name in BYTE_FAULTS:
                return self._clear(clear, now)
            case HangUp() | Unplug() | Replug() as plug:
                return self._handle_plug(plug, now)
            case _:
                return self._out.send(self._device.receive(do, now))

    def tick(self, now: Nanos) -> list[Effect]:
        """Let the device do what is due, then hear what has reached it; then serve the client."""
        due = self._device.next_deadline()
        is_due = due is not None and due <= now
        effects = self._device.tick(now) if is_due else self._in.go_on(now)
        effects += self._in.tick(now)
        return self._pass_on(effects, now) + self._out.tick(now) + self._end_spent(now)

    def next_deadline(self) -> Nanos | None:
        """When the device, or what is on its way, is due."""
        own = earliest(self._in.next_deadline(), self._out.next_deadline())
        return earliest(self._device.next_deadline(), own)

    def has_room(self) -> bool:
        """Whether a port should read more; beyond, the client's own writes must wait, as on a tty."""
        return self._in.backlog() < BACKLOG

    def is_quiet(self) -> bool:
        """Whether nothing is on its way to the client; what a fault holds for ever never will be."""
        return self._out.is_quiet()

    def _pass_on(self, effects: list[Effect], now: Nanos) -> list[Effect]:
        """Let what came of the client's bytes set out; echoes are with it already."""
        if not self._in.chain:
            return self._out.send(effects)
        echoes = self._out.let_out(self._in.chain.take_back(), now)
        return echoes + self._out.send(effects)

    # faults ------------------------------------------------------------------------------------

    def _set(self, fault: ByteFault, step: str, now: Nanos) -> list[Effect]:
        """Set a fault, beside those of other settings, with streams of its own.

        A stream is named by the step's id, or else by fault and direction; and by the turn.
        """
        effects: list[Effect] = [told(fault, "set", now), *fault.begins()]
        name = step or f"{fault.name}/{fault.direction}"
        for way in self._ways(fault):
            direction = way.chain.direction
            own = f"{name}/{direction}" if fault.direction == "both" else name
            stage = fault.stage(self._chance.next_stream(own), self._wire, direction)
            effects += self._let_out(way, way.chain.set(fault, stage, now), now)
        return effects

    def _clear(self, clear: Clear, now: Nanos) -> list[Effect]:
        """Clear the faults of a name, or the one of just these settings."""
        return [
            effect
            for fault in self._standing()
            if fault.name == clear.fault and clear.setting in (None, fault)
            for effect in self._end(fault, now)
        ]

    def _end(self, fault: ByteFault, now: Nanos) -> list[Effect]:
        """Clear one fault; what it held back goes on. Those of its name that still stand are told."""
        still = sum(one.name == fault.name for one in self._standing() if one != fault)
        cleared = told(fault, "cleared", now, {"still": still} if still else None)
        effects: list[Effect] = [cleared, *fault.ends()]
        for way in self._ways(fault):
            effects += self._let_out(way, way.chain.clear(fault, now), now)
        return effects

    def _standing(self) -> Iterable[ByteFault]:
        return dict.fromkeys([*self._out.chain.faults(), *self._in.chain.faults()])

    def _end_spent(self, now: Nanos) -> list[Effect]:
        """Clear the faults that have hit as often as they may."""
        if not self._out.chain and not self._in.chain:
            return []
        spent = dict.fromkeys([*self._out.chain.spent(), *self._in.chain.spent()])
        return [
            effect
            for fault in spent
            if all(fault in way.chain.spent() for way in self._ways(fault))
            for effect in self._end(fault, now)
        ]

    def _let_out(self, way: Inward | Outward, bytes_: list[Byte], now: Nanos) -> list[Effect]:
        effects = way.let_out(bytes_, now)
        return self._out.send(effects) if way is self._in else effects

    def _ways(self, fault: ByteFault) -> list[Inward | Outward]:
        ways: dict[Direction, Inward | Outward] = {"to_client": self._out, "to_pump": self._in}
        return [ways[direction] for direction in fault.directions()]

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
        effects = self._out.send(self._device.receive(input_, now))
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
        effects = self._out.send(self._device.receive(Closed(), now))
        return [Note(now, "port", "", state), *notes, how, *effects]

    def _purge(self, now: Nanos) -> list[Effect]:
        """Drop what the client has written and what has not left it."""
        return [Note(now, "port", "", "purged", data={"lost": self._in.purge(now)})]

    def _cancel(self, now: Nanos) -> list[Effect]:
        """Drop what is on its way, both ways, and say how much."""
        lost = {"to_client": self._out.cancel(now), "to_pump": self._in.cancel(now)}
        cut: list[Effect] = [Note(now, "port", "", "cut", data=lost)] if any(lost.values()) else []
        return cut + self._forget_settings(now)
