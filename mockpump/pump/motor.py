"""The motor: turns what the infusion asks for into what is really driven.

Its dials are turned by faults, each under its own name, so that several can stand at once.
"""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import NEVER
from mockpump.quantity import DURATION

MILLION = 1_000_000


class Motor:
    """A rotor that drives what it is asked to, as far as its dials let it.

    factors  fault -> parts per million of what is asked that are driven; they multiply
    stalls   faults that keep the rotor from turning
    felt     faults for which the pump believes that it does not turn: the alarm motor_stall
    idle     fault -> pL/day that it drives when it is asked for nothing
    counted  faults whose idle turning the pump counts as delivered
    bypass   fault -> pL/day that flow without the motor; below 0: backwards
    """

    due = NEVER
    """It changes nothing by itself."""

    def __init__(self, alarms: Alarms, log: EventLog) -> None:
        self._alarms, self._log = alarms, log
        self.factors: dict[str, int] = {}
        self.stalls: set[str] = set()
        self.felt: set[str] = set()
        self.idle: dict[str, int] = {}
        self.counted: set[str] = set()
        self.bypass: dict[str, int] = {}
        self._felt = False
        self._turns_since: Nanos | None = 0

    def counts(self, demand: int) -> int:
        """Return the rate that the pump believes to be driven for one that is asked for."""
        if self.felt:
            return 0
        return demand or max((self.idle[name] for name in self.counted), default=0)

    def drives(self, demand: int) -> int:
        """Return the rate that would really flow, were there no pressure; below 0: backwards."""
        rate = 0 if self.stalls else demand or max(self.idle.values(), default=0)
        if not (self.factors or self.bypass):
            return rate
        for factor in self.factors.values():
            rate = rate * factor // MILLION
        return rate + sum(self.bypass.values())

    def tick(self, now: Nanos) -> None:
        """Report a stall that is felt, and its end, which may come late."""
        if self.stalls:
            self._turns_since = None
        elif self._turns_since is None:
            self._turns_since = now
        self._alarms.judge("motor_stall", now, holds=bool(self.felt))
        if self._alarms.asleep:
            return  # who is down sees and logs nothing
        if self._felt and not self.felt and self._turns_since is not None:
            since = DURATION.format(self._turns_since, "s")
            self._log.log(now, "motor", "rotor", "recovered", {"since": since})
        self._felt = bool(self.felt)
