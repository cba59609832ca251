"""What a picture of a run shows, before anybody draws it. Times are run time, values whole steps."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.quantity import Kind

MarkKind = Literal[
    "done",  # accepted, delivered, shown, sent: as it should be
    "refused",
    "repeated",
    "lost",
    "reported",
    "acknowledged",
    "event",  # whatever else is worth a look
    "failed",
]


class Bar(Struct, frozen=True):
    """What lasted: a fault, an alarm, an open port. `until` None: to the end of the run."""

    since: Nanos
    until: Nanos | None
    about: str


class Mark(Struct, frozen=True):
    """What happened at one instant."""

    at: Nanos
    kind: MarkKind
    about: str


class Row(Struct, frozen=True):
    """One line of a lane; `note` is written below it."""

    label: str
    note: str = ""
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()


class Lane(Struct, frozen=True):
    """Rows of one kind; `name` is also the class that a style sheet finds it by."""

    name: str
    title: str
    rows: tuple[Row, ...]


class Point(Struct, frozen=True):
    """A reading. Two at one instant are a leap; between two, it changes evenly."""

    at: Nanos
    value: int


class Curve(Struct, frozen=True):
    """One quantity over the run."""

    name: str
    points: tuple[Point, ...]

    def at(self, at: Nanos) -> int:
        """Return the value at a time: after a leap at that time, and rounded down between readings."""
        after = bisect_right(self.points, at, key=lambda point: point.at)
        if after == 0:
            return self.points[0].value
        last = self.points[after - 1]
        if after == len(self.points):
            return last.value
        following = self.points[after]
        rise, span = following.value - last.value, following.at - last.at
        return last.value + rise * (at - last.at) // span


class Chart(Struct, frozen=True):
    """Curves of one kind of quantity, on one scale in `unit`, which reaches from `least` to `most`."""

    name: str
    title: str
    kind: Kind
    unit: str
    least: int
    most: int
    curves: tuple[Curve, ...]


class Picture(Struct, frozen=True):
    """A run: how long it took, its lanes from top to bottom, then its charts.

    `failures` are the instants at which an expectation failed, `skips` those at which pump time leapt.
    """

    title: str
    end: Nanos
    lanes: tuple[Lane, ...]
    charts: tuple[Chart, ...]
    failures: tuple[Nanos, ...] = ()
    skips: tuple[Mark, ...] = ()
