"""The device: pumps at their addresses, one dialect session per connection, frame faults between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count

from msgspec.structs import replace

from mockpump.chance import Chance
from mockpump.clock import Nanos, Timebase, earliest, format_duration
from mockpump.device import notes
from mockpump.device.pumps import Happened, Pumps
from mockpump.dialects.base import Heard, Host, Session
from mockpump.errors import StoryError
from mockpump.framefaults import FRAME_FAULTS
from mockpump.framefaults.aims import Aims, fault_note
from mockpump.framefaults.base import FrameFault
from mockpump.framefaults.courier import Courier
from mockpump.operations import OPERATIONS, Operation, Outcome, in_words
from mockpump.outside import Outside, ask
from mockpump.pump import Pump
from mockpump.pump.faults import PumpFault
from mockpump.seam import (
    Arrived,
    Bytes,
    Clear,
    Closed,
    Do,
    Effect,
    Frame,
    Input,
    Mistaken,
    Note,
    Opened,
    PumpEvent,
    Send,
    Sent,
    Skip,
    Spoil,
    Value,
)
from mockpump.state import PumpState


class Device:
    """Everything here revolves around three verbs. It never loops over time: Run does."""

    def __init__(
        self,
        make_session: Callable[[Host], Session],
        pumps: Mapping[str, Pump],
        timebase: Timebase,
        chance: Chance,
        *,
        lasts: bool = False,
    ) -> None:
        """Put `pumps`, by address ("" for the only one), behind one connection of one dialect.

        `lasts`: one session serves them all the time, whoever opens and closes the port.
        """
        self._make_session, self._pumps = make_session, Pumps(pumps, timebase)
        self._memories: Mapping[str, dict[str, Value]] = {address: {} for address in pumps}
        self._session: Session | None
        self._connected = False
        self._down: set[str] = set()
        self._unheard = b""
        self._frame_ids = count(1)
        self._asked: list[Effect] = []  # notes of what the session has asked, not yet returned
        self._reported: set[tuple[str, str, int]] = set()
        self._chance = chance
        self._aims = Aims()
        self._commands: Courier[tuple[Heard, tuple[Spoil, ...]]] = Courier()
        self._frames: Courier[Send] = Courier()
        self._left: set[int] = set()  # frames that come late, of which the session knows as sent
        self._lasting = make_session(self) if lasts else None
        self._session = self._lasting

    # the three verbs ---------------------------------------------------------------------------

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        """Take one input; return what must now be done. What was due before has been ticked by Run."""
        match input_:
            case Bytes(data):
                return self._hear(data, now)
            case Sent(frame, intact):
                return self._sent(frame, intact=intact, now=now)
            case Arrived(frame):
                return self._report(frame, now)
            case Opened():
                self._connected = True
                self._open_session()
            case Closed():
                self._connected = False
                self._close_session()
                self._commands.forget()
                self._frames.forget()
            case Do():
                return self._do(input_, now)
            case _:
                pass  # nothing else concerns a device
        return []

    def tick(self, now: Nanos) -> list[Effect]:
        """Do what is due in the pumps, then in the session."""
        effects = self._pump_events(now)
        for command in self._commands.take(now) if self._commands else ():
            effects += self._act(*command, now)
        session = self._session
        if session is not None and (due := session.next_deadline()) is not None and due <= now:
            said = session.tick(now)
            effects += self._take_asked()
            effects += self._pump_events(now)
            effects += self._outward(said, now)
        if self._frames:
            effects += [_at(now, send) for send in self._frames.take(now)]
        return effects

    def next_deadline(self) -> Nanos | None:
        """When to tick if nothing comes; None means: wait for bytes."""
        due = self._session.next_deadline() if self._session is not None else None
        due = earliest(due, self._pumps.next_deadline())
        if self._commands or self._frames:
            due = earliest(due, self._commands.next_deadline(), self._frames.next_deadline())
        return due

    def is_quiet(self) -> bool:
        """Whether no frame fault holds back what comes through by itself."""
        waiting = (self._commands, self._frames)
        return all(courier.next_deadline() is None for courier in waiting)

    def state(self, now: Nanos) -> dict[str, PumpState]:
        """Return what each pump says and what is true of it, by address; nothing changes by it."""
        return self._pumps.state(now)

    def take_unheard(self) -> bytes:
        """Give back the bytes behind the frame that was cut: to be received once it is dealt with."""
        unheard, self._unheard = self._unheard, b""
        return unheard

    # what a session may ask: the Host ------------------------------------------------------------

    def ask(self, operation: Operation, now: Nanos, address: str = "") -> Outcome:
        """Carry out what the client asked for, and note it."""
        outcome = self.look(operation, now, address)
        for done in (operation, *outcome.amounts_to):
            data = in_words(OPERATIONS[done.name].args, done.args) if done.args else {}
            if outcome.refusal:
                data["refusal"] = outcome.refusal
            if address:
                data["address"] = address
            at = self._pumps.time(now)
            self._asked.append(Note(now, "operation", done.name, outcome.state, at, data))
        return outcome

    def look(self, operation: Operation, now: Nanos, address: str = "") -> Outcome:
        """Carry out an operation without noting it: the session's own reading."""
        return self._pumps.perform(operation, now, address)

    def addresses(self) -> frozenset[str]:
        """Return the addresses of the pumps on this line."""
        return self._pumps.addresses()

    def is_up(self, address: str = "") -> bool:
        """Whether the processor of a pump runs."""
        return address not in self._down

    def memory(self, address: str = "") -> dict[str, Value]:
        """Return what the dialect remembers with a pump, over sessions."""
        return self._memories[address]

    def frame_id(self) -> int:
        """Return a fresh number for a frame."""
        return next(self._frame_ids)

    # frames ------------------------------------------------------------------------------------

    def _hear(self, data: bytes, now: Nanos) -> list[Effect]:
        """Cut at most one frame; what follows it is given back."""
        session = self._session
        if session is None:
            return []
        heard = session.hear(data, now)
        if heard is None:
            return []
        if session.buffer:
            self._unheard = bytes(session.buffer)
            session.buffer.clear()
        return self._answer(heard, now)

    def _answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Let frame faults have their way with a command; act on it as often as it comes through."""
        if not self._aims and not self._commands:
            return self._act(heard, (), now)
        deliveries, effects = self._aims.heard(heard.of, now, heard.address)
        if not deliveries:
            effects.append(notes.unasked(heard, "lost", now))
        copies = [(delivery, (heard, delivery.spoilt)) for delivery in deliveries]
        for command in self._commands.carry(copies, now):
            effects += self._act(*command, now)
        return effects

    def _act(self, heard: Heard, spoilt: Iterable[Spoil], now: Nanos) -> list[Effect]:
        """Note what was asked, then what it caused; then reply, then tell what else is new."""
        effects = self._pump_events(now)
        session = self._session
        if session is None:
            return effects
        if "busy" in spoilt:
            effects.append(notes.unasked(heard, "refused", now, "busy"))
            said = session.refuse(heard, now)
        else:
            for how in spoilt:
                heard = session.mishear(heard, how)
            said = session.answer(heard, now)
        effects += self._take_asked()
        told: list[Effect] = []
        for address, event in self._advance(now):
            effects.append(notes.happened(event, address, now))
            told += session.announce(event, now, address)
        return effects + self._outward(said + told, now)

    def _outward(self, effects: list[Effect], now: Nanos) -> list[Effect]:
        """Let frame faults have their way with what a session says; to nobody, it says nothing."""
        if not self._connected:
            return [effect for effect in effects if not isinstance(effect, Send)]
        if not self._aims and not self._frames:
            return effects
        out: list[Effect] = []
        for effect in effects:
            out += self._send(effect, now) if isinstance(effect, Send) else [effect]
        return out

    def _send(self, send: Send, now: Nanos) -> list[Effect]:
        """Send a frame as often as it comes through; its sender knows of no loss and no delay."""
        deliveries, out = self._aims.sent(send.frame, now)
        if self._session is not None and not any(one.is_prompt() for one in deliveries):
            out += self._outward(self._session.sent(send.frame, now), now)
            if deliveries:
                self._left.add(send.frame.id)
        copies = [(delivery, self._spoil(send, delivery.spoilt)) for delivery in deliveries]
        return out + [_at(now, send) for send in self._frames.carry(copies, now)]

    def _spoil(self, send: Send, spoilt: Iterable[Spoil]) -> Send:
        """Return a frame as it is once it is spoilt: no client learns of an alarm by it."""
        for how in spoilt:
            if self._session is not None:
                data, frame = self._session.spoil(send.data, how), replace(send.frame, alarms=())
                send = replace(send, data=data, frame=frame)
        return send

    def _take_asked(self) -> list[Effect]:
        asked, self._asked = self._asked, []
        return asked

    def _sent(self, frame: Frame, *, intact: bool, now: Nanos) -> list[Effect]:
        """Tell the session; an alarm is reported once an intact frame that carries it has left."""
        caused: list[Effect] = []
        if frame.id in self._left:
            self._left.discard(frame.id)
        elif self._session is not None:
            caused = self._session.sent(frame, now)
        reported = self._report(frame, now) if intact and frame.alarms else []
        return reported + self._outward(caused, now) if caused else reported

    def _report(self, frame: Frame, now: Nanos) -> list[Effect]:
        """Note which alarms the client can know of now, who could not before; not of what is over."""
        at = frame.address
        new = [one for one in frame.alarms if (at, *one) not in self._reported]
        if new:
            standing = self._pumps.standing()
            new = [one for one in new if (at, *one) in standing]
        self._reported.update((at, *one) for one in new)
        return [self._reported_note(code, occurrence, at, now) for code, occurrence in new]

    def _reported_note(self, code: str, occurrence: int, address: str, now: Nanos) -> Note:
        data: dict[str, Value] = {"occurrence": occurrence}
        if address:
            data["address"] = address
        return Note(now, "alarm", code, "reported", self._pumps.time(now), data)

    # pumps and faults --------------------------------------------------------------------------

    def _advance(self, now: Nanos) -> list[Happened]:
        """Bring every pump up to now; return what happened in each."""
        happened = self._pumps.advance(now)
        for address, event in happened:
            self._see_processor(address, event)
        return happened

    def _see_processor(self, address: str, event: PumpEvent) -> None:
        """Where no processor runs, no session is known; the first that comes up begins a new one."""
        if event.what != "processor":
            return
        if event.state == "down":
            self._down.add(address)
            if len(self._down) == len(self._pumps):
                self._session = None
            return
        self._down.discard(address)
        if self._session is None:
            self._open_session()

    def _open_session(self) -> None:
        if len(self._down) == len(self._pumps):
            return
        if self._lasting is not None:
            self._session = self._lasting
        elif self._connected:
            self._session = self._make_session(self)

    def _close_session(self) -> None:
        if self._lasting is not None:
            self._lasting.closed()
        else:
            self._session = None

    def _pump_events(self, now: Nanos) -> list[Effect]:
        """Note what happened in the pumps, and let the session tell the client."""
        effects: list[Effect] = []
        while events := self._advance(now):  # a session may do something about an event
            for address, event in events:
                effects.append(notes.happened(event, address, now))
                effects += self._announce(event, address, now)
        return effects

    def _announce(self, event: PumpEvent, address: str, now: Nanos) -> list[Effect]:
        if self._session is None:
            return []
        return self._outward(self._session.announce(event, now, address), now)

    def _do(self, do: Do, now: Nanos) -> list[Effect]:
        pump_now, told = self._pumps.time(now), list[Effect]()
        match do.action:
            case Skip() as skip:
                return self._skip(skip, now)
            case FrameFault() as fault:
                stream = self._chance.next_stream(do.step or fault.name)
                self._aims.set(fault, stream, do.address)
                return [fault_note(now, fault.name, "set", do.address)]
            case Clear(name) as clear if name in FRAME_FAULTS:
                return self._aims.clear(clear, now, do.address)
            case PumpFault() as fault:
                for pump in self._pumps.at(do.address).values():
                    pump.set_fault(fault, pump_now)
            case Clear(name):
                for pump in self._pumps.at(do.address).values():
                    pump.clear_fault(name, pump_now)
            case Outside() as outside:
                for address, pump in self._pumps.at(do.address).items():
                    told += notes.all_at_address(ask(pump, outside, now, pump_now), address)
            case unknown:
                raise AssertionError(f"no layer knows this step: {unknown!r}")
        return told + self._pump_events(now)

    # skips -------------------------------------------------------------------------------------

    def _skip(self, skip: Skip, now: Nanos) -> list[Effect]:
        """Leap in pump time. What happens on the way is noted at its own pump time.

        Of the alarms that stand after it or stood before it, the client is told then how they began,
        if that was within it, and how they stand.
        """
        if self._connected and not skip.connected:
            raise StoryError(
                "a skip while the client has the port open, which is right to flag a jumping clock: "
                "skip before it opens the port, or write `connected: true`"
            )
        stood = self._pumps.standing()
        leap = self._pumps.leap(skip, now)
        effects: list[Effect] = []
        courses: dict[tuple[str, str, Value], list[PumpEvent]] = {}
        for address, event in leap.happened:
            self._see_processor(address, event)
            effects.append(notes.happened(event, address, now))
            if event.what != "alarm":
                effects += self._announce(event, address, now)
            elif event.n:
                which = (address, event.of, event.data["occurrence"])
                courses.setdefault(which, []).append(event)
        skipped = {"by": format_duration(leap.by)}
        effects.append(Note(now, "pump_time", "", "skipped", self._pumps.time(now), skipped))
        known = stood | self._pumps.standing()
        for which, course in courses.items():
            if which in known:
                for event in _first_and_last(course):
                    effects += self._announce(event, which[0], now)
        return [*effects, Mistaken(now, leap.mistake)] if leap.mistake else effects


def _first_and_last(course: list[PumpEvent]) -> list[PumpEvent]:
    """Leave out what comes between an alarm's raising and the latest of it."""
    return [one for one in course[:-1] if one.state == "raised"] + course[-1:]


def _at(now: Nanos, send: Send) -> Send:
    return send if send.at == now else replace(send, at=now)
