"""A New Era line: one or more pumps that hear every command, and answer those that are theirs."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from mockpump.clock import SECOND, Nanos, earliest
from mockpump.dialects.base import Carried, Heard, Host, Session
from mockpump.dialects.newera.alarms import CODES, RESET, TIMEOUT
from mockpump.dialects.newera.answering import answer
from mockpump.dialects.newera.commands import Asked, parse
from mockpump.dialects.newera.frames import Cutter, Packet, basic, safe, spoilt
from mockpump.dialects.newera.unit import BY_ITSELF, Unit
from mockpump.dialects.timers import Countdown
from mockpump.operations import Operation
from mockpump.seam import Effect, Note, PumpEvent, Spoil, Value

INTER_BYTE: Nanos = SECOND // 2
"""How long a safe packet may pause; a basic command may take for ever, as a hand does."""


class NewEraSession(Session):
    """Lasts as long as the pumps: nobody tells them when a client opens or closes its port."""

    def __init__(
        self, host: Host, *, crc_required: bool = True, options: Mapping[str, Value] | None = None
    ) -> None:
        super().__init__(host, crc_required=crc_required, options=options)
        self._cutter = Cutter()
        self._pause = Countdown(INTER_BYTE)
        version = str(self.options["version"])
        self._units = {key: Unit(host, key, version) for key in sorted(host.addresses())}
        if self.options["reset_alarm"]:
            for unit in self._units.values():
                unit.pending.add(RESET)

    # what the client says ----------------------------------------------------------------------

    def hear(self, data: bytes, now: Nanos) -> Heard | None:
        """Cut the first command; a safe packet that has begun must not pause for long."""
        self.buffer += data
        packet = self._cutter.cut(self.buffer)
        if packet is None and self._cutter.begun(self.buffer):
            self._pause.restart(now)
        else:
            self._pause.stop()
        if packet is None:
            return None
        asked = parse(packet.text)
        concerned = self._concerned(asked)
        address = concerned[0].key if concerned else ""
        return Heard(b"", "" if packet.bad else asked.of, (packet, asked), address)

    def closed(self) -> None:
        """Forget a command of which only a part has come."""
        super().closed()
        self._cutter, self._pause.due = Cutter(), None

    def _concerned(self, asked: Asked) -> list[Unit]:
        """Return the pumps that a command is for."""
        return [
            unit
            for unit in self._units.values()
            if asked.to in (None, unit.address) and self.host.is_up(unit.key)
        ]

    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Let each pump answer that is meant."""
        packet, asked = heard.body
        effects: list[Effect] = []
        for unit in self._concerned(asked):
            effects += self._serve(unit, packet, asked, now)
        return effects

    def _serve(self, unit: Unit, packet: Packet, asked: Asked, now: Nanos) -> list[Effect]:
        """Answer for one pump: with an alarm that it has not told yet, or else with what it did."""
        if unit.safe and not packet.safe:
            return []  # in safe mode, what is in no packet is noise
        if packet.bad:
            error = "?COM" if packet.safe else "?"
            note = Note(now, "frame", error, "bad")
            return [note, self._reply(unit, error, now, "", in_safe=packet.safe)]
        if unit.safe:
            unit.watchdog.restart(now)
        if asked.command is None:
            return [
                Note(now, "frame", "?", "bad"),
                self._reply(unit, "?", now, "", in_safe=unit.safe > 0),
            ]
        if unit.pending:
            return self._tell_alarm(unit, asked, now)
        done = answer(unit, asked.command.name, asked.argument, now)
        notes = [_noted(unit, asked.of, now, done.refused)] if done.refused and asked.of else []
        return [*notes, self._reply(unit, done.data, now, asked.of, in_safe=unit.safe > 0)]

    def _reply(self, unit: Unit, data: str, now: Nanos, of: str, *, in_safe: bool) -> Effect:
        frame = _framed(unit, unit.letter(now) + data, in_safe=in_safe)
        return self.send(frame, now, "reply", of, address=unit.key)

    # alarms ------------------------------------------------------------------------------------

    def _tell_alarm(self, unit: Unit, asked: Asked, now: Nanos) -> list[Effect]:
        """Reply with an alarm: that acknowledges it, and the command is not carried out.

        The reply to a command that switches the framing is in the one that it asks for.
        """
        letter, carried = unit.pending.take()
        for code, _ in carried:
            acknowledge = Operation("ack_alarm", {"alarm": code}, BY_ITSELF)
            self.host.look(acknowledge, now, unit.key)
        mode = asked.switches_to
        frame = _framed(unit, f"A?{letter}", in_safe=unit.safe > 0 if mode is None else mode > 0)
        told = self.send(frame, now, "reply", asked.of, carried, address=unit.key)
        refusal = None if asked.of == "read_status" else "alarm"  # which is a status, too
        return [_noted(unit, asked.of, now, refusal), told] if asked.of else [told]

    def _raise(self, unit: Unit, letter: str, carried: Carried, now: Nanos) -> list[Effect]:
        """Let an alarm wait for the next command; in safe mode, tell it at once as well."""
        unit.pending.add(letter, carried)
        if not (unit.safe and self.options["auto_alarm"]):
            return []
        frame = _framed(unit, f"A?{letter}", in_safe=True)
        of = carried[0][0] if carried else ""
        return [self.send(frame, now, "event", of, carried, address=unit.key)]

    def announce(self, event: PumpEvent, now: Nanos, address: str = "") -> list[Effect]:
        """Take note of alarms, of restarts, and of targets that end a phase."""
        unit = self._units[address]
        match event:
            case PumpEvent(what="alarm", state="raised", of=code) if code in CODES:
                occurrence = event.data["occurrence"]
                assert isinstance(occurrence, int), event
                return self._raise(unit, CODES[code], ((code, occurrence),), now)
            case PumpEvent(what="processor", state="up"):
                unit.go_safe(unit.safe)  # safe mode outlives it, its watchdog is unarmed
                unit.program.rest()
                unit.pending.add(RESET)
            case PumpEvent(what="infusion", of="delivery", state="stopped"):
                if event.data.get("because") == "target":
                    unit.next_phase(now)
        return []

    # what frame faults need ----------------------------------------------------------------------

    def spoil(self, data: bytes, how: Spoil) -> bytes:  # noqa: ARG002 - there is one way only
        """Return a frame of ours with a wrong CRC, or in basic mode without its end."""
        return spoilt(data)

    def mishear(self, heard: Heard, how: Spoil) -> Heard:  # noqa: ARG002 - there is one way only
        """Return a command as if its packet were damaged."""
        packet, asked = heard.body
        return replace(heard, of="", body=(packet._replace(safe=True, bad=True), asked))

    def refuse(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Say that a command was ignored."""
        _, asked = heard.body
        return [
            self._reply(unit, "?IGN", now, heard.of, in_safe=unit.safe > 0)
            for unit in self._concerned(asked)
        ]

    # time --------------------------------------------------------------------------------------

    def tick(self, now: Nanos) -> list[Effect]:
        """Drop a packet left unfinished; let watchdogs run out, and phases that wait be over."""
        if self._pause.run_out(now):
            self.buffer.clear()
        effects: list[Effect] = []
        for unit in self._units.values():
            if unit.program.due is not None and unit.program.due <= now:
                unit.next_phase(now)
            if unit.watchdog.run_out(now):
                unit.program.rest()
                unit.do(now, "stop")
                effects.append(_at(unit, Note(now, "session", "", "expired")))
                effects += self._raise(unit, TIMEOUT, (), now)
        return effects

    def next_deadline(self) -> Nanos | None:
        """When the first of these is due."""
        return earliest(self._pause.due, *(unit.next_deadline() for unit in self._units.values()))


def _framed(unit: Unit, status: str, *, in_safe: bool) -> bytes:
    """Frame a status and what follows it."""
    payload = f"{unit.address:02}{status}".encode("ascii")
    return safe(payload) if in_safe else basic(payload)


def _noted(unit: Unit, of: str, now: Nanos, refusal: str | None) -> Note:
    """Note an operation that no pump was asked for."""
    data: dict[str, Value] = {"refusal": refusal} if refusal else {}
    state = "refused" if refusal else "accepted"
    return _at(unit, Note(now, "operation", of, state, data=data))


def _at(unit: Unit, note: Note) -> Note:
    """Say which pump it was, where the line has several."""
    return replace(note, data={**note.data, "address": unit.key}) if unit.key else note
