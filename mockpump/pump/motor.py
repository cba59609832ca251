"""The motor: turns what the infusion asks for into what is really driven."""

from __future__ import annotations

MILLION = 1_000_000


class Motor:
    """A rotor that drives `factor` parts per million of what it is asked to."""

    def __init__(self) -> None:
        self.factor = MILLION

    def drive(self, demand: int) -> int:
        """Return the rate that is really driven for one that is asked for."""
        return demand if self.factor == MILLION else demand * self.factor // MILLION
