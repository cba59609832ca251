"""The catheter, where drug goes from the motor. Its pressure is trapped volume over compliance.

A narrowed catheter has a time constant: it lets out trapped volume over time constant. That makes a
curve, which is played as straight pieces: an outflow is held until the trapped volume has come to rest
at time constant times inflow, or until something else happens. An occlusion is a time constant
that never ends. All dials are turned by faults, each under its own name.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from mockpump.clock import Nanos
from mockpump.pump.eventlog import EventLog
from mockpump.pump.flow_config import CatheterConfig
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import NEVER, QUANTA, Ramp
from mockpump.quantity import PRESSURE, VOLUME

BAR = PRESSURE.units["bar"]
OCCLUDED: Final[Nanos] = NEVER
"""The time constant of a catheter that lets nothing through."""


class Catheter:
    """Delivered, leaked and trapped volumes, in quanta. Delivered falls where flow is reversed.

    narrowed  fault -> time constant; the longest counts
    leaks     fault -> share of the inflow that leaks, in parts per million; at most all of it leaks
    air       faults that put air in the line
    """

    def __init__(self, config: CatheterConfig, alarms: Alarms, log: EventLog) -> None:
        self._config, self._alarms, self._log = config, alarms, log
        self._compliance = config.compliance * QUANTA
        self._alarm_trapped = config.alarm_pressure * self._compliance // BAR  # exact
        self._most_trapped = config.stall_pressure * self._compliance // BAR
        self.sensor = config.occlusion_sensor
        self.delivered, self.leaked, self.trapped = Ramp(0), Ramp(0), Ramp(0)
        self.narrowed: dict[str, Nanos] = {}
        self.leaks: dict[str, int] = {}
        self.air: set[str] = set()
        self._rest, self._rests_at = 0, NEVER
        self.due = NEVER
        """When the trapped volume comes to rest or to a limit, or a repetition is forgotten."""
        self._high = self._repeated = False
        self._occlusions: deque[Nanos] = deque(maxlen=config.repeats)

    # flow --------------------------------------------------------------------------------------

    def admits(self, wanted: int, now: Nanos) -> int:
        """Return how much of a rate gets into it: against the stall pressure, only what gets out.

        Through a narrowed catheter nothing flows back.
        """
        if not self.narrowed:
            return wanted
        constant, through = self._time_constant, MILLION - self._leak
        trapped = self.trapped.at(now)
        if trapped >= self._most_trapped and through:
            wanted = min(wanted, trapped // constant * MILLION // through)
        return max(0, wanted)

    def carry(self, inflow: int, now: Nanos) -> None:
        """Take what comes from now on, in quanta a nanosecond; below 0 it is sucked out."""
        leaked = max(0, inflow) * self._leak // MILLION if self.leaks else 0
        if leaked != self.leaked.slope:
            self.leaked.turn(leaked, now)
        onward = out = inflow - leaked
        if self.narrowed or self._rest or self.trapped.slope:
            out = self._lets_out(onward, now)
        self.delivered.turn(out, now)
        self._plan()

    def _plan(self) -> None:
        self.due = self._forgotten_at if self._repeated else NEVER
        if self.trapped.slope:
            limits = [self._most_trapped]
            if self.sensor:
                limits.append(self._alarm_trapped - 1 if self._high else self._alarm_trapped)
            self.due = min(self.due, self._rests_at, *map(self.trapped.reaches, limits))

    def _lets_out(self, onward: int, now: Nanos) -> int:
        """Trap what does not get out; return what does."""
        constant, trapped = self._time_constant, self.trapped.at(now)
        self._rest = constant * max(0, onward)
        out = trapped // constant if constant and trapped != self._rest else onward
        self.trapped.turn(onward - out, now)
        self._rests_at = self.trapped.reaches(self._rest)
        return out

    def pressure(self, now: Nanos) -> int:
        """Return the pressure in pascals, rounded down."""
        return self.trapped.at(now) * BAR // self._compliance

    @property
    def _time_constant(self) -> Nanos:
        return max(self.narrowed.values(), default=0)

    @property
    def _leak(self) -> int:
        return min(MILLION, sum(self.leaks.values()))

    # time --------------------------------------------------------------------------------------

    def tick(self, now: Nanos) -> None:
        """Let the trapped volume come to rest, and let the sensors, if there are any, judge."""
        if self._time_constant == 0:
            self._release(now)
        elif now >= self._rests_at:
            self._let_out(self.trapped.at(now) - self._rest, now)
            self._rests_at = NEVER
        if self.sensor:
            self._judge(now)
        if self._config.air_detector:
            self._alarms.judge("air_in_line", now, holds=bool(self.air))

    def _release(self, now: Nanos) -> None:
        """Let everything out at once: an unwanted bolus, which nobody but the trace sees."""
        if released := self.trapped.at(now):
            self._let_out(released, now)
            self._rest, self._rests_at = 0, NEVER
            volume = VOLUME.format(released // QUANTA)
            self._log.tell(now, "catheter", "trapped", "released", {"volume": volume})

    def _let_out(self, volume: int, now: Nanos) -> None:
        self.trapped.put(self.trapped.at(now) - volume, now)
        self.delivered.put(self.delivered.at(now) + volume, now)

    def _judge(self, now: Nanos) -> None:
        high = self.trapped.at(now) >= self._alarm_trapped
        if high and not self._high:
            self._occlusions.append(now)
        self._high = high
        self._alarms.judge("occlusion", now, holds=high)
        self._repeated = self._forgotten_at > now
        self._alarms.judge("repeated_occlusion", now, holds=self._repeated)

    @property
    def _forgotten_at(self) -> Nanos:
        """When the first of so many occlusions is too long ago to count; 0: they are fewer."""
        if not self._config.repeats or len(self._occlusions) < self._config.repeats:
            return 0
        return self._occlusions[0] + self._config.repeats_within
