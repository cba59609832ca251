"""Faults that are told as an alarm for as long as they last, and what else each of them does."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.operations import Operation
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.faults.base import ReportedFault
from mockpump.pump.faults.catheter.catheter_occlusion import CatheterOcclusion
from mockpump.pump.faults.electronics.adc_failure import AdcFailure
from mockpump.pump.faults.electronics.internal_link_lost import InternalLinkLost
from mockpump.pump.faults.electronics.key_stuck import KeyStuck
from mockpump.pump.faults.electronics.sensor_missing import SensorMissing
from mockpump.pump.faults.power.mains_loss import MainsLoss
from mockpump.pump.faults.power.supply_out_of_range import SupplyOutOfRange
from tests.pump.bench import HOUR, ask, config, rate, story

REPORTED = {name: kind for name, kind in PUMP_FAULTS.items() if issubclass(kind, ReportedFault)}
STOP = {"overheating", "environment_out_of_range"}
PLUGGED = {"mains": True, "charge": 500_000, "charge_time": 4 * HOUR}


def _external() -> Pump:
    return Pump(
        config(
            "ambulatory-100",
            infusion={"rate": rate("5 mL/h")},
            flow_sensor={"present": True},
            reservoir={"level_sensor": True},
            power=PLUGGED,
        )
    )


@pytest.mark.parametrize("name", REPORTED)
def test_an_alarm_comes_with_it_and_ends_with_it(name: str) -> None:
    pump, fault = _external(), REPORTED[name]()
    pump.set_fault(fault, SECOND)
    alarms = [event[1:] for event in story(pump.advance(SECOND), "alarm")]
    assert (fault.alarm, "raised") in alarms
    state = ask(pump, "read_status", HOUR).values["state"]
    assert state == ("stopped" if name in STOP else "infusing")
    if name in STOP:
        message = f"no start while the alarm {fault.alarm} is active"
        assert ask(pump, "start", HOUR).message == message
    pump.clear_fault(name, HOUR)
    ends = "latched" if name in STOP else "cleared"
    assert (HOUR, fault.alarm, ends) in story(pump.advance(HOUR), "alarm")
    assert ask(pump, "start", HOUR).state == ("accepted" if name in STOP else "refused")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("overheating", "a place outside the body (power.cell: replaceable)"),
        ("environment_out_of_range", "a place outside the body (power.cell: replaceable)"),
        ("key_stuck", "a place outside the body (power.cell: replaceable)"),
        ("supply_out_of_range", "mains (power.mains)"),
    ],
)
def test_an_implant_has_none_of_these(name: str, part: str) -> None:
    fault = REPORTED[name]()
    told = f"it never raises {fault.alarm}, which takes {part}"
    assert list(fault.mistakes_for(config())) == [told]


def test_without_its_converter_no_sensor_gives_a_value_nor_an_alarm() -> None:
    pump = _external()
    pump.set_fault(AdcFailure(), 0)
    pump.set_fault(SensorMissing(sensor="battery"), 0)
    pump.set_fault(CatheterOcclusion(), 0)
    values = ask(pump, "read_status", HOUR).values
    assert values.keys().isdisjoint({"battery", "pressure", "measured", "level"})
    assert (values["state"], values["alarms"]) == ("infusing", "adc_failed,sensor_failed")
    pump.clear_fault("adc_failure", HOUR)
    pump.clear_fault("catheter_occlusion", HOUR)
    values = ask(pump, "read_status", HOUR).values
    assert values.keys() >= {"pressure", "measured", "level"}
    assert "battery" not in values  # that one is missing still


def test_a_lost_part_is_not_a_lost_pump() -> None:
    pump = _external()
    pump.set_fault(InternalLinkLost(), 0)
    values = ask(pump, "read_status", HOUR).values
    lost = {"flow", "measured", "delivered", "pressure", "level"}
    assert values.keys().isdisjoint(lost)
    assert values.keys() >= {"state", "rate", "reservoir", "battery", "time", "supply"}
    assert (values["state"], values["alarms"]) == ("infusing", "comm_error")
    pump.clear_fault("internal_link_lost", HOUR)
    assert ask(pump, "read_status", HOUR).values.keys() >= lost


def test_mains_out_of_range_drive_nothing_until_both_faults_are_over() -> None:
    pump = _external()
    pump.set_fault(SupplyOutOfRange(), 0)
    pump.set_fault(MainsLoss(), 0)
    assert story(pump.advance(0), "alarm") == [
        (0, "supply_range", "raised"),
        (0, "on_battery", "raised"),
    ]
    # 1 h / 30 days + 5 mL / 2000 mL = 1389 + 2500 ppm
    status = ask(pump, "read_status", HOUR).values
    assert (status["battery"], status["supply"]) == (496_111, "battery")
    pump.clear_fault("mains_loss", HOUR)
    assert ask(pump, "read_status", HOUR).values["supply"] == "battery"
    pump.clear_fault("supply_out_of_range", HOUR)
    status = ask(pump, "read_status", 2 * HOUR).values
    assert (status["battery"], status["supply"]) == (746_111, "mains")


def test_while_a_key_is_stuck_no_key_does_anything() -> None:
    pump = _external()
    pump.set_fault(KeyStuck(), 0)
    pressed = Operation("stop", {}, "keys")
    assert pump.perform(pressed, 0).message == "a key is stuck"
    assert ask(pump, "stop", 0).state == "accepted"  # the client at the line is no key
    ask(pump, "start", 0)
    pump.clear_fault("key_stuck", 0)
    assert pump.perform(pressed, 0).state == "accepted"
