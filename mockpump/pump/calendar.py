"""The pump's calendar: the clock that it shows, stamps and doses by. It may be wrong.

Only the calendar may be. The time that passes in the pump is the true one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import Ramp

_FIRST, _LAST = datetime.min, datetime.max  # noqa: DTZ901 - a pump's calendar knows no zone


class Calendar:
    """Reads nanoseconds since `start`, as it counts them: a ramp in their millionths."""

    def __init__(self, start: str) -> None:
        self._start = datetime.fromisoformat(start)
        into_day = self._start - self._start.replace(hour=0, minute=0, second=0)
        self._midnight = into_day.seconds * SECOND
        self._reading = Ramp(0, MILLION)
        self._speeds: dict[str, int] = {}
        self._second, self._text = 0, self._start.isoformat(timespec="seconds")

    def at(self, now: Nanos) -> Nanos:
        """Return what it reads: nanoseconds since the start; below 0, before it."""
        return self._reading.at(now) // MILLION

    def of_day(self, reading: Nanos) -> Nanos:
        """Return the nanoseconds since midnight of a reading."""
        return (self._midnight + reading) % DAY

    def reaches(self, reading: Nanos) -> Nanos:
        """Return the first pump time at which it reads this; NEVER if it does or does not go there."""
        return self._reading.reaches(reading * MILLION)

    def time(self, now: Nanos) -> str:
        """Return the date and time that it shows, ISO 8601 to the second."""
        second = self.at(now) // SECOND
        if second != self._second:
            self._second = second
            self._text = _later(self._start, second).isoformat(timespec="seconds")
        return self._text

    def day(self, now: Nanos, ahead: Nanos) -> str:
        """Return the date that it will show so long from now, if it goes as it should."""
        return _later(self._start, (self.at(now) + ahead) // SECOND).date().isoformat()

    # dials -------------------------------------------------------------------------------------

    def jump(self, by: Nanos, now: Nanos) -> None:
        """Leap by so much; back if that is below 0."""
        self._reading.put(self._reading.at(now) + by * MILLION, now)

    def run(self, fault: str, speed: int, now: Nanos) -> None:
        """Go on at a fault's speed in parts per million of the true one; 0: stand still.

        The speeds of several faults multiply.
        """
        self._speeds[fault] = speed
        whole = MILLION
        for one in self._speeds.values():
            whole = whole * one // MILLION
        self._reading.turn(whole, now)


def _later(start: datetime, seconds: int) -> datetime:
    """Return a moment so much later; where the calendar of this world ends, so does the pump's."""
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        return _LAST if seconds > 0 else _FIRST
