"""Time: whole nanoseconds, passed in. What is due when, and how run time maps to pump time."""

from __future__ import annotations

from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeAlias, TypeVar

from mockpump.errors import UsageError
from mockpump.quantity import DURATION

Nanos: TypeAlias = int
"""Whole nanoseconds: since the run began (run time), or since the pump's `start` (pump time)."""

SECOND: Nanos = 10**9
DAY: Nanos = 86_400 * SECOND

SLOWEST, FASTEST = Fraction(1, 1000), 1000
"""Between these is the factor by which run time may be faster than the wall clock."""

T = TypeVar("T")


def parse_duration(text: str) -> Nanos:
    """`"250ms"` -> 250_000_000. Raises QuantityError."""
    return DURATION.parse(text)


def format_duration(nanos: Nanos) -> str:
    """250_000_000 -> `"250ms"`: the shortest exact text."""
    return DURATION.format(nanos)


def read_speed(text: str) -> Fraction:
    """Read a factor on the wall clock, exactly: `5`, `0.5`, `1/3`. Raises UsageError."""
    try:
        speed = Fraction(text)
    except (ValueError, ZeroDivisionError):
        speed = Fraction(0)
    if not SLOWEST <= speed <= FASTEST:
        raise UsageError(f"{text!r} is not a number from 0.001 to {FASTEST}")
    return speed


def earliest(*times: Nanos | None) -> Nanos | None:
    """Return the first of some deadlines; None where none is set."""
    first = None
    for time in times:
        if time is not None and (first is None or time < first):
            first = time
    return first


class Agenda(Generic[T]):
    """What is due when. Ties go by `rank`, then by the order in which they were put."""

    def __init__(self) -> None:
        self._heap: list[tuple[Nanos, int, int, T]] = []
        self._order = count()

    def put(self, at: Nanos, item: T, rank: int = 0) -> None:
        """Add an item that is due at `at`."""
        heappush(self._heap, (at, rank, next(self._order), item))

    def next_deadline(self) -> Nanos | None:
        """When the first item is due."""
        return self._heap[0][0] if self._heap else None

    def first(self) -> tuple[Nanos, T] | None:
        """Return the first item and when it is due, and leave it there."""
        return (self._heap[0][0], self._heap[0][3]) if self._heap else None

    def take(self, now: Nanos) -> list[T]:
        """Remove and return all that is due by `now`: a snapshot, so what is put meanwhile waits."""
        due = []
        while self._heap and self._heap[0][0] <= now:
            due.append(heappop(self._heap)[3])
        return due

    def __len__(self) -> int:
        return len(self._heap)


class Timebase:
    """The one mapping of run time to pump time: `pump = run * speed + skipped`."""

    def __init__(self, speed: int = 1) -> None:
        self._speed = speed
        self._skipped: Nanos = 0

    def pump(self, run: Nanos) -> Nanos:
        """Pump time at a run time."""
        return self._skipped + run * self._speed

    def run(self, pump: Nanos) -> Nanos:
        """Return the first run time at which a pump time is reached: rounded up, at least 0."""
        return max(0, -((self._skipped - pump) // self._speed))

    def skip(self, span: Nanos) -> None:
        """Let pump time leap ahead by `span` while run time stands still."""
        self._skipped += span
