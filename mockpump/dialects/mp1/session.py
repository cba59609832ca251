"""An MP/1 session: one client, from the opening of the port to its closing."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import SECOND, Nanos, earliest
from mockpump.dialects.base import READ_ALARMS, Heard, Host
from mockpump.dialects.framed import FramedSession
from mockpump.dialects.frames import Cut, LineCutter
from mockpump.dialects.mp1.alarms import carried, from_event, from_standing, status
from mockpump.dialects.mp1.answering import answer
from mockpump.dialects.mp1.events import Event
from mockpump.dialects.mp1.grammar import LIMIT, START, Bad, Request, frame, parse_request
from mockpump.dialects.mp1.replies import Row, event_text, refused, telemetry_text
from mockpump.dialects.mp1.spoiling import BUSY, mishear, spoil
from mockpump.dialects.mp1.state import Answered, State
from mockpump.dialects.mp1.verbs import VERBS
from mockpump.dialects.mp1.worse import WithoutIds, finish
from mockpump.operations import OPERATIONS, Operation, in_words
from mockpump.seam import Effect, Frame, Note, PumpEvent, Spoil, Value

INTER_BYTE: Nanos = 5 * SECOND
"""How long a frame may pause: one typed by hand is not lost to a moment's thought."""

_READ_STATUS = Operation("read_status")
_BAD_LINES = {
    "unfinished": Bad("E_FRAME", "cut short"),
    "overlong": Bad("E_LONG", f"more than {LIMIT} bytes"),
}


