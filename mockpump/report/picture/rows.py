"""Notes -> the rows of a picture: what lasted becomes a bar, what happened at one instant a mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mockpump.clock import Nanos, parse_duration
from mockpump.expect.base import of_pump_time
from mockpump.report.picture.model import Bar, Lane, Mark, MarkKind, Row
from mockpump.report.text import printable, seconds
from mockpump.seam import Note

LANES: Mapping[str, str] = {
    "story": "story",
    "faults": "faults",
    "alarms": "alarms",
    "operator": "operator",
    "client": "client",
    "others": "others",
    "pump": "pump",
    "machine": "machine",
}
"""All lanes from top to bottom, each with its title; one without rows is left out."""


class Place(NamedTuple):
    """Where a kind of note goes: its lane, its row, and which states begin and end a bar."""

    lane: str
    row: Callable[[Note], str]
    begins: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()


def _of(note: Note) -> str:
    return note.of


def _what(note: Note) -> str:
    return note.what.replace("_", " ")


def _asked(note: Note) -> str:
    return f"{note.of} {note.data.get('of', '')}".strip()


PLACES: Mapping[str, Place] = {
    "step": Place("story", lambda _: "steps"),
    "note": Place("story", lambda _: "notes"),
    "visit": Place("story", lambda _: "visits"),
    "fault": Place("faults", _of, frozenset({"set"}), frozenset({"cleared"})),
    "alarm": Place("alarms", _of, frozenset({"raised"}), frozenset({"cleared"})),
    "operator": Place("operator", _asked),
    "client": Place("client", lambda _: "process", frozenset({"started"}), frozenset({"exited"})),
    "port": Place(
        "client",
        lambda _: "port",
        frozenset({"opened"}),
        frozenset({"closed", "hung_up", "unplugged"}),
    ),
    "settings": Place("client", _what),
    "session": Place("client", _what),
    "operation": Place("client", _of),
    "frame": Place("client", lambda _: "bad frames"),
    "shows": Place("client", lambda note: f"shows {note.of}"),
    "outside": Place("others", lambda note: f"{note.data.get('origin', '')} {note.of}".strip()),
    "infusion": Place("pump", _of, frozenset({"started"}), frozenset({"delivered", "interrupted"})),
    "infusion delivery": Place(
        "pump",
        lambda _: "not delivering",
        frozenset({"stopped", "held", "paused", "ended"}),
        frozenset({"started", "resumed"}),
    ),
    "processor": Place("pump", lambda _: "processor down", frozenset({"down"}), frozenset({"up"})),
    "machine": Place("machine", lambda note: note.state),
}
"""Where each kind of note goes, or those of one subject; any other has a row of its own in `pump`."""

_ANY = Place("pump", _what)

_NOTED: Mapping[MarkKind, tuple[str, ...]] = {
    "done": (
        "operation accepted", "outside accepted", "operator delivered", "shows shown",
        "telemetry sent", "step done", "settings right",
    ),
    "refused": (
        "operation refused", "outside refused", "operator undelivered", "frame bad",
        "settings wrong", "port hung_up", "port unplugged",
    ),
    "repeated": ("operation repeated",),
    "lost": ("operation lost", "event dropped", "telemetry skipped"),
    "reported": ("alarm reported",),
    "acknowledged": ("alarm acknowledged",),
}  # fmt: skip
KINDS: Mapping[str, MarkKind] = {one: kind for kind, ones in _NOTED.items() for one in ones}
"""How a note is marked; any other is an `event`."""


class Rows:
    """Takes notes in order; gives lanes."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, tuple[list[Bar], list[Mark]]]] = {
            name: {} for name in LANES
        }
        self._open: dict[tuple[str, str], tuple[Nanos, str]] = {}
        self._touched: dict[str, int] = {}
        self.skips: list[Mark] = []

    def see(self, note: Note) -> None:
        """Take a note."""
        if note.what == "pump_time":
            skipped = of_pump_time(parse_duration(str(note.data["by"])))
            self.skips.append(Mark(note.at, "event", f"{skipped} skipped"))
        elif note.state == "touched" and "frame" not in note.data:
            self._touched[note.of] = self._touched.get(note.of, 0) + 1
        elif note.state != "reminder":
            self._place(note)

    def lanes(self) -> tuple[Lane, ...]:
        """Return all rows, those of what still stands to the end of the run."""
        for key, (since, about) in self._open.items():
            lane, label = key
            self._row(lane, label)[0].append(Bar(since, None, about))
        self._open.clear()
        return tuple(
            Lane(name, LANES[name], tuple(self._made(name, *row) for row in rows.items()))
            for name, rows in self._rows.items()
            if rows
        )

    def _made(self, lane: str, label: str, row: tuple[list[Bar], list[Mark]]) -> Row:
        if lane == "faults" and (count := self._touched.get(label)):
            label = f"{label} ×{count}"
        return Row(label, "", tuple(row[0]), tuple(row[1]))

    def _row(self, lane: str, label: str) -> tuple[list[Bar], list[Mark]]:
        return self._rows[lane].setdefault(label, ([], []))

    def _place(self, note: Note) -> None:
        place = PLACES.get(f"{note.what} {note.of}") or PLACES.get(note.what) or _ANY
        label = printable(place.row(note)) or _what(note)
        if address := note.data.get("address"):
            label = f"{label} at {address}"
        bars, marks = self._row(place.lane, label)
        key = (place.lane, label)
        if note.state in place.begins and key not in self._open:
            self._open[key] = (note.at, about(note))
        elif note.state in place.ends and key in self._open:
            since, begun = self._open.pop(key)
            bars.append(Bar(since, note.at, f"{begun}; {about(note)}"))
        else:
            marks.append(
                Mark(note.at, KINDS.get(f"{note.what} {note.state}", "event"), about(note))
            )


def about(note: Note) -> str:
    """Say what a note says, for a person: `alarm occlusion raised at 48.200s (priority=medium)`."""
    words = (note.what.replace("_", " "), note.of, note.state.replace("_", " "))
    told = " ".join(filter(None, words))
    data = ", ".join(f"{key}={printable(value)}" for key, value in note.data.items())
    return f"{printable(told)} at {seconds(note.at).strip()}" + (f" ({data})" if data else "")
