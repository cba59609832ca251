"""The processor: it runs, or it is down. Then nothing is computed, judged, infused or answered."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import NEVER

DOWN: Mapping[str, str] = {"empty": "processor", "down": "processor"}
"""What a processor that is down does to the infusion: it holds it, whichever way it goes."""


class Processor:
    """`runs` tells; whoever was connected has lost the session once it is down."""

    def __init__(self, alarms: Alarms, log: EventLog) -> None:
        self._alarms, self._log = alarms, log
        self.due = NEVER
        """When it comes up again."""
        self._because = ""
        self.runs = True

    def stop(self, now: Nanos, until: Nanos = NEVER, because: str = "") -> None:
        """Go down, and up again at a time. `because`: the alarm that then tells of it."""
        self.due, self._because = until, because
        if self.runs:
            self.runs = False
            self._alarms.sleep()
            self._log.tell(now, "processor", "", "down")

    def start(self, now: Nanos) -> None:
        """Come up; nothing happens if it runs."""
        if self.runs:
            return
        self.runs, self.due = True, NEVER
        self._log.tell(now, "processor", "", "up")
        self._alarms.wake(now)
        if self._because:  # a reset is over when it is told of
            self._alarms.judge(self._because, now, holds=True)
            self._alarms.judge(self._because, now, holds=False)

    def tick(self, now: Nanos) -> None:
        """Come up when that is due."""
        if now >= self.due:
            self.start(now)
