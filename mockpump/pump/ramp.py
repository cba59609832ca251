"""A quantity that is linear in time between events: whole numbers, exact at every nanosecond."""

from __future__ import annotations

from mockpump.clock import DAY, Nanos

QUANTA = DAY
"""Volume quanta in a picolitre. One quantum flows in one nanosecond at one picolitre per day."""

NEVER: Nanos = 10**30
"""Later than anything: a deadline that is not set, so that all deadlines compare plainly."""


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

    def reaches(self, level: int) -> Nanos:
        """Return the first nanosecond at or past a level; NEVER if it is there, or turns away."""
        ahead = self.value - level
        if ahead * self.slope >= 0:
            return NEVER
        return self.since - ahead // self.slope  # floor of a negative quotient: rounded up

    def drain(self, rate: int, level: int, now: Nanos) -> int:
        """Go on falling by `rate`, or by what is left above a level if that is less; return which.

        Below 0 it is a rise, which no level bounds.
        An emptying vessel thereby ends exactly: its last nanosecond takes the rest, and no more.
        """
        self.value += self.slope * (now - self.since)
        self.since = now
        if rate > (left := self.value - level) and rate > 0:
            rate = max(0, left)
        self.slope = -rate
        return rate

    def drained(self, level: int) -> Nanos:
        """Return the last nanosecond until which it can drain as it does; NEVER if it does not."""
        if self.slope >= 0 or self.value <= level:
            return NEVER
        return self.since + (self.value - level) // -self.slope
