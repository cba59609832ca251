"""The engine: plays a declared dialect at one connection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, get_args

from msgspec import Struct

from mockpump.clock import Nanos, earliest
from mockpump.dialects.base import Heard, Host, own_note
from mockpump.dialects.checks import falsified
from mockpump.dialects.declared.layout import Addressing, Request
from mockpump.dialects.declared.reading import Pattern, RangeError
from mockpump.dialects.declared.vocabulary import Vocabulary
from mockpump.dialects.declared.writing import Telling, Template
from mockpump.dialects.framed import FramedSession
from mockpump.dialects.frames import Cut
from mockpump.dialects.timers import Countdown
from mockpump.errors import QuantityError
from mockpump.operations import Operation, Outcome, Refusal
from mockpump.seam import Effect, FrameKind, Note, PumpEvent, Spoil, Value

BY_ITSELF = "dialect"
"""Who asks the pump where no command does."""
OWN = frozenset({"session"})
"""What no pump performs: the session's own."""
OF_A_FRAME = ("unknown", "check", "unfinished", "overlong", "busy")
OF_A_COMMAND = ("locked", *get_args(Refusal))
"""Why a frame is refused, and why a command is that was understood as one."""
Args = Mapping[str, Value]


class Command(NamedTuple):
    """One command. `reply` None: nothing is said, or only what a reply without a body says."""

    name: str
    pattern: Pattern
    does: str
    args: Args
    needs: Args
    sets: Args
    reply: Template | None = None
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    acknowledges: bool = False


class Timer(NamedTuple):
    """What runs out, and what then happens. Its span is an option of the same name."""

    name: str
    does: str
    args: Args
    sets: Args
    says: Template | None = None


class Declared(NamedTuple):
    """A whole dialect, ready to be played."""

    request: Request
    reply: Template
    bare: Template
    words: Vocabulary
    exact: Mapping[str, Command]  # by their whole text
    others: tuple[Command, ...]
    errors: Mapping[str, Template]
    timers: tuple[Timer, ...] = ()
    announces: Template | None = None
    between: Nanos = 0
    tail: int = 0  # bytes of a reply behind its check

    def find(self, body: str) -> tuple[Command, Mapping[str, str]] | None:
        """Return the command that a body is, and the texts of its fields."""
        if (command := self.exact.get(body)) is not None:
            return command, {}
        for command in self.others:
            if body.startswith(command.pattern.literal):
                texts = command.pattern.match(body)
                if texts is not None:
                    return command, texts
        return None


class Asked(Struct, frozen=True):
    """What a frame asks, and which pump; `fault`: why it asks nothing."""

    address: str
    number: int | None = None
    command: Command | None = None
    texts: Mapping[str, str] = {}
    fault: str = ""


