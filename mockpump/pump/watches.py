"""Values of a pump that somebody waits for: told at the nanosecond at which they cross a level.

Between two events of a pump every value runs one way, so the first nanosecond at or past a level is
found by halving that stretch. Nothing polls, and a pump that is watched runs as one that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.operations import VALUES
from mockpump.pump.parts import Parts
from mockpump.pump.ramp import NEVER, QUANTA

WATCHED: Mapping[str, Callable[[Parts, Nanos], int]] = {
    "reservoir": lambda parts, now: parts.reservoir.estimated.at(now) // QUANTA,
    "delivered": lambda parts, now: parts.reservoir.delivered(now) // QUANTA,
    "level": lambda parts, now: parts.reservoir.level(now) // QUANTA,
    "pressure": lambda parts, now: parts.catheter.pressure(now),
    "battery": lambda parts, now: parts.power.share(now),
    "rate": lambda parts, now: parts.infusion.rate,  # noqa: ARG005 - constant until an event
    "flow": lambda parts, now: parts.infusion.flow,  # noqa: ARG005 - constant until an event
}
"""Values that can cross a level, in the smallest step of their kind, as the pump itself has them."""


class Watch(NamedTuple):
    """A level that a value rises to, or falls to."""

    name: str
    level: int
    rises: bool

    def holds(self, parts: Parts, now: Nanos) -> bool:
        """Whether the value is there, or past it."""
        value = WATCHED[self.name](parts, now)
        return value >= self.level if self.rises else value <= self.level

    @property
    def state(self) -> str:
        """What the value does, in words."""
        kind = VALUES[self.name]
        assert kind is not None
        return f"{'rises' if self.rises else 'falls'} to {kind.format(self.level)}"


class Watches:
    """All levels that are watched, and which of them the values are past."""

    def __init__(self) -> None:
        self._past: dict[Watch, bool] = {}

    def __len__(self) -> int:
        return len(self._past)

    def add(self, watch: Watch, parts: Parts, now: Nanos) -> None:
        """Watch a level. Where the value already is, it comes only once it has left and is back."""
        self._past[watch] = watch.holds(parts, now)

    def look(self, parts: Parts, now: Nanos, deadline: Nanos) -> Nanos:
        """Tell which levels are crossed now; return when the next one is, or at last the deadline."""
        for watch, past in self._past.items():
            self._past[watch] = holds = watch.holds(parts, now)
            if holds and not past:
                parts.log.tell(now, "value", watch.name, watch.state)
        return min((_turns(watch, parts, now, deadline) for watch in self._past), default=deadline)


def _turns(watch: Watch, parts: Parts, now: Nanos, deadline: Nanos) -> Nanos:
    """Return the first nanosecond before the deadline at which it holds no more what it holds now.

    A level that is left must be seen to be left, or its next crossing would be no news.
    """
    holds = watch.holds(parts, now)
    first, last = now, min(deadline, NEVER) - 1
    if watch.holds(parts, last) == holds:
        return deadline
    while last - first > 1:
        middle = (first + last) // 2
        if watch.holds(parts, middle) == holds:
            first = middle
        else:
            last = middle
    return last
