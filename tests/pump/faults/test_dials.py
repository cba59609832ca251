"""Faults that share a dial leave it to each other; one that is set anew leaves nothing of the old."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import DAY, SECOND
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS, PumpFault
from mockpump.pump.faults.alarms.acknowledge_crossed import AcknowledgeCrossed
from mockpump.pump.faults.alarms.alarm_late import AlarmLate
from mockpump.pump.faults.alarms.alarm_missing import AlarmMissing
from mockpump.pump.faults.alarms.alarm_unsilenceable import AlarmUnsilenceable
from mockpump.pump.faults.alarms.false_alarm import FalseAlarm
from mockpump.pump.faults.base import LastingFault
from mockpump.pump.faults.electronics.clock_drift import ClockDrift
from mockpump.pump.faults.electronics.clock_stop import ClockStop
from mockpump.pump.faults.electronics.library_corrupt import LibraryCorrupt
from mockpump.pump.faults.electronics.memory_error import MemoryFault
from mockpump.pump.faults.electronics.self_test_failure import SelfTestFailure
from mockpump.pump.faults.electronics.sensor_missing import SensorMissing
from mockpump.pump.faults.electronics.wrong_version import WrongVersion
from mockpump.pump.faults.power.false_battery_indicator import FalseBatteryIndicator
from mockpump.pump.faults.records.log_gaps import LogGaps
from mockpump.pump.faults.records.log_write_failure import LogWriteFailure
from mockpump.seam import Value
from mockpump.strategies import possible_in, settings_of
from tests.pump.bench import HOUR, ask, config, story

LOW = 90 * DAY  # (20 - 2) mL / 0.2 mL/day
EMPTY = 93 * DAY  # (20 - 1.4) mL / 0.2 mL/day


def _shown(pump: Pump, now: int, name: str, value: str) -> Value | None:
    return ask(pump, name, now).values.get(value)


# set anew ---------------------------------------------------------------------------------------


def test_a_false_alarm_set_anew_is_another_one() -> None:
    pump = Pump(config())
    pump.set_fault(FalseAlarm(alarm="low_reservoir"), HOUR)
    pump.set_fault(FalseAlarm(alarm="eri"), 2 * HOUR)
    pump.set_fault(FalseAlarm(alarm="eri"), 3 * HOUR)  # the same again ends nothing
    pump.clear_fault("false_alarm", 4 * HOUR)
    assert story(pump.advance(4 * HOUR), "alarm") == [
        (HOUR, "low_reservoir", "raised"),
        (2 * HOUR, "low_reservoir", "cleared"),
        (2 * HOUR, "eri", "raised"),
        (4 * HOUR, "eri", "cleared"),
    ]


def test_a_false_alarm_set_anew_may_begin_to_act() -> None:
    pump = Pump(config())
    pump.set_fault(FalseAlarm(alarm="motor_stall"), HOUR)
    pump.set_fault(FalseAlarm(alarm="motor_stall", acts=True), 2 * HOUR)
    pump.set_fault(FalseAlarm(alarm="motor_stall"), 3 * HOUR)
    assert story(pump.advance(3 * HOUR), "alarm", "infusion") == [
        (HOUR, "motor_stall", "raised"),
        (2 * HOUR, "delivery", "held"),
        (3 * HOUR, "delivery", "resumed"),
    ]


def test_an_alarm_that_is_missing_no_more_comes() -> None:
    pump = Pump(config())
    pump.set_fault(AlarmMissing(alarm="low_reservoir"), 0)
    pump.advance(LOW + HOUR)
    pump.set_fault(AlarmMissing(alarm="low_reservoir"), LOW + HOUR)  # the same again: it waits on
    assert story(pump.advance(LOW + HOUR), "alarm") == []
    pump.set_fault(AlarmMissing(alarm="eri"), LOW + DAY)
    assert story(pump.advance(EMPTY), "alarm") == [
        (LOW + DAY, "low_reservoir", "raised"),
        (EMPTY, "empty_reservoir", "raised"),
    ]


def test_what_cannot_be_silenced_or_is_crossed_is_what_was_set_last() -> None:
    pump = Pump(config())
    pump.set_fault(AlarmUnsilenceable(alarm="empty_reservoir"), 0)
    pump.set_fault(AlarmUnsilenceable(alarm="low_reservoir"), 0)
    pump.set_fault(AcknowledgeCrossed(of="low_reservoir", hits="eri"), 0)
    pump.set_fault(AcknowledgeCrossed(of="empty_reservoir", hits="eri"), 0)
    pump.advance(EMPTY)
    assert ask(pump, "silence_alarm", EMPTY, alarm="empty_reservoir").state == "accepted"
    assert ask(pump, "silence_alarm", EMPTY, alarm="low_reservoir").refusal == "wrong_state"
    for alarm in ("low_reservoir", "empty_reservoir"):
        ask(pump, "ack_alarm", EMPTY, alarm=alarm)
    rows = ask(pump, "read_alarms", EMPTY).rows
    assert {row["alarm"]: row["acknowledged"] for row in rows} == {
        "low_reservoir": True,
        "empty_reservoir": False,
    }


def test_a_version_that_is_left_out_anew_is_the_true_one() -> None:
    pump = Pump(config())
    pump.set_fault(WrongVersion(firmware="SIM-9", library="SIM-X"), 0)
    pump.set_fault(WrongVersion(firmware="SIM-8"), 0)
    assert _shown(pump, 0, "identify", "firmware") == "SIM-8"
    assert _shown(pump, 0, "identify", "library") == "SIM-LIB-1"


def test_a_memory_error_that_grows_critical_is_minor_no_more() -> None:
    pump = Pump(config())
    pump.set_fault(MemoryFault(critical=False), 0)
    pump.set_fault(MemoryFault(critical=True), HOUR)
    assert story(pump.advance(HOUR), "alarm") == [
        (0, "memory_minor", "raised"),
        (HOUR, "memory_minor", "cleared"),
        (HOUR, "memory_critical", "raised"),
    ]


def test_another_test_that_fails_is_another_alarm() -> None:
    pump = Pump(config())
    pump.set_fault(SelfTestFailure(test="rom"), 0)
    pump.set_fault(SelfTestFailure(test="rom"), 1)
    pump.set_fault(SelfTestFailure(test="ram"), HOUR)
    [row] = ask(pump, "read_alarms", HOUR).rows
    assert (row["test"], row["occurrence"]) == ("ram", 2)


def test_another_sensor_that_is_missing_is_another_alarm_and_the_same_is_none() -> None:
    pump = Pump(config("ambulatory-100"))
    pump.set_fault(SensorMissing(sensor="battery"), 0)
    pump.set_fault(SensorMissing(sensor="battery"), 1)
    pump.set_fault(SensorMissing(sensor="pressure"), 2)
    assert story(pump.advance(2), "alarm") == [
        (0, "sensor_failed", "raised"),
        (2, "sensor_failed", "cleared"),
        (2, "sensor_failed", "raised"),
    ]
    [row] = ask(pump, "read_alarms", 2).rows
    assert row["sensor"] == "pressure"
    assert _shown(pump, 2, "read_status", "battery") == 999_999  # a full one, 2 ns on


# shared -----------------------------------------------------------------------------------------


def test_a_log_that_cannot_be_written_stays_so_when_its_gaps_end() -> None:
    pump = Pump(config())
    pump.set_fault(LogWriteFailure(), 0)
    pump.set_fault(LogGaps(), 0)
    pump.clear_fault("log_gaps", 0)
    ask(pump, "stop", 1)
    assert ask(pump, "read_events", 1).rows == ()
    pump.set_fault(LogGaps(every=3), 2)
    pump.clear_fault("log_write_failure", 2)  # that is entry 3
    for now in (4, 5, 6):
        ask(pump, "start" if now % 2 == 0 else "stop", now)
    assert [row["n"] for row in ask(pump, "read_events", 6).rows] == [4, 5]


def test_a_clock_that_stands_is_moved_by_no_drift() -> None:
    pump = Pump(config())
    pump.set_fault(ClockStop(), HOUR)
    pump.set_fault(ClockDrift(by=1_000_000), HOUR)
    assert _shown(pump, 3 * HOUR, "read_status", "time") == "2026-01-05T09:00:00"
    pump.clear_fault("clock_stop", 3 * HOUR)
    assert _shown(pump, 4 * HOUR, "read_status", "time") == "2026-01-05T11:00:00"  # twice as fast
    pump.set_fault(ClockStop(), 4 * HOUR)
    pump.clear_fault("clock_drift", 4 * HOUR)
    assert _shown(pump, 5 * HOUR, "read_status", "time") == "2026-01-05T11:00:00"
    pump.clear_fault("clock_stop", 5 * HOUR)
    assert _shown(pump, 6 * HOUR, "read_status", "time") == "2026-01-05T12:00:00"


def test_a_library_that_is_corrupt_stays_so_when_the_versions_are_right() -> None:
    pump = Pump(config())
    pump.set_fault(WrongVersion(library="SIM-X"), 0)
    pump.set_fault(LibraryCorrupt(), 0)
    assert _shown(pump, 0, "identify", "library") is None
    pump.set_fault(WrongVersion(library="SIM-X"), 0)
    assert _shown(pump, 0, "identify", "library") == "SIM-X"
    pump.clear_fault("wrong_version", 0)
    assert _shown(pump, 0, "identify", "library") is None
    pump.clear_fault("library_corrupt", 0)
    assert _shown(pump, 0, "identify", "library") == "SIM-LIB-1"


@pytest.mark.parametrize(
    ("cleared", "after", "comes"),
    [
        ("alarm_late", HOUR, LOW + 2 * HOUR),  # missing still, until that is cleared an hour on
        ("alarm_missing", HOUR, LOW + DAY),  # late still
        ("alarm_missing", 2 * DAY, LOW + 2 * DAY),  # and later than that
    ],
)
def test_an_alarm_that_is_both_late_and_missing(cleared: str, after: int, comes: int) -> None:
    pump = Pump(config())
    pump.set_fault(AlarmMissing(), 0)
    pump.set_fault(AlarmLate(by=DAY), 0)
    pump.advance(LOW + after)
    pump.clear_fault(cleared, LOW + after)
    events = pump.advance(LOW + after + HOUR)
    if cleared == "alarm_late":
        assert story(events, "alarm") == []
        pump.clear_fault("alarm_missing", LOW + after + HOUR)
    assert story(events + pump.advance(EMPTY - 1), "alarm") == [(comes, "low_reservoir", "raised")]


def test_two_faults_that_raise_the_same_alarm() -> None:
    pump = Pump(config("ambulatory-100"))
    pump.set_fault(FalseAlarm(alarm="low_battery"), 0)
    pump.set_fault(FalseBatteryIndicator(indicates="warning"), 1)
    pump.set_fault(FalseBatteryIndicator(indicates="end"), 2)
    pump.clear_fault("false_battery_indicator", 3)
    assert story(pump.advance(3), "alarm") == [
        (0, "low_battery", "raised"),
        (2, "battery_depleted", "raised"),
        (3, "battery_depleted", "latched"),
    ]
    pump.clear_fault("false_alarm", 4)
    assert story(pump.advance(4), "alarm") == [(4, "low_battery", "cleared")]


# all of them ------------------------------------------------------------------------------------

EVERYTHING = {
    "implant": config(motor={"drive": "valve"}, reservoir={"level_sensor": True}),
    "external": config(
        "ambulatory-100",
        power={"mains": True},
        flow_sensor={"present": True},
        reservoir={"level_sensor": True},
        access={"key": "simulated"},
    ),
}


def _dials(pump: Pump) -> dict[str, Any]:
    """Return all that faults turn, whatever its name."""
    parts = pump.parts
    wholes = (
        *(parts.motor, parts.catheter, parts.reservoir, parts.alarms, parts.alarms.conditions),
        *(parts.electronics, parts.keypad, parts.log, parts.access, parts.power, parts.priming),
        *(parts.calendar, parts.sensors, parts.courses, parts.infusion),
    )
    return {
        f"{type(whole).__name__}.{name}": value
        for whole in wholes
        for name, value in vars(whole).items()
        if isinstance(value, str | bool | dict | set | frozenset) and name not in PASSES
    }


PASSES = {
    *("_standing", "_occurrences", "codes", "effects", "_effects", "comes", "_held", "_speeds"),
    *("_high", "_repeated", "_dry", "_seen_empty", "_felt", "_running", "_text", "_counted_from"),
    *("_warned", "_ended", "paused", "_primes"),
}
"""What is no dial, but what pumps have come to."""


@given(data=st.data())
def test_a_fault_that_is_set_anew_and_cleared_leaves_every_dial_as_it_was(
    data: st.DataObject,
) -> None:
    whole = EVERYTHING[data.draw(st.sampled_from(sorted(EVERYTHING)))]
    lasting = {name for name, fault in PUMP_FAULTS.items() if issubclass(fault, LastingFault)}
    name = data.draw(st.sampled_from(sorted({*possible_in(whole)} - lasting)))
    fit = settings_of(PUMP_FAULTS[name]).filter(lambda fault: not [*fault.mistakes_for(whole)])
    faults: list[PumpFault] = [data.draw(fit), data.draw(fit)]
    pump = Pump(whole)
    before = repr(_dials(pump))
    for at, fault in enumerate(faults):
        pump.set_fault(fault, at * SECOND)
        pump.advance(at * SECOND)
    pump.clear_fault(name, 2 * SECOND)
    pump.parts.memory.reprogrammed(2 * SECOND)  # what alone helps after a critical error
    assert repr(_dials(pump)) == before
    speed = pump.parts.calendar.at(4 * SECOND) - pump.parts.calendar.at(3 * SECOND)
    assert speed == SECOND
