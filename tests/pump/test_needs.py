"""Which pump raises which alarm."""

from __future__ import annotations

import pytest

from mockpump.pump.alarms import ALARMS
from mockpump.pump.faults.alarms.acknowledge_crossed import AcknowledgeCrossed
from mockpump.pump.faults.alarms.alarm_late import AlarmLate
from mockpump.pump.faults.alarms.alarm_missing import AlarmMissing
from mockpump.pump.faults.alarms.alarm_unsilenceable import AlarmUnsilenceable
from mockpump.pump.faults.alarms.false_alarm import FalseAlarm
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.needs import NEEDS, lacking
from tests.pump.bench import config

EVERYTHING = config(
    "ambulatory-100",
    power={"mains": True},
    flow_sensor={"present": True},
    access={"key": "sim-key-1"},
)


def test_an_alarm_that_needs_a_part_is_an_alarm() -> None:
    assert set(NEEDS) <= set(ALARMS)


def test_a_pump_raises_the_alarms_of_its_parts() -> None:
    assert {code for code in ALARMS if lacking(code, config())} == {
        "no_reservoir",
        "occlusion",
        "repeated_occlusion",
        "air_in_line",
        "over_infusion",
        "under_infusion",
        "reverse_flow",
        "flow_unstable",
        "upstream_occlusion",
        "not_started",
        "paused_too_long",
        "low_battery",
        "battery_depleted",
        "on_battery",
        "charger_fault",
        "supply_range",
        "overheated",
        "environment",
        "key_stuck",
        "access_barred",
    }
    without = {code for code in ALARMS if lacking(code, EVERYTHING)}
    assert without == {"eri", "eos", "stopped_48h", "not_started", "paused_too_long"}


@pytest.mark.parametrize(
    "fault",
    [
        AlarmLate(alarm="occlusion"),
        AlarmMissing(alarm="occlusion"),
        FalseAlarm(alarm="occlusion"),
        AlarmUnsilenceable(alarm="occlusion"),
        AcknowledgeCrossed(of="low_reservoir", hits="occlusion"),
    ],
)
def test_a_fault_of_an_alarm_that_never_comes_is_refused(fault: PumpFault) -> None:
    mistake = "it never raises occlusion, which takes an occlusion sensor"
    assert list(fault.mistakes_for(config())) == [mistake]
    assert list(fault.mistakes_for(EVERYTHING)) == []
