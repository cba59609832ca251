"""A pump that speaks MP/1 on the bench: real device, real pump, a wire that takes no time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from mockpump.chance import Chance
from mockpump.clock import Nanos, Timebase, parse_duration
from mockpump.device import Device
from mockpump.dialects.mp1.grammar import frame
from mockpump.dialects.mp1.session import Mp1Session
from mockpump.pump import Pump, PumpConfig
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.quantity import RATE, VOLUME
from mockpump.seam import (
    Bytes,
    Clear,
    Closed,
    Do,
    Effect,
    Frame,
    Input,
    Note,
    Opened,
    Send,
    Sent,
    Value,
)
from tests.pump.bench import config

PUMP = config(
    "ambulatory-100",
    reservoir={"volume": VOLUME.parse("40 mL")},
    infusion={"rate": RATE.parse("5 mL/h")},
)


class Bench:
    """Collects what the client would read, and every note. Times are written as in a scenario.

    While `holding`, frames queue before the wire and count as sent only when `release` is called.
    """

    def __init__(
        self,
        pump: PumpConfig = PUMP,
        *,
        crc_required: bool = True,
        options: Mapping[str, Value] | None = None,
    ) -> None:
        make_session = partial(Mp1Session, crc_required=crc_required, options=options)
        self.pump = Pump(pump)
        self.device = Device(make_session, {"": self.pump}, Timebase(), Chance(0))
        self.now: Nanos = 0
        self.heard = b""
        self.notes: list[Note] = []
        self.frames: list[Frame] = []
        self.holding = False
        self._held: list[Frame] = []
        self.receive(Opened())

    def reopen(self) -> None:
        """Let the client close the port and open it again."""
        self.receive(Closed())
        self.receive(Opened())

    def receive(self, input_: Input) -> None:
        """Feed one input, and what the device could not deal with at once after it."""
        self._perform(self.device.receive(input_, self.now))
        while rest := self.device.take_unheard():
            self._perform(self.device.receive(Bytes(rest), self.now))

    def at(self, time: str) -> Bench:
        """Let time pass up to a moment, doing all that is due on the way."""
        end = parse_duration(time)
        while (due := self.device.next_deadline()) is not None and due <= end:
            self.now = due
            self._perform(self.device.tick(due))
        self.now = end
        return self

    def fault(self, name: str) -> None:
        """Let something go wrong in the pump."""
        self.receive(Do(PUMP_FAULTS[name](), "step"))

    def clear(self, name: str) -> None:
        """Put it right again."""
        self.receive(Do(Clear(name), "step"))

    def release(self) -> None:
        """Let the frames that were held leave now."""
        held, self._held = self._held, []
        for one in held:
            self._perform(self.device.receive(Sent(one, intact=True), self.now))

    def take_lines(self) -> list[str]:
        """Return the frames that came since the last call, without their line feeds."""
        lines, self.heard = self.heard.decode().splitlines(), b""
        return lines

    def take(self) -> list[str]:
        """Return the frames that came since the last call, their checks verified and taken off."""
        lines = self.take_lines()
        bodies = [line[:-5] for line in lines]
        assert lines == [frame(body).decode()[:-1] for body in bodies]
        return bodies

    def ask(self, *bodies: str) -> list[str]:
        """Send frames, given without their checks, in one write; return what comes."""
        self.receive(Bytes(b"".join(map(frame, bodies))))
        return self.take()

    def raw(self, data: bytes) -> list[str]:
        """Send bytes as they are; return what comes."""
        self.receive(Bytes(data))
        return self.take()

    def noted(self, what: str) -> list[tuple[str, str]]:
        """Return the notes of one kind since the last call, as (of, state); forget all others."""
        notes, self.notes = self.notes, []
        return [(note.of, note.state) for note in notes if note.what == what]

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(data=data, frame=sent):
                    self.heard += data
                    self.frames.append(sent)
                    self._held.append(sent)
                case Note():
                    self.notes.append(effect)
                case _:
                    raise AssertionError(effect)
        if not self.holding:
            self.release()
