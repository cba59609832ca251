"""Which part a pump needs to raise an alarm, where not every pump has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mockpump.pump.config import PumpConfig


class Need(NamedTuple):
    """What a pump must have, and whether one has it."""

    part: str
    present: Callable[[PumpConfig], bool]


_IMPLANTED = Need("an implanted cell", lambda pump: pump.power.cell == "implanted")
_REPLACEABLE = Need("a replaceable cell", lambda pump: pump.power.cell == "replaceable")
_MAINS = Need("mains (power.mains)", lambda pump: pump.power.mains)
_FLOW_SENSOR = Need("a flow sensor", lambda pump: pump.flow_sensor.present)
_EXTERNAL = Need("a place outside the body (power.cell: replaceable)", lambda p: not p.implanted)
_REMINDER = Need("a motor.idle_alarm", lambda pump: pump.motor.idle_alarm is not None)

NEEDS: Mapping[str, Need] = {
    "occlusion": Need("an occlusion sensor", lambda pump: pump.catheter.occlusion_sensor),
    "repeated_occlusion": Need(
        "an occlusion sensor that counts repeats",
        lambda pump: pump.catheter.occlusion_sensor and pump.catheter.repeats > 0,
    ),
    "upstream_occlusion": Need("an inlet sensor", lambda pump: pump.reservoir.inlet_sensor),
    "not_started": _REMINDER,
    "paused_too_long": _REMINDER,
    "air_in_line": Need("an air detector", lambda pump: pump.catheter.air_detector),
    "no_reservoir": Need("a detachable reservoir", lambda pump: pump.reservoir.detachable),
    "over_infusion": _FLOW_SENSOR,
    "under_infusion": _FLOW_SENSOR,
    "flow_unstable": Need(
        "a flow sensor that counts turns",
        lambda pump: pump.flow_sensor.present and pump.flow_sensor.turns > 0,
    ),
    "reverse_flow": _FLOW_SENSOR,
    "stopped_48h": Need("a motor.stopped_alarm", lambda pump: pump.motor.stopped_alarm is not None),
    "eri": _IMPLANTED,
    "eos": _IMPLANTED,
    "low_battery": _REPLACEABLE,
    "battery_depleted": _REPLACEABLE,
    "on_battery": _MAINS,
    "charger_fault": _MAINS,
    "supply_range": _MAINS,
    "access_barred": Need("a key (access.key)", lambda pump: bool(pump.access.key)),
    "overheated": _EXTERNAL,
    "environment": _EXTERNAL,
    "key_stuck": _EXTERNAL,
}


def lacking(alarm: str, config: PumpConfig) -> str:
    """Return the part that a pump lacks to raise an alarm; empty if it can."""
    need = NEEDS.get(alarm)
    return "" if need is None or need.present(config) else need.part


def impossible(config: PumpConfig, *alarms: str) -> Iterator[str]:
    """Say which alarms a pump never raises, and what it would need for them."""
    for alarm in alarms:
        if part := lacking(alarm, config):
            yield f"it never raises {alarm}, which takes {part}"
