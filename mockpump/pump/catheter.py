"""The catheter, where drug goes from the motor. Its pressure is trapped volume over compliance."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.config import CatheterConfig
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import NEVER, QUANTA, Ramp
from mockpump.quantity import PRESSURE, VOLUME

BAR = PRESSURE.units["bar"]


class Catheter:
    """Delivered, leaked and trapped volumes, in quanta. `leak` is a share of the inflow, in ppm."""

    def __init__(self, config: CatheterConfig, alarms: Alarms, log: EventLog) -> None:
        self._alarms, self._log = alarms, log
        self._compliance = config.compliance * QUANTA
        self._alarm_trapped = config.alarm_pressure * self._compliance // BAR  # exact
        self.sensor = config.occlusion_sensor
        self.delivered, self.leaked, self.trapped = Ramp(0), Ramp(0), Ramp(0)
        self.leak = 0
        self._blocked = False

    def block(self, now: Nanos) -> None:
        """Let nothing through any more."""
        self._blocked = True
        self.tick(now)

    def open(self, now: Nanos) -> None:
        """Let everything through again, what was trapped first and at once."""
        self._blocked = False
        released = self.trapped.at(now)
        if released:
            self.trapped.put(0, now)
            self.delivered.put(self.delivered.at(now) + released, now)
            volume = VOLUME.format(released // QUANTA)
            self._log.tell(now, "catheter", "trapped", "released", {"volume": volume})
        self.tick(now)

    def carry(self, inflow: int, now: Nanos) -> None:
        """Take what the motor drives from now on, in quanta a nanosecond."""
        leaked = inflow * self.leak // MILLION
        onward = inflow - leaked
        self.leaked.turn(leaked, now)
        self.trapped.turn(onward if self._blocked else 0, now)
        self.delivered.turn(0 if self._blocked else onward, now)

    def pressure(self, now: Nanos) -> int:
        """Return the pressure in pascals, rounded down."""
        return self.trapped.at(now) * BAR // self._compliance

    def next_deadline(self) -> Nanos:
        """When the pressure reaches the alarm pressure, where a sensor sees it."""
        return self.trapped.reaches(self._alarm_trapped) if self.sensor else NEVER

    def tick(self, now: Nanos) -> None:
        """Let the sensor, if there is one, judge the pressure."""
        if self.sensor:
            high = self.trapped.at(now) >= self._alarm_trapped
            self._alarms.judge("occlusion", now, holds=high)
