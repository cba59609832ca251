"""The sensor of the reservoir's volume reads wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.ramp import QUANTA
from mockpump.pump.section import ML
from mockpump.quantity import Volume

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class LevelSensorError(SteadyFault, frozen=True, kw_only=True):
    """It reads too much, or with `below: true` too little [V MedStream class I, 7 June 2013]."""

    name: ClassVar[str] = "level_sensor_error"
    about: ClassVar[str] = "the sensor of the reservoir's volume reads too much, or too little"
    shows: ClassVar[str] = (
        "level and reservoir differ, and low_reservoir comes too late, or too early"
    )

    by: Volume = 2 * ML
    below: bool = False

    def mistakes(self) -> Iterator[str]:
        """An error is one."""
        if not self.by:
            yield "by is 0 mL: the sensor is right"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Most pumps only compute the volume."""
        if not config.reservoir.level_sensor:
            yield "it has no level sensor: set reservoir.level_sensor, or see volume_miscounted"

    def turn(self, parts: Parts) -> None:
        """Let it read wrong."""
        parts.reservoir.level_errors[self.name] = (-self.by if self.below else self.by) * QUANTA

    def undo(self, parts: Parts) -> None:
        """Let it read right."""
        parts.reservoir.level_errors.pop(self.name, None)
