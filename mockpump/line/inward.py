"""The way to the pump: what a client writes takes its time, meets the faults, and is heard."""

from __future__ import annotations

from mockpump.clock import Nanos, earliest
from mockpump.line.chain import Chain
from mockpump.line.faults.base import Byte, data_of
from mockpump.line.layer import Layer
from mockpump.line.pace import Pace
from mockpump.seam import Bytes, Effect


class Inward:
    """What it returns is what the device wants done; it has not been on its way to the client yet."""

    def __init__(self, device: Layer, pace: Pace | None) -> None:
        self.chain = Chain("to_pump")
        self._device, self._pace = device, pace
        self._unheard = b""  # for the device, once all else at this instant is done
        self._waiting = b""  # the same, but still to meet the faults, behind the unheard
        self._waiting_since: Nanos = 0
        self._wrote_at: Nanos = -1  # when bytes came over an unpaced line last

    def write(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let bytes of the client set out."""
        if self._pace is None:
            return self._pass_unpaced(data, now)
        self._pace.put(data, now)
        return []

    def go_on(self, now: Nanos) -> list[Effect]:
        """Go on with what was kept back at this instant."""
        if data := self._unheard:
            self._unheard = b""
            return self._hear(data, now)
        data, self._waiting = self._waiting, b""
        return self._pass_unpaced(data, now) if data else []

    def tick(self, now: Nanos) -> list[Effect]:
        """Let the device hear what has reached it."""
        effects = self.let_out(self.chain.tick(now), now) if self.chain else []
        if self._pace is not None:
            for burst in self._pace.take(now):
                effects += self._arrive(bytes(burst.data), now, after_pause=burst.after_pause)
        return effects

    def let_out(self, bytes_: list[Byte], now: Nanos) -> list[Effect]:
        """Let the device hear what has got past the faults."""
        notes = self.chain.take_notes()
        data = data_of(bytes_)
        return notes + self._hear(data, now) if data else notes

    def next_deadline(self) -> Nanos | None:
        """When something reaches the device."""
        due = self._waiting_since if self._waiting or self._unheard else None
        if self.chain:
            due = earliest(due, self.chain.next_deadline())
        return due if self._pace is None else earliest(due, self._pace.next_deadline())

    def backlog(self) -> int:
        """How many bytes the client is ahead of the line."""
        return 0 if self._pace is None else self._pace.backlog()

    def purge(self, now: Nanos) -> int:
        """Drop what has not left the client; return how many bytes that was."""
        return 0 if self._pace is None else self._pace.cancel(now)

    def cancel(self, now: Nanos) -> int:
        """Drop what is on its way; return how many bytes that was."""
        lost = len(self._unheard) + len(self._waiting) + self.chain.drop()
        self._unheard = self._waiting = b""
        return lost + self.purge(now)

    def _pass_unpaced(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let bytes through at once; one by one under a fault, which must not see the chunking."""
        self._waiting_since = now
        after_pause, self._wrote_at = now > self._wrote_at, now
        if self.chain:
            self._waiting = data[1:]
            return self._arrive(data[:1], now, after_pause=after_pause)
        effects = self._hear(data, now)
        # What the device gives back has met no fault: the frame before it may cause one.
        self._waiting, self._unheard = self._unheard, b""
        return effects

    def _arrive(self, data: bytes, now: Nanos, *, after_pause: bool) -> list[Effect]:
        """Bytes have passed the wire: let the faults have their way with them."""
        if not self.chain:
            return self._hear(data, now)
        bytes_ = [
            Byte(bytes((value,)), after_pause=after_pause and not at)
            for at, value in enumerate(data)
        ]
        return self.let_out(self.chain.take(bytes_, now), now)

    def _hear(self, data: bytes, now: Nanos) -> list[Effect]:
        """Let the device hear bytes; what it gives back waits until all else now due is done."""
        if self._unheard:
            self._unheard += data
            return []
        effects = self._device.receive(Bytes(data), now)
        if unheard := self._device.take_unheard():
            self._unheard, self._waiting_since = unheard, now
        return effects
