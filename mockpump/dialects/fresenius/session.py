"""A Fresenius line: the link, the base, and the modules in it, each with a session of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec.structs import replace

from mockpump.clock import SECOND, Nanos, earliest
from mockpump.dialects.base import Heard, Host, own_note
from mockpump.dialects.framed import FramedSession
from mockpump.dialects.frames import ACK, DC4, ENQ, NAK, Cut
from mockpump.dialects.fresenius.answering import MODULE_LETTERS, Answer, answer, letters_of
from mockpump.dialects.fresenius.commands import BASE_LETTERS, COMMANDS
from mockpump.dialects.fresenius.frames import (
    LONGEST,
    Bad,
    LinkByte,
    Message,
    Nak,
    cutter,
    frame,
    parse,
    spoilt,
)
from mockpump.dialects.fresenius.link import KeepAlive, Link
from mockpump.dialects.fresenius.module import EVENT_TRIES, Module, Told
from mockpump.operations import Outcome
from mockpump.seam import Effect, Frame, Note, PumpEvent, Send, Spoil, Value

INTER_BYTE: Nanos = SECOND // 2
"""How long a frame may pause."""
BASE = "0"
MODULES = "12345678"
"""What may stand at the base; more, its bitmap of two hex digits could not say."""


class FreseniusSession(FramedSession):
    """Frames without an address are those of a syringe without a base, if the line has only one."""

    def __init__(
        self, host: Host, *, crc_required: bool = True, options: Mapping[str, Value] | None = None
    ) -> None:
        super().__init__(
            host, cutter(), inter_byte=INTER_BYTE, crc_required=crc_required, options=options
        )
        self._modules = {key: Module(self, key) for key in sorted(host.addresses())}
        self._base_is_open = False
        self._alone = False  # the one syringe speaks without an address
        self._link = Link(self._anew)
        period, within = int(self.options["enq_period"]), int(self.options["enq_within"])
        self._keep_alive = KeepAlive(period, within, int(self.options["enq_tries"]))

    def _anew(self, send: Send, now: Nanos) -> Send:
        """Make a frame once more: events then know under which number they go."""
        old = send.frame
        new = self.send(send.data, now, old.kind, old.of, old.alarms, old.address)
        for module in self._modules.values():
            if module.event.frame == old.id:
                module.event.frame = new.frame.id
        return new

    # what the client says ----------------------------------------------------------------------

    def decode(self, cut: Cut, now: Nanos) -> Heard | None:
        """Read a frame, good or bad, or a byte that stands alone."""
        if cut.link:
            return self._decode_link(cut.data, now)
        body = parse(cut)
        if isinstance(body, Bad):
            return Heard(cut.data, body=body)
        command = COMMANDS.get(body.name)
        of = command.operation if command is not None else ""
        module = self._module(body.address)
        return Heard(cut.data, of, body, module.key if module is not None else "")

    def _decode_link(self, data: bytes, now: Nanos) -> Heard | None:
        """Take a byte that stands alone: dealt with at once, unless something is to be said of it."""
        code, rest = data[:1], data[1:]
        if rest and rest not in b"12345678":  # no code of a NAK: it stands for itself
            self.buffer[:0] = rest
        self._alive(now)
        settled = code in (ENQ, DC4) or (code == ACK and self._link.settles(now))
        return None if settled else Heard(data, body=LinkByte(code))

    def _module(self, address: str) -> Module | None:
        """Return the module that an address means; without one, the only one there is."""
        if not address and len(self._modules) == 1:
            return next(iter(self._modules.values()))
        return self._modules.get(address) if self.host.is_up(address) else None

    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Acknowledge a good frame, then reply to it."""
        self._alive(now)
        match heard.body:
            case LinkByte(code):
                return self._hear_link(code, now)
            case Bad(nak):
                return [Note(now, "frame", f"NAK {nak}", "bad"), self._nak(nak, now)]
            case Message() as message:
                return self._hear_message(message, now)
        raise AssertionError(heard)

    def _alive(self, now: Nanos) -> None:
        """The client is there: what watches over that begins anew, if there is a session."""
        if self._is_open:
            self._keep_alive.heard(now)

    @property
    def _is_open(self) -> bool:
        return self._base_is_open or any(module.is_open for module in self._modules.values())

    def _hear_link(self, code: bytes, now: Nanos) -> list[Effect]:
        if code == ACK:
            return [*self._link.acknowledged(now)]
        return self._again(now) if code == NAK else []

    def _nak(self, code: Nak, now: Nanos) -> Effect:
        return self.send(NAK + code.encode(), now, "link")

    def _again(self, now: Nanos) -> list[Effect]:
        """Send what the client could not read, or did not acknowledge, again, or give it up."""
        sends = self._link.again(now)
        if sends is not None:
            return [*sends]
        return [self._nak("5", now), *self._link.give_up(now)]

    def _hear_message(self, message: Message, now: Nanos) -> list[Effect]:
        if self._link.is_full:
            return [self._nak("6", now)]
        address = message.address
        if (address or BASE) not in BASE + MODULES or (not address and self._module("") is None):
            return [self._nak("4", now)]
        acknowledged = self.send(ACK, now, "link")
        if message.name in ("E", "M") and not message.args:
            return [acknowledged, *self._hear_receipt(message, now)]
        done, notes = self._carry_out(message, now)
        of = COMMANDS[message.name].operation if message.name in COMMANDS else ""
        effects: list[Effect] = [*notes, acknowledged, *self._reply(message, done, of, now)]
        for module in self._modules.values():
            effects += self._tell(module, now)
        return effects

    # replies -----------------------------------------------------------------------------------

    def _reply(self, message: Message, done: Answer, of: str, now: Nanos) -> list[Effect]:
        module = self._module(message.address)
        word = "C" if done.code is None else "I"
        data = done.data if done.code is None else done.code
        text = f"{message.address}{word};{data}" if data else f"{message.address}{word}"
        key = module.key if module is not None else ""
        send = self.send(frame(text), now, "reply", of, done.alarms, key)
        return [*self._link.put(send)]

    def _carry_out(self, message: Message, now: Nanos) -> tuple[Answer, list[Effect]]:
        """Do what a message asks for, as far as the sessions allow it."""
        command = COMMANDS.get(message.name)
        if message.length > LONGEST:
            return Answer(code="0C"), []
        if message.address == BASE:
            return self._carry_out_at_base(message, now), []
        module = self._module(message.address)
        if module is None:
            return Answer(code="0E"), []
        if command is None or command.where == "base":
            return Answer(code="01"), []
        if message.address and not self._base_is_open:
            return Answer(code="0D"), _refused(module, command.operation, "unopened", now)
        if message.name == "DC":
            module.is_open = True
            self._alone = not message.address
            self._keep_alive.heard(now)
            return Answer(), []
        if not module.is_open:
            return Answer(code="1E"), _refused(module, command.operation, "unopened", now)
        if command.manual and module.mode == "1":
            return Answer(code="02"), _refused(module, command.operation, "manual", now)
        return self._carry_out_in_session(module, message, now), []

    def _carry_out_in_session(self, module: Module, message: Message, now: Nanos) -> Answer:
        match message.name:
            case "FC":
                module.close()
                return self._closed()
            case "DE" | "DM":
                letters = letters_of(message.args, MODULE_LETTERS)
                if isinstance(letters, Answer):
                    return letters
                module.watch(letters, "E" if message.name == "DE" else "M", now)
                return Answer()
            case "AE" | "AM":
                module.watch("", "E", now)
                return Answer()
            case name:
                return answer(module, name, message.args, now)

    def _carry_out_at_base(self, message: Message, now: Nanos) -> Answer:
        match message.name:
            case "DC":
                self._base_is_open = True
                self._keep_alive.heard(now)
                return Answer()
            case _ if not self._base_is_open:
                return Answer(code="0D")
            case "FC" if any(module.mode == "2" for module in self._modules.values()):
                return Answer(code="1F")
            case "FC":
                self._close_all()
                return Answer()
            case "LE" | "LM" | "DE" | "DM":
                letters = letters_of(message.args, BASE_LETTERS)
                if isinstance(letters, Answer):
                    return letters
                data = ";".join(self._base_value(letter) for letter in letters)
                return Answer(data if message.name in ("LE", "LM") else "")
            case "AE" | "AM":
                return Answer()
            case "LF":
                return Answer("bSIMULATED-base") if message.args == ("b",) else Answer(code="04")
            case _:
                return Answer(code="01")

    def _base_value(self, letter: str) -> str:
        there = [key for key in self._modules if self.host.is_up(key)]
        if letter == "i":
            return f"i{len(there):02X}"
        return f"b{sum(1 << int(key) - 1 for key in there):02X}"

    def _closed(self) -> Answer:
        """Ask no more whether anybody is there if no session is left."""
        if not self._is_open:
            self._keep_alive.stop()
        return Answer()

    def _close_all(self) -> None:
        self._base_is_open = False
        for module in self._modules.values():
            module.close()
        self._keep_alive.stop()

    # events ------------------------------------------------------------------------------------

    def announce(self, event: PumpEvent, now: Nanos, address: str = "") -> list[Effect]:
        """Tell what has changed of what the client wants to be told; a module that is down is gone."""
        if event.what == "processor":
            self._modules[address].close()
            return []
        return self._tell(self._modules[address], now)

    def _tell(self, module: Module, now: Nanos, *, volume: bool = False) -> list[Effect]:
        if not module.watched:
            return []
        told = module.news(now, volume=volume)
        return [] if told is None else self._send_event(module, told, now)

    def _send_event(self, module: Module, told: Told, now: Nanos) -> list[Effect]:
        address = "" if self._alone else module.key
        text = f"{address}{module.kind};{told.text}"
        of = told.alarms[0][0] if told.alarms else ""
        send = self.send(frame(text), now, "event", of, told.alarms, module.key)
        module.event.goes(told, send.frame.id)
        return [*self._link.put(send)]

    def _hear_receipt(self, message: Message, now: Nanos) -> list[Effect]:
        """An event was received: the next one may go."""
        module = self._module(message.address)
        if module is None or not module.event.received():
            return []
        note = own_note("ack_event", {}, Outcome("accepted"), now)
        return [_at(module, note), *self._tell(module, now)]

    def _repeat_event(self, module: Module, now: Nanos) -> list[Effect]:
        event = module.event
        told = event.told
        assert told is not None
        if event.tries >= EVENT_TRIES:
            event.received()
            return [_at(module, Note(now, "event", "", "dropped")), *self._tell(module, now)]
        return self._send_event(module, told, now)

    # what frame faults need ----------------------------------------------------------------------

    def spoil(self, data: bytes, how: Spoil) -> bytes:  # noqa: ARG002 - there is one way only
        """Return a frame of ours with a wrong check."""
        return spoilt(data)

    def mishear(self, heard: Heard, how: Spoil) -> Heard:  # noqa: ARG002 - there is one way only
        """Return a frame as if its check were wrong."""
        if isinstance(heard.body, LinkByte):
            return heard
        return replace(heard, of="", body=Bad("2"))

    def refuse(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Say that the receiver is not ready."""
        return [] if isinstance(heard.body, LinkByte) else [self._nak("6", now)]

    # time --------------------------------------------------------------------------------------

    def sent(self, frame: Frame, now: Nanos) -> list[Effect]:
        """Time what waits for an answer from when its last bit has left."""
        self._link.sent(frame, now)
        self._keep_alive.sent(frame.id, now)
        for module in self._modules.values():
            if module.watched:
                module.event.sent(frame.id, now)
        return []

    def tick(self, now: Nanos) -> list[Effect]:
        """Do what is due: drop, send again, ask whether anybody is there, tell volumes."""
        effects = super().tick(now)
        if self._link.overdue(now):
            effects += self._again(now)
        match self._keep_alive.tick(now):
            case "ask":
                asks = self.send(ENQ, now, "link")
                self._keep_alive.asked(asks.frame.id)
                effects.append(asks)
            case "lost":
                self._close_all()
                effects.append(Note(now, "session", "", "expired"))
        for module in self._modules.values():
            if module.event.timer.run_out(now):
                effects += self._repeat_event(module, now)
            if module.volume_timer.run_out(now):
                module.volume_timer.restart(now)
                effects += self._tell(module, now, volume=True)
        return effects

    def next_deadline(self) -> Nanos | None:
        """When the first of these is due."""
        due = earliest(super().next_deadline(), self._link.due, self._keep_alive.due)
        for module in self._modules.values():
            if module.watched:
                due = earliest(due, module.event.timer.due, module.volume_timer.due)
        return due


def _refused(
    module: Module, of: str, refusal: Literal["unopened", "manual"], now: Nanos
) -> list[Effect]:
    """Note an operation that no pump was asked for."""
    if not of:
        return []
    return [_at(module, Note(now, "operation", of, "refused", data={"refusal": refusal}))]


def _at(module: Module, note: Note) -> Note:
    """Say which pump it was, where the line has addresses."""
    return replace(note, data={**note.data, "address": module.key}) if module.key else note