class Mp1Session(FramedSession):
    """What is heard is answered at once; what happens in the pump is told once the client talks."""

    def __init__(
        self, host: Host, *, crc_required: bool = True, options: Mapping[str, Value] | None = None
    ) -> None:
        """With `crc_required` False, frames typed by hand may leave out their check."""
        cutter = LineCutter(LIMIT, START)
        self._forgets = bool(options and options.get("forgetful"))
        super().__init__(
            WithoutIds(host) if self._forgets else host,
            cutter,
            inter_byte=INTER_BYTE,
            crc_required=crc_required,
            options=options,
        )
        self._state = State()

    # what the client says ----------------------------------------------------------------------

    def decode(self, cut: Cut, now: Nanos) -> Heard | None:  # noqa: ARG002 - the hook's signature
        """Decode a line, good or bad; an empty one is nothing."""
        line = cut.data
        if not line or line == b"\r":
            return None
        if cut.fault:
            return Heard(line, body=_BAD_LINES[cut.fault])
        asked = parse_request(line, crc_required=self.crc_required)
        verb = VERBS.get(asked.verb) if isinstance(asked, Request) else None
        return Heard(line, verb.operation if verb else "", asked)

    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Answer a frame; after the first good one, tell of the alarms that stand."""
        asked: Request | Bad = heard.body
        if isinstance(asked, Bad):
            return self._complain(asked, now)
        if asked.verb == "HELLO":
            self._state = State()
        state = self._state
        state.watchdog.restart(now)
        latest = state.latest
        if latest is not None and latest.body == asked.body and not self._forgets:
            return [*_repeated(latest, now), self._reply(latest, now)]
        effects, answered = answer(asked, state, self.host, now)
        state.latest = finish(answered, self.options)
        effects.append(self._reply(state.latest, now))
        if not state.talking:
            state.talking = True
            for row in self.host.look(READ_ALARMS, now).rows:
                effects += self._tell(from_standing(row), now)
        return effects

    def unfinished(self, now: Nanos) -> list[Effect]:
        """Complain of a frame that was left unfinished."""
        return self._complain(_BAD_LINES["unfinished"], now)

    def spoil(self, data: bytes, how: Spoil) -> bytes:
        """Return a frame of ours with a wrong check, or under the next number."""
        return spoil(data, how)

    def mishear(self, heard: Heard, how: Spoil) -> Heard:
        """Return a request as it is with a wrong check, or under the next number."""
        return mishear(heard, how)

    def refuse(self, heard: Heard, now: Nanos) -> list[Effect]:
        """Refuse a request as busy: asked again, it is a new one."""
        asked: Request | Bad = heard.body
        ss = asked.ss if isinstance(asked, Request) else "--"
        refusal = frame(refused(ss, BUSY.code, BUSY.message))
        return [self.send(refusal, now, "reply", heard.of)]

    def _reply(self, answered: Answered, now: Nanos) -> Effect:
        return self.send(answered.data, now, "reply", answered.of, answered.alarms)

    def _complain(self, bad: Bad, now: Nanos) -> list[Effect]:
        """Refuse what is no frame: it changes nothing but the queue of errors."""
        self._state.errors.put(bad.code)
        refusal = frame(refused("--", bad.code, bad.message))
        return [Note(now, "frame", bad.code, "bad"), self.send(refusal, now, "reply")]

    # what the client is told unasked -----------------------------------------------------------

    def announce(self, event: PumpEvent, now: Nanos, address: str = "") -> list[Effect]:
        """Tell what became of an alarm; all else can be read in the event log."""
        if not self._state.talking or event.what != "alarm" or not event.n or address:
            return []
        return self._tell(from_event(event), now)

    def _tell(self, row: Row, now: Nanos) -> list[Effect]:
        """Send an event for the first time, at the cost of the oldest if too many are unconfirmed."""
        events, effects = self._state.events, list[Effect]()
        n = int(row["n"])
        if events.waits(n):
            return []
        if (oldest := events.make_room()) is not None:
            effects.append(Note(now, "event", oldest.of, "dropped", data={"n": oldest.n}))
        if events.dropped:
            row = {**row, "dropped": events.dropped}
        event = Event(n, str(row["alarm"]), frame(event_text(n, row)), carried([row]))
        events.put(event)
        return [*effects, self._send_event(event, now)]

    def _send_event(self, event: Event, now: Nanos) -> Effect:
        send = self.send(event.data, now, "event", event.of, event.alarms)
        event.frame = send.frame.id
        return send

    def _send_telemetry(self, now: Nanos) -> Effect:
        stream = self._state.stream
        if stream.is_leaving:
            return Note(now, "telemetry", state="skipped")
        values, alarms = status(self.host.look(_READ_STATUS, now).values, self.host, now)
        send = self.send(frame(telemetry_text(values)), now, "telemetry", alarms=alarms)
        stream.leaves(send.frame.id)
        return send

    # time --------------------------------------------------------------------------------------

    def sent(self, frame: Frame, now: Nanos) -> list[Effect]:
        """Time repeats from when an event has left; note what has left of the stream."""
        state = self._state
        if frame.kind == "event":
            state.events.sent(frame.id, now)
        elif frame.kind == "telemetry":
            state.stream.sent(frame.id)
            return [Note(now, "telemetry", state="sent")]
        return []

    def tick(self, now: Nanos) -> list[Effect]:
        """Do what is due: drop what was left unfinished, expire, repeat events, go on streaming."""
        effects = super().tick(now)
        if self._state.watchdog.run_out(now):
            self._state = State()
            effects.append(Note(now, "session", state="expired"))
        effects += [self._send_event(event, now) for event in self._state.events.due(now)]
        if self._state.stream.comes_round(now):
            effects.append(self._send_telemetry(now))
        return effects

    def next_deadline(self) -> Nanos | None:
        """When the first of the session's timers is due."""
        state = self._state
        events = state.events.next_deadline()
        return earliest(super().next_deadline(), state.watchdog.due, state.stream.due, events)


def _repeated(latest: Answered, now: Nanos) -> list[Effect]:
    """Note that a request came again and was not carried out again."""
    if not latest.of:
        return []
    args = in_words(OPERATIONS[latest.of].args, latest.args)
    return [Note(now, "operation", latest.of, "repeated", data=args)]
