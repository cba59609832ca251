"""A sensor always gives the value that it gave last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.readings import READINGS
from mockpump.pump.sensors import SENSORS, Sensor

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class SensorFrozen(PumpFault, frozen=True):
    """What the pump judges by it stays as it was."""

    name: ClassVar[str] = "sensor_frozen"
    about: ClassVar[str] = (
        "a sensor always gives the same value: what the pump judges by it stays as it is"
    )
    shows: ClassVar[str] = (
        "the same value in every status, and no alarm; not even the one that the true value "
        "would raise"
    )

    sensor: Sensor = "battery"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for the sensor."""
        yield from SENSORS[self.sensor].missing_in(config)

    def set(self, parts: Parts, now: Nanos) -> None:
        """Keep what it shows now; a sensor that gives nothing has nothing to keep."""
        self.clear(parts, now)
        status = READINGS["read_status"](parts, {}, now).values
        parts.sensors.freeze({name: value for name, value in status.items() if name == self.sensor})

    def clear(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """Show the truth again."""
        parts.sensors.freeze({})
