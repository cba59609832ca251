"""A sensor gives no value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.sensors import SENSORS, Sensor

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class SensorMissing(PumpFault, frozen=True):
    """What the pump would have judged by it is judged no more."""

    name: ClassVar[str] = "sensor_missing"
    about: ClassVar[str] = "a sensor gives no value: what the pump judges by it is judged no more"
    shows: ClassVar[str] = (
        "the value is missing from the status, and the alarm sensor_failed says which; no alarm "
        "that needs it"
    )

    sensor: Sensor = "battery"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for the sensor."""
        yield from SENSORS[self.sensor].missing_in(config)

    def set(self, parts: Parts, now: Nanos) -> None:
        """Show nothing."""
        if parts.sensors.lost(self.name) not in ((), (self.sensor,)):
            self.clear(parts, now)  # the alarm names the other one
        parts.sensors.lose(self.name, self.sensor)
        parts.alarms.judge("sensor_failed", now, holds=True, data={"sensor": self.sensor})

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Show the truth again."""
        parts.sensors.lose(self.name)
        parts.alarms.judge("sensor_failed", now, holds=False)
