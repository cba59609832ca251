"""A quantity that is linear in time between events: whole numbers only, exact at every nanosecond."""

from __future__ import annotations

from mockpump.clock import DAY, Nanos

QUANTA = DAY
"""Volume quanta in a picolitre. One quantum flows in one nanosecond at one picolitre per day."""


class Ramp:
    """`value` at the time `since`, changing by `slope` each nanosecond.

    Looking at it never changes it, so that how often somebody looked cannot matter.
    """

    __slots__ = ("since", "slope", "value")

    def __init__(self, value: int, slope: int = 0, since: Nanos = 0) -> None:
        self.value, self.slope, self.since = value, slope, since

    def at(self, now: Nanos) -> int:
        """Return the value at a time from `since` on."""
        return self.value + self.slope * (now - self.since)

    def turn(self, slope: int, now: Nanos) -> None:
        """Go on from here with another slope."""
        self.value += self.slope * (now - self.since)
        self.slope, self.since = slope, now

    def put(self, value: int, now: Nanos) -> None:
        """Leap to a value; the slope stays."""
        self.value, self.since = value, now

    def reaches(self, level: int) -> Nanos | None:
        """Return the first nanosecond at which a level is reached or passed; None: never, or it was before."""
        if (distance := level - self.value) * self.slope <= 0:
            return None
        return self.since - -abs(distance) // abs(self.slope)

    def runs_down(self, level: int) -> Nanos | None:
        """Return the last nanosecond until which a falling ramp can keep its slope and not pass a level.

        What is then left above the level is less than one nanosecond's worth, so the next slope
        is that rest: an emptying vessel ends exactly, one nanosecond later at most.
        """
        if self.slope >= 0 or self.value <= level:
            return None
        return self.since + (self.value - level) // -self.slope
