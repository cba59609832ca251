"""The pump: its parts, advanced from event to event. Between events everything is linear."""

from __future__ import annotations

from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.operations import Operation, Outcome
from mockpump.pump.commands import COMMANDS
from mockpump.pump.config import PumpConfig
from mockpump.pump.faults import PumpFault
from mockpump.pump.life import Standing
from mockpump.pump.parts import Parts
from mockpump.pump.ramp import NEVER
from mockpump.pump.readings import READINGS
from mockpump.pump.refused import RefusedError
from mockpump.seam import PumpEvent


class Truth(NamedTuple):
    """Where the drug really is, in quanta: `filled` is the sum of all others, always."""

    filled: int
    delivered: int
    leaked: int
    trapped: int
    remaining: int


class Pump:
    """One simulated pump. Times are pump time: 0 is `start`, and it never goes back."""

    def __init__(self, config: PumpConfig, start: str = "2026-01-05T08:00") -> None:
        self.parts = Parts(config, start)
        self._faults: dict[str, PumpFault] = {}
        self.parts.tick(0)
        self._deadline = self.parts.flow(0)

    def next_deadline(self) -> Nanos | None:
        """When something happens next, if nobody touches the pump; None: never."""
        return None if self._deadline == NEVER else self._deadline

    def advance(self, now: Nanos) -> list[PumpEvent]:
        """Let time pass; return what happened up to and at now, in order, each event once."""
        parts = self.parts
        while (due := self._deadline) <= now:
            parts.tick(due)
            self._deadline = parts.flow(due)
        return parts.log.take_news()

    def perform(self, operation: Operation, now: Nanos) -> Outcome:
        """Carry out an operation; the pump has been advanced to now. A refusal changes nothing."""
        perform = READINGS.get(operation.name) or COMMANDS.get(operation.name)
        if perform is None:
            message = f"this pump knows no {operation.name}"
            return Outcome("refused", refusal="unsupported", message=message)
        try:
            outcome = perform(self.parts, operation.args, now)
        except RefusedError as error:
            return Outcome("refused", refusal=error.refusal, message=error.message)
        if operation.name in COMMANDS:
            self._deadline = self.parts.flow(now)
        return outcome

    def set_fault(self, fault: PumpFault, now: Nanos) -> None:
        """Let something go wrong; set again, a fault takes its new settings."""
        self._faults[fault.name] = fault
        self.parts.log.tell(now, "fault", fault.name, "set")
        fault.set(self.parts, now)
        self._deadline = self.parts.flow(now)

    def clear_fault(self, name: str, now: Nanos) -> None:
        """Put it right again; nothing happens if it was not set."""
        if (fault := self._faults.pop(name, None)) is not None:
            self.parts.log.tell(now, "fault", name, "cleared")
            fault.clear(self.parts, now)
            self._deadline = self.parts.flow(now)

    def standing(self) -> list[Standing]:
        """Return the alarms that stand, highest first."""
        return self.parts.alarms.standing()

    def truth(self, now: Nanos) -> Truth:
        """Return where the drug really is, which the pump itself does not know."""
        reservoir, catheter = self.parts.reservoir, self.parts.catheter
        return Truth(
            reservoir.filled,
            catheter.delivered.at(now),
            catheter.leaked.at(now),
            catheter.trapped.at(now),
            reservoir.actual.at(now),
        )
