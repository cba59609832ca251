"""Events that the client has not confirmed yet, and errors that it has not read: both bounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from msgspec import Struct

from mockpump.clock import SECOND, Nanos, earliest
from mockpump.seam import Value

AGAIN: Nanos = 2 * SECOND
"""How long after an event has left it is sent again."""
MAX_EVENTS = 16
MAX_ERRORS = 16


class Event(Struct):
    """One event on its way. `frame`: its latest transmission; `again`: when the next one is due."""

    n: int
    of: str
    data: bytes
    alarms: tuple[tuple[str, int], ...]
    frame: int = 0
    again: Nanos | None = None


class Events:
    """What waits to be confirmed. Repeats are timed from when a transmission has left."""

    def __init__(self) -> None:
        self._waiting: dict[int, Event] = {}
        self._last = 0
        self.dropped = 0

    def make_room(self) -> Event | None:
        """Give up the oldest event if another would be too many, and return it."""
        if len(self._waiting) < MAX_EVENTS:
            return None
        self.dropped += 1
        return self._waiting.pop(next(iter(self._waiting)))

    def waits(self, n: int) -> bool:
        """Say whether an event waits to be confirmed."""
        return n in self._waiting

    def put(self, event: Event) -> None:
        """Add an event that goes on its way now."""
        self._waiting[event.n] = event
        self._last = max(self._last, event.n)

    def confirm(self, n: int) -> bool:
        """Let go of an event; False if none of that number can have been received."""
        self._waiting.pop(n, None)
        return 1 <= n <= self._last

    def sent(self, frame: int, now: Nanos) -> None:
        """Time the repeat from now on, if the transmission carried an event that still waits."""
        for event in self._waiting.values():
            if event.frame == frame:
                event.again = now + AGAIN

    def due(self, now: Nanos) -> Iterator[Event]:
        """Take the events that must be sent again, oldest first."""
        for event in self._waiting.values():
            if event.again is not None and event.again <= now:
                event.again = None
                yield event

    def next_deadline(self) -> Nanos | None:
        """When the first event must be sent again."""
        if not self._waiting:
            return None
        return earliest(*(event.again for event in self._waiting.values()))


class Errors:
    """The queue of protocol errors: numbered, read once; the oldest are lost first, and counted."""

    def __init__(self) -> None:
        self._queue: deque[Mapping[str, Value]] = deque(maxlen=MAX_ERRORS)
        self._last = self._lost = 0

    def put(self, code: str) -> None:
        """Add an error."""
        self._last += 1
        self._lost += len(self._queue) == MAX_ERRORS
        self._queue.append({"n": self._last, "error": code})

    def take(self) -> tuple[int, tuple[Mapping[str, Value], ...]]:
        """Return how many were lost and those that are left, and forget both."""
        taken = self._lost, tuple(self._queue)
        self._queue.clear()
        self._lost = 0
        return taken
