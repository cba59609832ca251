"""A dialect tried by hand: lines that somebody types, and what a pump that speaks it answers.

INF_RATE                    a body: made a frame as a client does, and written
<STX>00S<ETX>               bytes as they are, where a name in angle brackets stands in them
@10s                        time passes, to so long after the port was opened
@10s fault motor_stall      time passes, then something goes wrong in the pump (or: clear NAME)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mockpump.chance import Chance
from mockpump.clock import Nanos, Timebase, format_duration, parse_duration
from mockpump.device import Device
from mockpump.dialects.base import Dialect
from mockpump.dialects.spelling import bytes_of, spelt
from mockpump.errors import QuantityError, StoryError
from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump import Pump, PumpConfig
from mockpump.pump.alarms import ALARMS
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.scenario.dialects import options
from mockpump.scenario.words import did_you_mean
from mockpump.seam import Bytes, Clear, Do, Effect, Input, Note, Opened, Send, Sent

ON_THE_LINE = (*BYTE_FAULTS, *FRAME_FAULTS)
TOLD = ("operation", "frame", "alarm", "session", "fault")


class Trial:
    """One pump behind a wire that takes no time; what is typed comes out as lines to print."""

    def __init__(self, dialect: Dialect, pump: PumpConfig) -> None:
        session = partial(dialect.session, options=options(dialect, {}))
        pumps = {address: Pump(pump) for address in dialect.addresses}
        self._seal = dialect.seal
        self._device = Device(session, pumps, Timebase(), Chance(0), lasts=dialect.lasts)
        self._now: Nanos = 0
        self._lines: list[str] = []
        self._receive(Opened())

    def type(self, line: str) -> Iterator[str]:
        """Take a typed line; return what there is to read."""
        if line.startswith("@"):
            self._lines += self._pass_time(line[1:])
        elif line:
            self._receive(Bytes(self._bytes(line)))
        lines, self._lines = self._lines, []
        yield from lines

    def _bytes(self, line: str) -> bytes:
        data = bytes_of(line)
        if self._seal is None or not line.isascii() or data != line.encode():
            return data
        return self._seal(line)

    def _pass_time(self, words: str) -> Iterator[str]:
        moment, _, rest = words.partition(" ")
        try:
            until = parse_duration(moment)
        except QuantityError as error:
            yield f"! {error}"
            return
        if until < self._now:
            yield f"! it is later than that: {format_duration(self._now)}"
            return
        self._tick(until)
        if rest:
            yield from self._set(rest)

    def _set(self, words: str) -> Iterator[str]:
        """Set or clear a fault."""
        deed, _, name = words.partition(" ")
        if deed not in ("fault", "clear"):
            yield f"! {deed!r} is neither fault nor clear"
        elif name in ON_THE_LINE:
            there = f"mockpump run --line-fault {name}"
            yield f"! {name} is a line fault, and there is no line here: {there}"
        elif name in ALARMS:
            yield f"! {name} is an alarm, which something must raise; for nothing, false_alarm does"
        elif name not in PUMP_FAULTS:
            yield f"! there is no fault {name!r}. {did_you_mean(name, PUMP_FAULTS)}".rstrip(" .")
        else:
            try:
                self._receive(Do(PUMP_FAULTS[name]() if deed == "fault" else Clear(name), "typed"))
            except StoryError as error:
                yield f"! {error}"

    def _tick(self, until: Nanos) -> None:
        while (due := self._device.next_deadline()) is not None and due <= until:
            self._now = due
            self._perform(self._device.tick(due))
        self._now = until

    def _receive(self, input_: Input) -> None:
        self._perform(self._device.receive(input_, self._now))
        while rest := self._device.take_unheard():
            self._perform(self._device.receive(Bytes(rest), self._now))

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Send):
                self._lines.append(f"< {spelt(effect.data)}")
                self._perform(self._device.receive(Sent(effect.frame, intact=True), self._now))
            elif isinstance(effect, Note) and effect.what in TOLD:
                data = " ".join(f"{key}={value}" for key, value in effect.data.items())
                self._lines.append(f". {effect.what} {effect.of} {effect.state}  {data}".rstrip())
