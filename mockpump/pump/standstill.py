"""The watch on a pump that stands still: after 48 h that is a critical alarm."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import NEVER

STILL = frozenset({"stopped", "stalled"})
"""The states of the infusion that are a standstill; an empty reservoir is an alarm of its own."""


class Standstill:
    """Knows since when the pump has stood still."""

    def __init__(self, limit: Nanos | None, alarms: Alarms) -> None:
        self._limit, self._alarms = limit, alarms
        self.due = NEVER
        """When it has stood still for too long, or goes on after that."""
        self._still = self._too_long = False

    def watch(self, state: str, now: Nanos) -> None:
        """See what the infusion does from now on."""
        still = state in STILL
        if self._limit is not None and still != self._still:
            self._still = still
            self.due = now + self._limit if still else now

    def tick(self, now: Nanos) -> None:
        """Report that it has stood still for too long."""
        if now >= self.due:
            self.due, self._too_long = NEVER, self._still
        self._alarms.judge("stopped_48h", now, holds=self._too_long)
