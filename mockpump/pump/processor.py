"""The processor: it runs, or it is down. Then nothing is computed, judged, infused or answered."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError

DOWN: Mapping[str, str] = {"empty": "processor", "down": "processor"}
"""What a processor that is down does to the infusion: it holds it, whichever way it goes."""


class Processor:
    """`runs` tells; whoever was connected has lost the session once it is down.

    `_cut` are the faults that keep its power from it. Without power there is no restart either.
    """

    def __init__(self, alarms: Alarms, log: EventLog) -> None:
        self._alarms, self._log = alarms, log
        self.due = NEVER
        """When it comes up again."""
        self._because = ""
        self._cut: set[str] = set()
        self.runs = True

    def check(self) -> None:
        """Refuse what needs a processor."""
        if not self.runs:
            raise RefusedError("wrong_state", "the pump's processor is down")

    def restart(self, now: Nanos, until: Nanos, because: str) -> bool:
        """Go down, and up again at a time; `because` is the alarm that then tells of it.

        Returns whether it does: what has no power does not restart.
        """
        if self._cut:
            return False
        self.due, self._because = until, because
        self._stop(now)
        return True

    def cut(self, fault: str, now: Nanos) -> None:
        """Take its power away, in the middle of a restart, too."""
        self._cut.add(fault)
        self.due, self._because = NEVER, ""
        self._stop(now)

    def supply(self, fault: str, now: Nanos) -> None:
        """Give its power back; it comes up unless another fault keeps it, as if switched on."""
        if fault in self._cut:
            self._cut.discard(fault)
            if not self._cut:
                self._start(now)

    def _stop(self, now: Nanos) -> None:
        if self.runs:
            self.runs = False
            self._alarms.sleep()
            self._log.tell(now, "processor", "", "down")

    def _start(self, now: Nanos) -> None:
        self.runs, self.due = True, NEVER
        self._log.tell(now, "processor", "", "up")
        self._alarms.wake(now)
        if self._because:  # a reset is over when it is told of
            self._alarms.judge(self._because, now, holds=True)
            self._alarms.judge(self._because, now, holds=False)

    def tick(self, now: Nanos) -> None:
        """Come up when that is due."""
        if now >= self.due:
            self._start(now)
