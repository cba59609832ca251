"""An ugly dialect, to keep the seam honest: link-level ACK/NAK, retransmission, keep-alive, addresses.

    STX a body KK ETX    a: one digit, the address; KK: two hex digits, 0xFF - sum(a+body) mod 256
    ACK after each good frame, both ways; NAK `2` for a bad one; ENQ from the pump when it is idle,
    DC4 back. A frame that is not acknowledged is sent again 1 s after its last bit has left.

Commands: `S` status, `P` stop, `G` start, `A<alarm>` acknowledge. Alarms come unasked: `E;<code>`.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from mockpump.clock import SECOND, Nanos, earliest
from mockpump.dialects.base import Dialect, Heard, Host, Session
from mockpump.operations import Operation
from mockpump.seam import Effect, Frame, PumpEvent, Send, Spoil

STX, ETX, ENQ, ACK, NAK, DC4 = (bytes([code]) for code in (0x02, 0x03, 0x05, 0x06, 0x15, 0x14))
ACK_WITHIN = SECOND
RETRIES = 2
BYTE_WITHIN = SECOND // 2
IDLE = 5 * SECOND
LONGEST = 80


def check(body: bytes) -> bytes:
    return b"%02X" % (0xFF - sum(body) % 256)


def frame(body: bytes) -> bytes:
    return STX + body + check(body) + ETX


class LinkAck(Session):
    def __init__(self, host: Host, **given: Any) -> None:
        super().__init__(host, **given)
        self._queue: deque[Send] = deque()
        self._unacked: Send | None = None
        self._tries = 0
        self._again: Nanos | None = None  # armed at Sent, never at send
        self._byte_due: Nanos | None = None
        self._idle: Nanos | None = None

    def hear(self, data: bytes, now: Nanos) -> Heard | None:
        self.buffer += data
        while self.buffer:
            first = bytes(self.buffer[:1])
            if first in (ACK, NAK, DC4):
                del self.buffer[:1]
                return Heard(first)
            if first != STX:
                del self.buffer[:1]
                continue
            end = self.buffer.find(ETX)
            if end < 0:
                if len(self.buffer) > LONGEST:
                    del self.buffer[:1]
                    continue
                break
            raw = bytes(self.buffer[: end + 1])
            del self.buffer[: end + 1]
            self._byte_due = None
            names = {b"S": "read_status", b"P": "stop", b"G": "start", b"A": "ack_alarm"}
            return Heard(raw, names.get(raw[2:3], ""), address=raw[1:2].decode("latin-1"))
        self._byte_due = now + BYTE_WITHIN if self.buffer else None
        return None

    def answer(self, heard: Heard, now: Nanos) -> list[Effect]:
        self._idle = now + IDLE
        if heard.data == ACK:
            self._unacked = self._again = None
            return self._next(now)
        if heard.data == NAK:
            return self._repeat(now) if self._unacked is not None else []
        if heard.data == DC4:
            return []
        body, given = heard.data[1:-3], heard.data[-3:-1]
        if given != check(body):
            return [self.send(NAK + b"2", now, "link")]
        address, order = body[:1].decode(), body[1:]
        if address not in self.host.addresses():
            return []
        ack = self.send(ACK, now, "link")
        if order[:1] == b"E":
            return [ack]
        args = {"alarm": order[1:].decode("latin-1")} if heard.of == "ack_alarm" else {}
        if not heard.of:
            return [ack, *self._say(address, b"I;01", now, "")]
        outcome = self.host.ask(Operation(heard.of, args), now, address)
        told = str(outcome.values.get("state", "")) if outcome.refusal is None else "12"
        letter = b"C;" if outcome.refusal is None else b"I;"
        return [ack, *self._say(address, letter + told.encode(), now, heard.of)]

    def spoil(self, data: bytes, how: Spoil) -> bytes:
        assert how == "checksum", how
        return data[:-3] + (b"00" if data[-3:-1] != b"00" else b"FF") + ETX

    def mishear(self, heard: Heard, how: Spoil) -> Heard:
        return Heard(self.spoil(heard.data, how), heard.of, address=heard.address)

    def refuse(self, heard: Heard, now: Nanos) -> list[Effect]:
        return [self.send(NAK + b"6", now, "link")]

    def announce(self, event: PumpEvent, now: Nanos, address: str = "") -> list[Effect]:
        if event.what != "alarm" or event.state != "raised":
            return []
        occurrence = event.data["occurrence"]
        assert isinstance(occurrence, int)
        data = frame(address.encode() + b"E;" + event.of.encode())
        told = ((event.of, occurrence),)
        self._queue.append(self.send(data, now, "event", event.of, told, address))
        return self._next(now)

    def sent(self, frame: Frame, now: Nanos) -> list[Effect]:
        if self._unacked is not None and frame.id == self._unacked.frame.id:
            self._again = now + ACK_WITHIN
        return []

    def tick(self, now: Nanos) -> list[Effect]:
        effects: list[Effect] = []
        if self._byte_due is not None and self._byte_due <= now:
            self.buffer.clear()
            self._byte_due = None
        if self._again is not None and self._again <= now:
            effects += self._repeat(now)
        if self._idle is not None and self._idle <= now:
            self._idle = now + IDLE
            effects.append(self.send(ENQ, now, "link"))
        return effects

    def next_deadline(self) -> Nanos | None:
        return earliest(self._again, self._byte_due, self._idle)

    def _say(self, address: str, body: bytes, now: Nanos, of: str) -> list[Effect]:
        data = frame(address.encode() + body)
        self._queue.append(self.send(data, now, "reply", of, address=address))
        return self._next(now)

    def _next(self, now: Nanos) -> list[Effect]:
        if self._unacked is not None or not self._queue:
            return []
        self._unacked, self._tries = self._queue.popleft(), 0
        send = self._unacked
        return [Send(now, send.data, send.frame)]

    def _repeat(self, now: Nanos) -> list[Effect]:
        assert self._unacked is not None
        self._again = None
        self._tries += 1
        if self._tries > RETRIES:
            self._unacked = None
            return self._next(now)
        old = self._unacked
        frame = old.frame
        self._unacked = self.send(old.data, now, frame.kind, frame.of, frame.alarms, frame.address)
        return [self._unacked]


DIALECT = LINKACK = Dialect(
    name="linkack",
    about="a link-level protocol with acknowledgements, for tests",
    session=LinkAck,
    baud=19200,
    operations=frozenset({"read_status", "stop", "start", "ack_alarm"}),
    addresses=("1", "2"),
    spoils=frozenset({"checksum", "busy"}),
)
