"""The frame faults that are set on one device, and how many frames each may still hit."""

from __future__ import annotations

from collections.abc import Callable

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.framefaults.base import Delivery, FrameFault
from mockpump.seam import Clear, Effect, Frame, Note, Value

UNHARMED: tuple[Delivery, ...] = (Delivery(),)

Passage = tuple[tuple[Delivery, ...], list[Effect]]
"""How a frame comes through, and what to note."""


class _Armed:
    """One fault at work, at one address or all: what it draws from, and how many hits it has left."""

    def __init__(self, fault: FrameFault, address: str, stream: Stream) -> None:
        self.fault, self.address, self.stream = fault, address, stream
        self.left = None if fault.count == "every" else fault.count
        self.spared: set[str] = set()
        """Addresses at which it was cleared, where it is at all others."""

    def is_at(self, address: str) -> bool:
        return self.address == address or (not self.address and address not in self.spared)


class Aims:
    """Asked for every frame that passes; counts hits and notes them. One fault follows another."""

    def __init__(self) -> None:
        self._armed: dict[tuple[FrameFault, str], _Armed] = {}

    def __bool__(self) -> bool:
        return bool(self._armed)

    def set(self, fault: FrameFault, stream: Stream, address: str = "") -> None:
        """Arm a fault, beside those of other settings; armed again, it counts from the beginning."""
        self._armed[fault, address] = _Armed(fault, address, stream)

    def clear(self, clear: Clear, now: Nanos, address: str = "") -> list[Effect]:
        """Disarm the faults of a name; or one as it was set, of just these settings, just there.

        A fault at all addresses may be cleared at one, and goes on at the others.
        """
        notes: list[Effect] = []
        for armed in [one for one in self._armed.values() if one.fault.name == clear.fault]:
            as_set = (armed.fault, armed.address) == (clear.setting, address)
            if as_set or (clear.setting is None and address in ("", armed.address)):
                notes.append(self._disarm(armed.fault, armed.address, now))
            elif clear.setting is None and armed.is_at(address):
                armed.spared.add(address)
                notes.append(fault_note(now, armed.fault.name, "cleared", address))
        return notes

    def sent(self, frame: Frame, now: Nanos) -> Passage:
        """Say how a frame to the client comes through."""
        data: dict[str, Value] = {"frame": frame.id, "kind": frame.kind, "of": frame.of}
        return self._pass(lambda fault: fault.aims_at_sent(frame), now, data, frame.address)

    def heard(self, operation: str, now: Nanos, address: str = "") -> Passage:
        """Say how a command from the client comes through."""
        data: dict[str, Value] = {"kind": "command", "of": operation}
        return self._pass(lambda fault: fault.aims_at_heard(operation), now, data, address)

    def _pass(
        self,
        is_aim: Callable[[FrameFault], bool],
        now: Nanos,
        data: dict[str, Value],
        address: str,
    ) -> Passage:
        if address:
            data["address"] = address
        deliveries, notes = UNHARMED, list[Effect]()
        for armed in list(self._armed.values()):
            if not deliveries or not armed.is_at(address) or not is_aim(armed.fault):
                continue
            if not armed.stream.hits(armed.fault.rate):
                continue
            notes += self._count(armed, now, data)
            then = armed.fault.deliveries(armed.stream)
            deliveries = tuple(one.then(next_) for one in deliveries for next_ in then)
        return deliveries, notes

    def _count(self, armed: _Armed, now: Nanos, data: dict[str, Value]) -> list[Effect]:
        """Count a hit; after the last one the fault is over."""
        name = armed.fault.name
        notes: list[Effect] = [Note(now, "fault", name, "touched", data=data)]
        if armed.left is not None:
            armed.left -= 1
            if not armed.left:
                notes.append(self._disarm(armed.fault, armed.address, now))
        return notes

    def _disarm(self, fault: FrameFault, address: str, now: Nanos) -> Note:
        del self._armed[fault, address]
        still = sum((one.name, at) == (fault.name, address) for one, at in self._armed)
        return fault_note(now, fault.name, "cleared", address, still)


def fault_note(now: Nanos, name: str, state: str, address: str, still: int = 0) -> Note:
    """Say that a fault was set or cleared, at which address if it was one, and how many still stand."""
    data: dict[str, Value] = {"address": address} if address else {}
    return Note(now, "fault", name, state, data={**data, "still": still} if still else data)
