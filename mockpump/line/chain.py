"""The faults at work on one direction of the line, one behind the other, and what they did to what."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import Nanos, earliest
from mockpump.line.faults.base import Byte, ByteFault, Direction, Stage, data_of
from mockpump.seam import Effect, Note, Value


class Chain:
    """Bytes go through the faults in the order in which these were set.

    What happened to them, and what is meant for the other direction, waits to be taken.
    """

    def __init__(self, direction: Direction) -> None:
        self.direction = direction
        self._notes: list[Effect] = []
        self._back: list[Byte] = []
        self._stages: dict[ByteFault, Stage] = {}

    def __bool__(self) -> bool:
        return bool(self._stages)

    def set(self, fault: ByteFault, stage: Stage, now: Nanos) -> list[Byte]:
        """Put a fault at the end, or anew in its place; return what comes out of that."""
        freed = self.clear(fault, now)
        self._stages[fault] = stage
        return freed + stage.begin(now)

    def clear(self, fault: ByteFault, now: Nanos) -> list[Byte]:
        """Take a fault away; what it held back goes on."""
        if fault not in self._stages:
            return []
        at = list(self._stages).index(fault)
        freed = self._stages.pop(fault).release()
        return self._through(freed, at, now)

    def take(self, bytes_: list[Byte], now: Nanos) -> list[Byte]:
        """Let bytes through; return what comes out at once."""
        return self._through(bytes_, 0, now)

    def tick(self, now: Nanos) -> list[Byte]:
        """Return what comes out by now: first what is furthest."""
        out: list[Byte] = []
        for at, stage in reversed([*enumerate(self._stages.values(), start=1)]):
            out += self._through(stage.tick(now), at, now)
        return out

    def next_deadline(self) -> Nanos | None:
        """When a fault lets out what it holds back."""
        return earliest(*(stage.next_deadline() for stage in self._stages.values()))

    def faults(self) -> list[ByteFault]:
        """Return the faults at work, in their order."""
        return list(self._stages)

    def spent(self) -> list[ByteFault]:
        """Return the faults that have hit as often as they may."""
        return [fault for fault, stage in self._stages.items() if stage.spent()]

    def holds(self) -> int:
        """How many bytes are held back."""
        return sum(stage.holds() for stage in self._stages.values())

    def take_notes(self) -> list[Effect]:
        """Return what faults have done since last asked."""
        notes, self._notes = self._notes, []
        return notes

    def take_back(self) -> list[Byte]:
        """Return what goes the other way, past all other faults."""
        back, self._back = self._back, []
        return back

    def is_moving(self) -> bool:
        """Whether something that is held back comes out by itself."""
        stages = self._stages.values()
        return any(stage.next_deadline() is not None and stage.holds() for stage in stages)

    def drop(self) -> int:
        """Drop what is held back; return how many bytes that was."""
        count = self.holds()
        for stage in self._stages.values():
            stage.release()
        return count

    def _through(self, bytes_: list[Byte], at: int, now: Nanos) -> list[Byte]:
        """Let bytes through the faults from one on."""
        for fault, stage in list(self._stages.items())[at:]:
            if not bytes_:
                break
            held = stage.holds()
            out = [out for byte in bytes_ for out in stage.take(byte, now)]
            back = [byte for byte in out if byte.back]
            out = [byte for byte in out if not byte.back] if back else out
            self._back += back
            self._note(fault, bytes_, out, back, stage.holds() - held, now)
            bytes_ = out
        return bytes_

    def _note(
        self,
        fault: ByteFault,
        before: list[Byte],
        after: list[Byte],
        back: list[Byte],
        held: int,
        now: Nanos,
    ) -> None:
        """Note what a fault made of what went into it, if anything."""
        was, became = data_of(before), data_of(after)
        if was == became and not back and not any(byte.error for byte in after):
            return
        data: dict[str, Value] = {
            "before": was.decode("latin-1"),
            "after": became.decode("latin-1"),
        }
        if fault.direction == "both":
            data["direction"] = self.direction
        if held > 0:
            data["held"] = held
        if back:
            data["back"] = data_of(back).decode("latin-1")
        if (frame := before[0].frame) is not None:
            data |= {"frame": frame.id, "kind": frame.kind, "of": frame.of}
        self._notes.append(told(fault, "touched", now, data))


def told(
    fault: ByteFault, state: str, now: Nanos, more: Mapping[str, Value] | None = None
) -> Effect:
    """Note what became of a fault, or what it did."""
    return Note(
        now, "fault", fault.name, state, data={"direction": fault.direction, **(more or {})}
    )
