"""A pump that speaks any dialect, on the bench: real device, real pump, a wire that takes no time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Self

from mockpump.chance import Chance
from mockpump.clock import Nanos, Timebase, parse_duration
from mockpump.device import Device
from mockpump.dialects.base import Dialect
from mockpump.pump import Pump, PumpConfig
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.quantity import RATE, VOLUME
from mockpump.scenario.dialects import find, options
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

SYRINGE = config(
    "ambulatory-100",
    reservoir={"volume": VOLUME.parse("50 mL")},
    infusion={"rate": RATE.parse("60 mL/h"), "mode": "stopped"},
    motor={"reversible": True, "stopped_alarm": None},
)
"""Stopped, half full, turning both ways: what a syringe pump is before anybody starts it."""


class AnyBench:
    """Collects what the client would read, with its times, and every note.

    While `holding`, frames queue before the wire and count as sent only when `release` is called.
    """

    def __init__(
        self,
        dialect: str | Dialect,
        pump: PumpConfig,
        addresses: tuple[str, ...] = (),
        given: Mapping[str, Value] | None = None,
        *,
        crc_required: bool = True,
    ) -> None:
        spoken = find(dialect) if isinstance(dialect, str) else dialect
        session = partial(
            spoken.session, crc_required=crc_required, options=options(spoken, given or {})
        )
        self.pumps = {at: Pump(pump) for at in addresses or spoken.addresses}
        self.pump = next(iter(self.pumps.values()))
        self.device = Device(session, self.pumps, Timebase(), Chance(0), lasts=spoken.lasts)
        self.now: Nanos = 0
        self.said: list[tuple[Nanos, bytes]] = []
        self.frames: list[Frame] = []
        self.notes: list[Note] = []
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

    def at(self, time: str) -> Self:
        """Let time pass up to a moment, doing all that is due on the way."""
        end = parse_duration(time)
        while (due := self.device.next_deadline()) is not None and due <= end:
            self.now = due
            self._perform(self.device.tick(due))
        self.now = end
        return self

    def take_said(self) -> list[tuple[Nanos, bytes]]:
        """Return what came since the last look, frame by frame, and when."""
        said, self.said = self.said, []
        return said

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

    def noted(self, *what: str) -> list[tuple[str, str]]:
        """Return the notes of some kinds since the last call, as (of, state); forget all others."""
        notes, self.notes = self.notes, []
        return [(note.of, note.state) for note in notes if note.what in what]

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(data=data, frame=frame):
                    self.said.append((self.now, data))
                    self.frames.append(frame)
                    self._held.append(frame)
                case Note():
                    self.notes.append(effect)
                case _:
                    raise AssertionError(effect)
        if not self.holding:
            self.release()


class Bench(AnyBench):
    """Bytes in, bytes out: for dialects whose frames are best seen as they are."""

    def __init__(
        self,
        dialect: str | Dialect,
        pump: PumpConfig = SYRINGE,
        addresses: tuple[str, ...] = (),
        **given: Value,
    ) -> None:
        super().__init__(dialect, pump, addresses, given)

    def write(self, *pieces: bytes) -> bytes:
        """Write bytes, in as many writes; return what came back since the last look, as one."""
        for piece in pieces:
            self.receive(Bytes(piece))
        return self.take()

    def take(self) -> bytes:
        """Return what came since the last look, as one."""
        return b"".join(data for _, data in self.take_said())
