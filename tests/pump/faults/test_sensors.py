"""Sensors that give no value, or always the same; and what is judged by them no more."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND
from mockpump.pump import Pump
from mockpump.pump.alarms import ALARMS
from mockpump.pump.faults.catheter.catheter_occlusion import CatheterOcclusion
from mockpump.pump.faults.electronics.sensor_frozen import SensorFrozen
from mockpump.pump.faults.electronics.sensor_missing import SensorMissing
from mockpump.pump.sensors import SENSORS, Sensor
from mockpump.seam import PumpEvent, Value
from tests.pump.bench import HOUR, ask, config, rate, story


def _external() -> Pump:
    return Pump(config("ambulatory-100", infusion={"rate": rate("5 mL/h")}))


def test_a_missing_pressure_hides_an_occlusion_until_the_sensor_is_back() -> None:
    pump = _external()
    pump.set_fault(SensorMissing(sensor="pressure"), 0)
    data: dict[str, Value] = {"occurrence": 1, "priority": "low", "sensor": "pressure"}
    assert pump.advance(0) == [
        PumpEvent(0, "fault", "sensor_missing", "set"),
        PumpEvent(0, "alarm", "sensor_failed", "raised", 1, data),
    ]
    assert "pressure" not in ask(pump, "read_status", 0).values
    pump.set_fault(CatheterOcclusion(), 0)  # 60 uL at 5 mL/h: 43.2 s to the alarm
    assert story(pump.advance(60 * SECOND), "alarm") == []
    pump.clear_fault("sensor_missing", 60 * SECOND)
    assert story(pump.advance(60 * SECOND), "alarm", "infusion") == [
        (60 * SECOND, "sensor_failed", "cleared"),
        (60 * SECOND, "occlusion", "raised"),
        (60 * SECOND, "delivery", "stopped"),
    ]
    # 60 s of 5 mL/h: 83.333333333 uL, 100 kPa for each 50 of them
    assert ask(pump, "read_status", 61 * SECOND).values["pressure"] == 166_666


def test_a_frozen_pressure_hides_it_without_a_word() -> None:
    pump = _external()
    pump.set_fault(SensorFrozen(sensor="pressure"), 0)
    pump.set_fault(CatheterOcclusion(), 0)
    assert story(pump.advance(60 * SECOND), "alarm", "infusion") == []
    assert ask(pump, "read_status", 60 * SECOND).values["pressure"] == 0
    pump.clear_fault("sensor_frozen", 60 * SECOND)
    assert story(pump.advance(60 * SECOND), "alarm") == [(60 * SECOND, "occlusion", "raised")]


@pytest.mark.parametrize("fault", [SensorMissing(), SensorFrozen()])
def test_a_battery_that_nobody_measures_ends_without_a_warning(
    fault: SensorMissing | SensorFrozen,
) -> None:
    # 0.4 % of 30 days and of 2000 mL: less than a day at 1 mL/h
    pump = Pump(config("ambulatory-100", power={"charge": 104_000}))
    pump.set_fault(fault, HOUR)
    events = story(pump.advance(5 * DAY), "alarm")
    assert [of for _, of, state in events if of != "sensor_failed"] == ["battery_depleted"]
    shown = ask(pump, "read_status", 5 * DAY).values
    was = 104_000 - 1389 - 500  # 1 h / 30 days + 1 mL / 2000 mL
    assert shown.get("battery") in ({None} if fault.name == "sensor_missing" else {was})


def test_what_is_judged_by_a_sensor_is_an_alarm() -> None:
    assert all(code in ALARMS for sensor in SENSORS.values() for code in sensor.judges)


@pytest.mark.parametrize(
    ("sensor", "needs"),
    [
        ("pressure", "catheter.occlusion_sensor"),
        ("measured", "flow_sensor.present"),
        ("level", "reservoir.level_sensor"),
    ],
)
def test_a_sensor_that_is_not_there_cannot_fail(sensor: Sensor, needs: str) -> None:
    for fault in (SensorMissing(sensor=sensor), SensorFrozen(sensor=sensor)):
        assert list(fault.mistakes_for(config())) == [
            f"this pump has no such sensor: set {needs} to true"
        ]
        section, key = needs.split(".")
        assert list(fault.mistakes_for(config("ambulatory-100", **{section: {key: True}}))) == []
