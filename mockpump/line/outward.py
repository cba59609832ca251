"""The way to the client: frames take their time and meet the faults; then the device learns of it."""

from __future__ import annotations

from collections.abc import Iterable

from mockpump.clock import Nanos, earliest
from mockpump.line.arrivals import Arrivals
from mockpump.line.chain import Chain
from mockpump.line.faults.base import Byte
from mockpump.line.layer import Layer
from mockpump.line.pace import Pace
from mockpump.seam import Arrived, Effect, Frame, Send, Sent


class Outward:
    """What it returns is what the port must do."""

    def __init__(self, device: Layer, pace: Pace | None) -> None:
        self.chain = Chain("to_client")
        self._device, self._pace = device, pace
        self._arrivals = Arrivals()

    def send(self, effects: Iterable[Effect]) -> list[Effect]:
        """Pass effects on; a frame waits its turn on the wire, or leaves at once."""
        out: list[Effect] = []
        for effect in effects:
            if type(effect) is not Send:
                out.append(effect)
            elif self._pace is None:
                out += self._leave(effect, first=True, after_pause=False)
            else:
                self._pace.put(effect.data, effect.at, effect.frame)
        return out

    def tick(self, now: Nanos) -> list[Effect]:
        """Let the client have what has reached it."""
        out = self.let_out(self.chain.tick(now), now) if self.chain else []
        if self._pace is not None:
            for burst in self._pace.take(now):
                assert burst.frame is not None
                send = Send(now, bytes(burst.data), burst.frame, last=burst.last)
                out += self._leave(send, first=burst.first, after_pause=burst.after_pause)
        return out

    def let_out(self, bytes_: list[Byte], now: Nanos, left: Frame | None = None) -> list[Effect]:
        """Let the client have what has got past the faults; `left`: a frame has ended at the pump."""
        notes = self.chain.take_notes()
        effects, ended = self._arrivals.take(bytes_, now)
        effects = notes + effects
        if left is not None:
            effects += self._tell(Sent(left, intact=(left, True) in ended), now)
        for frame, intact in ended:
            if intact and frame != left:
                effects += self._tell(Arrived(frame), now)
        return effects

    def next_deadline(self) -> Nanos | None:
        """When something reaches the client."""
        due = self.chain.next_deadline() if self.chain else None
        return due if self._pace is None else earliest(due, self._pace.next_deadline())

    def is_quiet(self) -> bool:
        """Whether nothing is on its way; what a fault holds back for ever never will be."""
        paced = self._pace is not None and self._pace.next_deadline() is not None
        return not paced and not self.chain.is_moving()

    def cancel(self, now: Nanos) -> int:
        """Drop what is on its way; return how many bytes that was."""
        self._arrivals.forget()
        return self.chain.drop() + (0 if self._pace is None else self._pace.cancel(now))

    def _leave(self, send: Send, *, first: bool, after_pause: bool) -> list[Effect]:
        """Bytes of a frame leave the pump; after the last one the device learns of it."""
        frame, now = send.frame, send.at
        if not self.chain and not self._arrivals:
            self._arrivals.passes(frame, last=send.last)
            return [send, *self._tell(Sent(frame, intact=True), now)] if send.last else [send]
        final = len(send.data) - 1
        bytes_ = [
            Byte(
                bytes((value,)),
                frame,
                after_pause=after_pause and not at,
                begins=first and not at,
                ends=send.last and at == final,
            )
            for at, value in enumerate(send.data)
        ]
        out = self.chain.take(bytes_, now)
        return self.let_out(out, now, frame if send.last else None)

    def _tell(self, told: Sent | Arrived, now: Nanos) -> list[Effect]:
        """Tell the device; what that makes it say sets out at once."""
        caused = self._device.receive(told, now)
        return self.send(caused) if caused else []
