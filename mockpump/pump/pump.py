"""The pump: its parts, advanced from event to event. Between events everything is linear."""

from __future__ import annotations

from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.errors import StoryError
from mockpump.operations import Operation, Outcome
from mockpump.pump.commands import BY_HAND, CHANGES, COMMANDS
from mockpump.pump.config import PumpConfig
from mockpump.pump.faults import PumpFault
from mockpump.pump.life import Standing
from mockpump.pump.parts import Parts
from mockpump.pump.ramp import NEVER
from mockpump.pump.readings import INTERROGATIONS, READINGS
from mockpump.pump.refused import RefusedError
from mockpump.pump.watches import Watch, Watches
from mockpump.seam import PumpEvent


class Truth(NamedTuple):
    """Where the drug really is, in quanta: `filled` is the sum of all others, always.

    `delivered` is the net of what went out and what came back, which is not drug: where flow is
    reversed, it falls, also below 0, and `remaining` grows by as much. All others are never below 0.
    """

    filled: int
    delivered: int
    leaked: int
    trapped: int
    remaining: int


class Pump:
    """One simulated pump. Times are pump time: 0 is `start`, and it never goes back."""

    def __init__(self, config: PumpConfig, start: str = "2026-01-05T08:00") -> None:
        self._config = config
        self.parts = Parts(config, start)
        self._faults: dict[str, PumpFault] = {}
        self._watches = Watches()
        self._deadline = self._due = NEVER  # of the parts; the same, or a level that is watched
        self.parts.look(0)
        self._go_on(0)

    def next_deadline(self) -> Nanos | None:
        """When something happens next, if nobody touches the pump; None: never."""
        return None if self._due == NEVER else self._due

    def advance(self, now: Nanos) -> list[PumpEvent]:
        """Let time pass; return what happened up to and at now, in order, each event once."""
        parts = self.parts
        while (due := self._due) <= now:
            if due < self._deadline:  # a value crosses a level that is watched, and no more
                self._due = self._watches.look(parts, due, self._deadline)
            else:
                parts.tick(due)
                self._go_on(due)
        return parts.log.take_news()

    def watch(self, watch: Watch) -> None:
        """Tell from now (0) on when a value crosses a level."""
        self._watches.add(watch, self.parts, 0)
        self._go_on(0)

    def _go_on(self, now: Nanos) -> None:
        self._due = self._deadline = self.parts.flow(now)
        if self._watches:
            self._due = self._watches.look(self.parts, now, self._deadline)

    def perform(self, operation: Operation, now: Nanos) -> Outcome:
        """Carry out an operation; the pump has been advanced to now. A refusal changes nothing."""
        try:
            if (read := READINGS.get(operation.name)) is not None:
                if operation.name in INTERROGATIONS:
                    self.parts.processor.check()
                    self._interrogated(now)
                return read(self.parts, operation.args, now)
            return self._command(operation, now)
        except RefusedError as error:
            return Outcome("refused", error.values, error.refusal, error.message)

    def _command(self, operation: Operation, now: Nanos) -> Outcome:
        """Carry out what may change something; the log tells who asked. Raises RefusedError."""
        command = COMMANDS.get(operation.name)
        if command is None:
            raise RefusedError("unsupported", f"this pump knows no {operation.name}")
        parts, changes = self.parts, operation.name in CHANGES
        if operation.name not in BY_HAND:
            parts.processor.check()
        origin = "" if operation.origin == "client" else operation.origin
        parts.log.origin = origin
        try:
            if changes:
                parts.access.admit(operation, now)
            outcome = command(parts, parts.keypad.taken(operation), now)
        finally:
            parts.log.origin = ""
        if changes:
            parts.changed_by = origin
        self._go_on(now)
        return outcome

    def _interrogated(self, now: Nanos) -> None:
        """Let go on what waited for somebody to look at the pump."""
        if self.parts.courses.interrogated(now):
            self._settle(now)

    def _settle(self, now: Nanos) -> None:
        """Let the parts see what was changed from outside, and go on from there."""
        self.parts.look(now)
        self._go_on(now)

    def set_fault(self, fault: PumpFault, now: Nanos) -> None:
        """Let something go wrong; set again, a fault takes its new settings.

        Raises StoryError where this pump has no part that could fail so.
        """
        for mistake in fault.mistakes_for(self._config):
            raise StoryError(f"no {fault.name} in this pump ({self._config.preset}): {mistake}")
        self._faults[fault.name] = fault
        self.parts.log.tell(now, "fault", fault.name, "set")
        fault.set(self.parts, now)
        self._settle(now)

    def clear_fault(self, name: str, now: Nanos) -> None:
        """Put it right again; nothing happens if it was not set."""
        if (fault := self._faults.pop(name, None)) is not None:
            self.parts.log.tell(now, "fault", name, "cleared")
            fault.clear(self.parts, now)
            self._settle(now)

    def standing(self) -> list[Standing]:
        """Return the alarms that stand, highest first."""
        return self.parts.alarms.standing()

    def truth(self, now: Nanos) -> Truth:
        """Return where the drug really is, which the pump itself does not know."""
        reservoir, catheter = self.parts.reservoir, self.parts.catheter
        return Truth(
            reservoir.filled,
            catheter.delivered.at(now),
            catheter.leaked.at(now) + reservoir.spilled,
            catheter.trapped.at(now),
            reservoir.actual.at(now),
        )
