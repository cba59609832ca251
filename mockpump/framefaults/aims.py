"""The frame faults that are set on one device, and how many frames each may still hit."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.framefaults.base import FrameFault
from mockpump.seam import Clear, Effect, Frame, Note, Value


class Aims:
    """Asked for every frame that passes; counts its hits and notes them."""

    def __init__(self) -> None:
        self._left: dict[FrameFault, int | None] = {}

    def __bool__(self) -> bool:
        return bool(self._left)

    def set(self, fault: FrameFault) -> None:
        """Arm a fault, beside those of other settings; armed again, it counts from the beginning."""
        self._left[fault] = None if fault.count == "every" else fault.count

    def clear(self, clear: Clear) -> list[FrameFault]:
        """Disarm the faults of a name, or the one of just these settings; return which they were."""
        cleared = [
            fault
            for fault in self._left
            if fault.name == clear.fault and clear.setting in (None, fault)
        ]
        for fault in cleared:
            del self._left[fault]
        return cleared

    def sent(self, frame: Frame, now: Nanos) -> tuple[int, list[Effect]]:
        """How often a frame to the client gets through, and what to note."""
        for fault in self._left:
            if fault.hits_sent(frame):
                data = {"frame": frame.id, "kind": frame.kind, "of": frame.of}
                return self._hit(fault, now, data)
        return 1, []

    def heard(self, operation: str, now: Nanos) -> tuple[int, list[Effect]]:
        """How often a command from the client gets through, and what to note."""
        for fault in self._left:
            if fault.hits_heard(operation):
                return self._hit(fault, now, {"kind": "command", "of": operation})
        return 1, []

    def _hit(
        self, fault: FrameFault, now: Nanos, data: dict[str, Value]
    ) -> tuple[int, list[Effect]]:
        notes: list[Effect] = [Note(now, "fault", fault.name, "touched", data=data)]
        left = self._left[fault]
        if left == 1:
            del self._left[fault]
            notes.append(Note(now, "fault", fault.name, "cleared"))
        elif left is not None:
            self._left[fault] = left - 1
        return len(fault.deliveries()), notes
