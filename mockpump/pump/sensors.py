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


CHANNEL = ("flow", "measured", "delivered", "pressure", "level")
"""What the part that drives the drug tells the part that the client talks with."""


class Sensors:
    """Values that are `missing` are not shown, by the fault that has it so; `frozen` are old ones."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._missing: dict[str, tuple[str, ...]] = {}
        self._frozen: dict[Sensor, Value] = {}

    def show(self, values: dict[str, Value]) -> dict[str, Value]:
        """Return the values as the pump shows them."""
        for names in self._missing.values():
            for name in names:
                values.pop(name, None)
        for name, value in self._frozen.items():
            if name in values:
                values[name] = value
        return values

    def lose(self, fault: str, *names: str) -> None:
        """Let these have no value because of a fault; none: it lets all have one."""
        self._missing.pop(fault, None)
        if names:
            self._missing[fault] = names
        self._judge()

    def lost(self, fault: str) -> tuple[str, ...]:
        """Return what has no value because of a fault."""
        return self._missing.get(fault, ())

    def freeze(self, values: Mapping[Sensor, Value]) -> None:
        """Let these always give these values, and all others their true one."""
        self._frozen = dict(values)
        self._judge()

    def _judge(self) -> None:
        """What would be judged by a sensor that fails stays as it is."""
        missing = (name for names in self._missing.values() for name in names)
        failing = {*missing, *self._frozen}
        self._conditions.unjudged = frozenset(
            code for name, sensor in SENSORS.items() if name in failing for code in sensor.judges
        )
