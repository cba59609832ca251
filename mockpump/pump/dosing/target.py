"""The target: how much is to be given, or drawn in, before the pump stops by itself."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.ramp import QUANTA, Ramp


class Target:
    """A volume in pL; 0: there is none, and nothing to ask. It counts the programmed infusion alone.

    A stop interrupts the count, and a start goes on with it. Once reached, it counts anew.
    """

    def __init__(self) -> None:
        self.volume = 0
        self._left = Ramp(0)

    def set(self, volume: int, now: Nanos) -> None:
        """Count from the beginning, from now on."""
        self.volume = volume
        self._left = Ramp(volume * QUANTA, since=now)

    def left(self, now: Nanos) -> int:
        """Return how much is still to come, in pL, rounded up."""
        return -(-self._left.at(now) // QUANTA)

    def limit(self, rate: int, now: Nanos) -> int:
        """Let a rate (pL/day) run from now on; in the last nanosecond, what is left."""
        return self._left.drain(rate, 0, now)

    def rest(self, now: Nanos) -> None:
        """Count nothing from now on."""
        if self.volume:
            self._left.turn(0, now)

    def reached(self, now: Nanos) -> bool:
        """Say whether all of it has come."""
        return self._left.at(now) == 0

    def next_deadline(self) -> Nanos:
        """When it will be reached."""
        return self._left.drained(0)
