"""What a prime does to the dose: nothing; but where drug mixes on its way too much, then too little."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.motor import MILLION, Motor
from mockpump.pump.ramp import NEVER


class Priming:
    """Sees primes come and go. Dials: `over` holds while one runs, `under` for `lasts` after it.

    Both are parts per million of what is asked of the motor. A prime goes by those that it found.
    """

    def __init__(self, motor: Motor) -> None:
        self._motor = motor
        self.over = self.under = MILLION
        self.lasts: Nanos = 0
        self._after: tuple[int, Nanos] = (MILLION, 0)
        """What comes after the prime that runs, and for how long."""
        self._primes = False
        self.due = NEVER
        """When too little is over."""

    def watch(self, state: str, now: Nanos) -> None:
        """See what the infusion does from now on."""
        primes = state == "priming"
        if primes != self._primes:
            self._primes = primes
            if primes:
                self._begin()
            else:
                self._end(now)

    def _begin(self) -> None:
        self._after = self.under, self.lasts
        self.due = NEVER
        self._drive(self.over)

    def _end(self, now: Nanos) -> None:
        under, lasts = self._after
        self.due = now + lasts
        self._drive(under)

    def forget(self) -> None:
        """Let primes do nothing to the dose, also those that were."""
        self.over = self.under = MILLION
        self._after = MILLION, 0
        self.due = NEVER
        self._drive(MILLION)

    def _drive(self, factor: int) -> None:
        self._motor.factors.pop("priming", None)
        if factor != MILLION:
            self._motor.factors["priming"] = factor

    def tick(self, now: Nanos) -> None:
        """Let it be over."""
        if now >= self.due:
            self.due = NEVER
            self._drive(MILLION)
