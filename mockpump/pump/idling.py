"""The watch on a pump that nobody has started, or that was paused and forgotten: it reminds.

`standstill.py` is the watch on one that stands still for days, whatever the reason.
"""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import NEVER

STANDS = frozenset({"stopped", "empty", "ended"})
"""The states of a pump that may never have run."""


class Idling:
    """Knows since when the pump has been stopped, and whether it ever ran.

    One that is empty neither idles nor runs.
    """

    def __init__(self, limit: Nanos | None, alarms: Alarms) -> None:
        self._limit, self._alarms = limit, alarms
        self.due = NEVER
        """When it has been stopped for too long, or goes on after that."""
        self._ran = self._idle = self._too_long = False

    def watch(self, state: str, now: Nanos) -> None:
        """See what the infusion does from now on."""
        idle = state == "stopped"
        if self._limit is not None and idle != self._idle:
            self._idle = idle
            self.due = now + self._limit if idle else now
        self._ran = self._ran or state not in STANDS

    def tick(self, now: Nanos) -> None:
        """Remind."""
        if now >= self.due:
            self.due, self._too_long = NEVER, self._idle
        self._alarms.judge("not_started", now, holds=self._too_long and not self._ran)
        self._alarms.judge("paused_too_long", now, holds=self._too_long and self._ran)
