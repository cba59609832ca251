"""What the pump measures, as it shows it: a sensor may give no value, or always the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from mockpump.pump.conditions import Conditions
from mockpump.pump.config import PumpConfig
from mockpump.seam import Value

Sensor = Literal["battery", "pressure", "measured", "level"]
"""The values of a status that are measured, under their names there."""


class Measured(NamedTuple):
    """What is judged by a value, which pumps have it, and what a pump without it needs."""

    judges: tuple[str, ...]
    present: Callable[[PumpConfig], bool]
    needs: str = ""

    def missing_in(self, config: PumpConfig) -> Iterator[str]:
        """Say what a pump would need for this value to fail."""
        if not self.present(config):
            yield f"this pump has no such sensor: set {self.needs} to true"


SENSORS: Mapping[Sensor, Measured] = {
    "battery": Measured(("eri", "low_battery"), lambda _: True),
    "pressure": Measured(
        ("occlusion", "repeated_occlusion"),
        lambda config: config.catheter.occlusion_sensor,
        "catheter.occlusion_sensor",
    ),
    "measured": Measured(
        ("over_infusion", "under_infusion", "flow_unstable", "reverse_flow"),
        lambda config: config.flow_sensor.present,
        "flow_sensor.present",
    ),
    "level": Measured((), lambda config: config.reservoir.level_sensor, "reservoir.level_sensor"),
}


class Sensors:
    """Sensors that are `missing` have no value, `frozen` ones show an old one."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._missing: set[Sensor] = set()
        self._frozen: dict[Sensor, Value] = {}

    def show(self, values: dict[str, Value]) -> dict[str, Value]:
        """Return the values as the pump shows them."""
        for name in self._missing:
            values.pop(name, None)
        for name, value in self._frozen.items():
            if name in values:
                values[name] = value
        return values

    def lose(self, *sensors: Sensor) -> None:
        """Let these give no value, and all others give one."""
        self._missing = set(sensors)
        self._judge()

    def freeze(self, values: Mapping[Sensor, Value]) -> None:
        """Let these always give these values, and all others their true one."""
        self._frozen = dict(values)
        self._judge()

    def _judge(self) -> None:
        """What would be judged by a sensor that fails stays as it is."""
        codes = (SENSORS[name].judges for name in {*self._missing, *self._frozen})
        self._conditions.unjudged = frozenset(code for judged in codes for code in judged)
