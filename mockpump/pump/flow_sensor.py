"""The flow sensor of an external pump: compares what flows with what is programmed."""

from __future__ import annotations

from collections import deque
from typing import Literal

from mockpump.clock import Nanos
from mockpump.pump.flow_config import FlowSensorConfig
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import NEVER

Deviation = Literal["", "over_infusion", "under_infusion", "reverse_flow"]


class FlowSensor:
    """A deviation is an alarm once it has lasted for the window; back in bounds it ends at once.

    One that turns into its opposite so often in a window is an alarm of its own, flow_unstable,
    until a window has passed in which it has not.
    """

    def __init__(self, config: FlowSensorConfig, alarms: Alarms) -> None:
        self._config, self._alarms = config, alarms
        self.present = config.present
        self.measured = 0
        """What flows, in pL/day."""
        self._deviation: Deviation = ""
        self._reported: Deviation = ""
        self._reported_at = NEVER
        self._side: Deviation = ""
        self._turns: deque[Nanos] = deque(maxlen=config.turns)
        self._unstable = False
        self._judged_at = NEVER
        self.due = NEVER
        """When a deviation has lasted long enough, when it is over, or when turns are forgotten."""

    def watch(self, programmed: int, flowing: int, now: Nanos, *, whole: bool) -> None:
        """See what flows from now on, in quanta a nanosecond, which are pL/day.

        Where not the `whole` is asked for, a bolus or a target takes its rest in one last
        nanosecond: that is no flow to be judged.
        """
        self.measured = flowing
        deviation = self._deviates(programmed, flowing) if whole else self._deviation
        if self.present and deviation != self._deviation:
            self._deviation = deviation
            self._reported_at = now + self._config.window if deviation else now
            self._turn(deviation, now)
        self.due = min(self._reported_at, self._judged_at)

    def _deviates(self, programmed: int, flowing: int) -> Deviation:
        bound = abs(programmed) * self._config.tolerance
        if flowing < 0 <= programmed:
            return "reverse_flow"
        if programmed < 0:  # what is drawn in is compared as what is given is
            programmed, flowing = -programmed, -flowing
        if (flowing - programmed) * MILLION > bound:
            return "over_infusion"
        return "under_infusion" if (programmed - flowing) * MILLION > bound else ""

    def _turn(self, deviation: Deviation, now: Nanos) -> None:
        """Count a deviation that is not the one before."""
        if not deviation:
            return
        if self._side and deviation != self._side:
            self._turns.append(now)
            self._judged_at = now
        self._side = deviation

    def tick(self, now: Nanos) -> None:
        """Report what has lasted."""
        if now >= self._reported_at:
            self._reported_at, self._reported = NEVER, self._deviation
        if now >= self._judged_at:
            self._unstable = now < self._forgotten_at
            self._judged_at = self._forgotten_at if self._unstable else NEVER
        if self.present:
            for code in ("over_infusion", "under_infusion", "reverse_flow"):
                self._alarms.judge(code, now, holds=code == self._reported)
            self._alarms.judge("flow_unstable", now, holds=self._unstable)

    @property
    def _forgotten_at(self) -> Nanos:
        """When the first of so many turns is too long ago to count; 0: they are fewer."""
        if not self._config.turns or len(self._turns) < self._config.turns:
            return 0
        return self._turns[0] + self._config.window
