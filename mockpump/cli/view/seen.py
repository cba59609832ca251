"""What is seen of a run, gathered where it is played, and what of it a screen can hold."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.control import Control, as_step, as_text
from mockpump.errors import ScenarioError
from mockpump.expect import Verdict
from mockpump.report.text import note_line, printable, seconds, worth_telling
from mockpump.run import Run
from mockpump.seam import AskOperator, Bytes, Note, Send
from mockpump.state import State
from mockpump.trace import Received, Record

MOST_KEYS = 9
LINES = 40
LONGEST = 400
"""Bytes of one line of a protocol that is not made of lines."""

COMMON: Mapping[str, Mapping[str, object]] = {
    "catheter_occlusion": {},
    "motor_stall": {},
    "air_in_line": {},
    "sudden_depletion": {},
    "memory_error": {},
    "over_infusion": {"factor": "150%"},
    "garble": {"rate": "1%"},
    "stall": {},
    "lose": {},
}
"""Faults for the keys, where the scenario itself leaves some free, each with what it must be given."""


class Snapshot(NamedTuple):
    """A run at one moment. `step` is the next that is planned: when, and as the scenario writes it."""

    state: State
    verdict: Verdict | None
    asked: list[AskOperator]
    step: tuple[Nanos, str] | None
    new: list[Record]


def snapshot(control: Control, after: int) -> Snapshot:
    """Look, from behind a record on."""
    run = control.run
    step = run.next_step()
    return Snapshot(
        control.state(),
        control.verdict(),
        control.asked(),
        (step[0], _written(run, step[1].where.line)) if step is not None else None,
        run.records[after:],
    )


def _written(run: Run, line: int) -> str:
    lines = run.scenario.source.splitlines()
    return lines[line - 1].strip(" -") if 0 < line <= len(lines) else "a step"


def faults_for(run: Run) -> dict[str, Mapping[str, object]]:
    """Return the faults that keys can set: the scenario's own, then common ones that fit it."""
    own = [step.fault or step.line_fault for step in run.scenario.timeline]
    names = dict.fromkeys(str(getattr(fault, "name", "")) for fault in own if fault is not None)
    candidates = {**{name: COMMON.get(name, {}) for name in names if name}, **COMMON}
    possible = ((name, given) for name, given in candidates.items() if _fits(run, name, given))
    return dict(list(possible)[:MOST_KEYS])


def _fits(run: Run, name: str, given: Mapping[str, object]) -> bool:
    try:
        run.read_step(as_text(as_step(name, given)))
    except ScenarioError:
        return False
    return True


class Seen:
    """Remembers the last of what was noted and sent, and which faults stand."""

    def __init__(self) -> None:
        self.count = 0
        self.lines: deque[str] = deque(maxlen=LINES)
        self.frames: deque[str] = deque(maxlen=LINES)
        self.faults: set[str] = set()
        self.open = False
        self._partial = {"→": b"", "←": b""}

    def take(self, records: list[Record]) -> None:
        """Take what is new."""
        self.count += len(records)
        for record in records:
            match record:
                case Note():
                    self._note(record)
                case Send(at, data):
                    self._frame("→", at, data)
                case Received(at, Bytes(data)):
                    self._frame("←", at, data)
                case _:
                    pass

    def _note(self, note: Note) -> None:
        if note.what == "fault" and note.state in ("set", "cleared"):
            (self.faults.add if note.state == "set" else self.faults.discard)(note.of)
        if note.what == "port":
            self.open = note.state == "opened"
        if worth_telling(note):
            self.lines.append(note_line(note))

    def _frame(self, way: str, at: Nanos, data: bytes) -> None:
        for line in self._whole(way, data):
            self.frames.append(f"{seconds(at)} {way} {printable(line.decode('latin-1'))}")

    def _whole(self, way: str, data: bytes) -> Iterator[bytes]:
        *lines, rest = (self._partial[way] + data).split(b"\n")
        if len(rest) > LONGEST:
            lines, rest = [*lines, rest], b""
        self._partial[way] = rest
        yield from lines