class DeclaredSession(FramedSession):
    """What is heard is answered at once, from the tables. It lasts: see base.Session."""

    def __init__(
        self,
        host: Host,
        *,
        declared: Declared,
        crc_required: bool = True,
        options: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(
            host,
            declared.request.cutter(),
            inter_byte=declared.between,
            crc_required=crc_required,
            options=options,
        )
        self._declared = declared
        self._timers = {t.name: Countdown(int(self.options[t.name])) for t in declared.timers}
        self._addresses = _addresses(declared.request.addressing, host.addresses())
        for address in host.addresses():
            settings = host.memory(address)
            for setting in declared.words.settings.values():
                settings.setdefault(setting.name, setting.start)

    # what the client says ------------------------------------------------------------------------

    def decode(self, cut: Cut, now: Nanos) -> Heard | None:  # noqa: ARG002 - the hook's signature
        """Take a frame apart and find its command; one for a pump that is not here is not heard."""
        if cut.fault:
            return self._bad(cut.data, cut.fault)
        parts = self._declared.request.take_apart(cut.data)
        if parts.fault:
            return self._bad(cut.data, parts.fault)
        address = self._addresses.get(parts.address)
        if address is None or not self.host.is_up(address):
            return None
        found = self._declared.find(parts.body)
        if found is None:
            return Heard(cut.data, body=Asked(address, parts.address, fault="unknown"))
        command, texts = found
        return Heard(cut.data, command.does, Asked(address, parts.address, command, texts))

    def _bad(self, data: bytes, fault: str) -> Heard:
        address = next(iter(sorted(self.host.addresses())))
        return Heard(data, body=Asked(address, fault=fault))

    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Carry out a command, and reply."""
        asked: Asked = heard.body
        if asked.command is None:
            return [Note(now, "frame", asked.fault, "bad"), *self._refuse(asked, asked.fault, now)]
        settings = self.host.memory(asked.address)
        if any(settings[name] != value for name, value in asked.command.needs.items()):
            return self._unasked(asked, "locked", now)
        try:
            args, sets = self._read(asked, asked.command, settings, now)
        except RangeError:
            return self._unasked(asked, "out_of_range", now)
        except QuantityError:
            return self._unasked(asked, "misread", now)
        return self._carry_out(asked, asked.command, args, {**settings, **sets}, now)

    def _read(
        self, asked: Asked, command: Command, settings: Args, now: Nanos
    ) -> tuple[dict[str, Value], dict[str, Value]]:
        """Read the fields: settings first, since they may say the unit of a number."""
        args: dict[str, Value] = dict(command.args)
        sets: dict[str, Value] = dict(command.sets)
        for read in command.pattern.reads:
            value = read.reader(asked.texts[read.name], {**settings, **sets})
            if read.checks and value != self._code(asked.address, now):
                raise QuantityError("not the code of this pump")
            if not read.checks:
                (sets if read.sets else args)[read.name] = value
        return args, sets

    def _code(self, address: str, now: Nanos) -> str:
        serial = self.host.look(Operation("identify"), now, address).values.get("serial", "")
        check = self._declared.words.check
        assert check is not None
        return check.text(str(serial)).upper()

    def _carry_out(
        self, asked: Asked, command: Command, args: Args, settings: Args, now: Nanos
    ) -> list[Effect]:
        told: Args = {}
        notes: list[Effect] = []
        if command.does in OWN:
            notes = [own_note(command.does, args, Outcome("accepted"), now)]
        elif command.does:
            outcome = self.host.ask(Operation(command.does, args), now, asked.address)
            if outcome.state == "refused":
                return self._refuse(asked, outcome.refusal or "unsupported", now)
            told = outcome.values
        self.host.memory(asked.address).update(settings)
        for name in command.starts:
            self._timers[name].restart(now)
        for name in command.stops:
            self._timers[name].stop()
        telling = Telling(self.host, now, asked.address, settings, told)
        said = self._say(asked, command.reply, telling, command.does)
        if command.acknowledges:
            self._acknowledge(asked.address, now)
        return [*notes, *said]

    def _acknowledge(self, address: str, now: Nanos) -> None:
        """Acknowledge what stands, as somebody at the pump's keys would."""
        for one in self.standing(now, address):
            acknowledge = Operation("ack_alarm", {"alarm": one.alarm}, BY_ITSELF)
            self.host.look(acknowledge, now, address)

    # what the pump says --------------------------------------------------------------------------

    def _unasked(self, asked: Asked, why: str, now: Nanos) -> list[Effect]:
        """Refuse a command of which the pump never hears."""
        of = asked.command.does if asked.command is not None else ""
        notes: list[Effect] = [Note(now, "frame", why, "bad")]
        if of:
            notes = [Note(now, "operation", of, "refused", data={"refusal": why})]
        return [*notes, *self._refuse(asked, why, now)]

    def _refuse(self, asked: Asked, why: str, now: Nanos) -> list[Effect]:
        """Say why not; where no error is declared for it, nothing.

        Where pumps share a line, nobody answers what nobody was addressed by.
        """
        if asked.number is None and len(self.host.addresses()) > 1:
            return []
        error = self._declared.errors.get(why)
        if error is None and why in OF_A_COMMAND:
            error = self._declared.errors.get("otherwise")
        if error is None:
            return []
        telling = Telling(self.host, now, asked.address, self.host.memory(asked.address))
        return self._say(asked, error, telling, asked.command.does if asked.command else "")

    def _say(
        self, asked: Asked, body: Template | None, telling: Telling, of: str = ""
    ) -> list[Effect]:
        telling.command = asked.command.name if asked.command is not None else ""
        return self._send(body, telling, asked.number, "reply", of)

    def _send(
        self,
        body: Template | None,
        telling: Telling,
        number: int | None,
        kind: FrameKind,
        of: str = "",
    ) -> list[Effect]:
        declared = self._declared
        addressing = declared.request.addressing
        if addressing is not None:
            telling.shown_address = str(addressing.alone if number is None else number)
        telling.body = body.write(telling) if body is not None else ""
        frame = (declared.reply if telling.body else declared.bare).write(telling)
        if not frame:
            return []
        carried = tuple(dict.fromkeys(one.carried for one in telling.alarms))
        data = frame.encode("latin-1", "replace")
        return [self.send(data, telling.now, kind, of, carried, telling.address)]

    def announce(self, event: PumpEvent, now: Nanos, address: str = "") -> list[Effect]:
        """Tell of an alarm that is raised, where the dialect speaks unasked; time nothing anew."""
        declared = self._declared
        if event.what == "processor" and len(self._addresses) == 1:
            for timer in self._timers.values():  # what was begun before it went down is forgotten
                timer.stop()
        if declared.announces is None or (event.what, event.state) != ("alarm", "raised"):
            return []
        if event.of not in declared.words.alarms:
            return []
        telling = Telling(self.host, now, address, self.host.memory(address))
        return self._send(declared.announces, telling, self._number(address), "event", event.of)

    def _number(self, address: str) -> int | None:
        return int(address) if address else None

    def closed(self) -> None:
        """Forget what the client left unfinished; timers go on."""
        super().closed()
        self.cutter.reset()

    # frame faults --------------------------------------------------------------------------------

    def spoil(self, data: bytes, how: Spoil) -> bytes:  # noqa: ARG002 - there is one way
        """Return a frame of ours with a wrong check."""
        check = self._declared.words.check
        assert check is not None
        end = len(data) - self._declared.tail
        start = end - check.length
        return data[:start] + falsified(data[start:end]) + data[end:]

    def mishear(self, heard: Heard, how: Spoil) -> Heard:  # noqa: ARG002 - there is one way
        """Return a frame of the client's as it is with a wrong check."""
        return self._bad(heard.data, "check")

    def refuse(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Say that the pump is busy."""
        return self._refuse(heard.body, "busy", now)

    # time ----------------------------------------------------------------------------------------

    def unfinished(self, now: Nanos) -> list[Effect]:
        """Answer a frame that was left unfinished, where the dialect has an error for that."""
        return self._refuse(self._bad(b"", "unfinished").body, "unfinished", now)

    def tick(self, now: Nanos) -> list[Effect]:
        """Drop what was left unfinished; do what timers that have run out are for."""
        effects = super().tick(now)
        for timer in self._declared.timers:
            if self._timers[timer.name].run_out(now):
                effects += self._run_out(timer, now)
        return effects

    def _run_out(self, timer: Timer, now: Nanos) -> Iterable[Effect]:
        yield Note(now, "session", timer.name, "expired")
        for address in sorted(self.host.addresses()):
            if timer.does:
                self.host.look(Operation(timer.does, timer.args, BY_ITSELF), now, address)
            settings = self.host.memory(address)
            settings.update(timer.sets)
            if timer.says is not None:
                telling = Telling(self.host, now, address, settings)
                yield from self._send(timer.says, telling, self._number(address), "event")

    def next_deadline(self) -> Nanos | None:
        """When the first of its timers is due."""
        return earliest(super().next_deadline(), *(one.due for one in self._timers.values()))


def _addresses(addressing: Addressing | None, pumps: Iterable[str]) -> Mapping[int | None, str]:
    """Return the pump at each number on the wire; a frame without one is for the pump alone."""
    if addressing is None:
        return {None: next(iter(pumps))}
    found: dict[int | None, str] = {int(at) if at else addressing.alone: at for at in pumps}
    if addressing.alone in found:
        found[None] = found[addressing.alone]
    return found
