"""The flow sensor of an external pump: compares what flows with what is programmed."""

from __future__ import annotations

from typing import Literal

from mockpump.clock import Nanos
from mockpump.pump.flow_config import FlowSensorConfig
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import NEVER

Deviation = Literal["", "over_infusion", "under_infusion", "reverse_flow"]


class FlowSensor:
    """A deviation is an alarm once it has lasted for the window; back in bounds it ends at once."""

    def __init__(self, config: FlowSensorConfig, alarms: Alarms) -> None:
        self._config, self._alarms = config, alarms
        self.present = config.present
        self.measured = 0
        """What flows, in pL/day."""
        self._deviation: Deviation = ""
        self._reported: Deviation = ""
        self._reported_at = NEVER

    def watch(self, programmed: int, flowing: int, now: Nanos) -> None:
        """See what flows from now on, in quanta a nanosecond, which are pL/day."""
        self.measured = flowing
        deviation = self._judged(programmed, flowing)
        if self.present and deviation != self._deviation:
            self._deviation = deviation
            self._reported_at = now + self._config.window if deviation else now

    def _judged(self, programmed: int, flowing: int) -> Deviation:
        bound = programmed * self._config.tolerance
        if flowing < 0:
            return "reverse_flow"
        if (flowing - programmed) * MILLION > bound:
            return "over_infusion"
        return "under_infusion" if (programmed - flowing) * MILLION > bound else ""

    def next_deadline(self) -> Nanos:
        """When a deviation has lasted long enough, or when it is over."""
        return self._reported_at

    def tick(self, now: Nanos) -> None:
        """Report what has lasted."""
        if now >= self._reported_at:
            self._reported_at, self._reported = NEVER, self._deviation
        if self.present:
            for code in ("over_infusion", "under_infusion", "reverse_flow"):
                self._alarms.judge(code, now, holds=code == self._reported)
