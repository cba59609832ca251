"""Faults of battery and mains: the exact events that each causes, and what the pump shows of it."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.faults.alarms.false_alarm import FalseAlarm
from mockpump.pump.faults.electronics.watchdog_reset import WatchdogReset
from mockpump.pump.faults.motor.motor_stall import MotorStall
from mockpump.pump.faults.power.battery_drain import BatteryDrain
from mockpump.pump.faults.power.charger_fault import ChargerFault
from mockpump.pump.faults.power.false_battery_indicator import FalseBatteryIndicator
from mockpump.pump.faults.power.low_battery_reset import LowBatteryReset
from mockpump.pump.faults.power.mains_loss import MainsLoss
from mockpump.pump.faults.power.sudden_depletion import SuddenDepletion
from mockpump.pump.ramp import QUANTA
from mockpump.seam import PumpEvent, Value
from tests.pump.bench import HOUR, ask, config, ml, rate, story


def _status(pump: Pump, now: int, *names: str) -> tuple[Value, ...]:
    values = ask(pump, "read_status", now).values
    return tuple(values[name] for name in names)


def test_battery_drain_brings_the_end_years_before_its_time() -> None:
    pump = Pump(config())
    pump.advance(DAY)
    pump.set_fault(BatteryDrain(to=40_000), DAY)
    # 4 % are below 5 %: ERI at once, and the end 90 days later; (20 - 2) mL / 0.2 mL/day = 90 days
    assert story(pump.advance(92 * DAY)) == [
        (DAY, "battery_drain", "set"),
        (DAY, "eri", "raised"),
        (90 * DAY, "low_reservoir", "raised"),
        (91 * DAY, "eos", "raised"),
        (91 * DAY, "delivery", "ended"),
    ]
    pump.clear_fault("battery_drain", 92 * DAY)
    assert _status(pump, 92 * DAY, "state", "alarms") == ("ended", "eos,eri,low_reservoir")


def test_battery_drain_of_a_replaceable_battery() -> None:
    pump = Pump(config("ambulatory-100"))
    pump.set_fault(BatteryDrain(to=0), 0)
    assert story(pump.advance(0)) == [
        (0, "battery_drain", "set"),
        (0, "low_battery", "raised"),
        (0, "battery_depleted", "raised"),
        (0, "delivery", "ended"),
    ]
    assert _status(pump, 0, "battery") == (0,)


def test_a_drained_battery_is_never_charged_by_the_fault() -> None:
    pump = Pump(config(power={"charge": 30_000}))
    pump.set_fault(BatteryDrain(to=40_000), 0)
    assert _status(pump, 0, "battery") == (30_000,)


@pytest.mark.parametrize(
    ("preset", "indicates", "alarm"),
    [
        ("intrathecal-20", "warning", "eri"),
        ("intrathecal-20", "end", "eos"),
        ("ambulatory-100", "warning", "low_battery"),
        ("ambulatory-100", "end", "battery_depleted"),
    ],
)
def test_a_false_indicator_leaves_the_pump_infusing(
    preset: str, indicates: str, alarm: str
) -> None:
    pump = Pump(config(preset))
    pump.set_fault(FalseBatteryIndicator(indicates=indicates), 5)  # type: ignore[arg-type] # a parameter
    assert story(pump.advance(HOUR)) == [
        (5, "false_battery_indicator", "set"),
        (5, alarm, "raised"),
    ]
    state, battery, alarms = _status(pump, HOUR, "state", "battery", "alarms")
    assert (state, alarms) == ("infusing", alarm)
    assert int(battery) > 990_000
    pump.clear_fault("false_battery_indicator", HOUR)
    ended = "latched" if indicates == "end" else "cleared"
    assert story(pump.advance(HOUR)) == [
        (HOUR, "false_battery_indicator", "cleared"),
        (HOUR, alarm, ended),
    ]


def test_a_false_eri_does_not_bring_the_end() -> None:
    pump = Pump(config(infusion={"mode": "stopped"}))
    pump.set_fault(FalseBatteryIndicator(indicates="warning"), 0)
    assert "eos" not in [event.of for event in pump.advance(91 * DAY)]


def test_sudden_depletion_is_silence_and_the_pump_comes_up_as_it_was() -> None:
    pump = Pump(config())
    pump.advance(HOUR)
    pump.set_fault(SuddenDepletion(), HOUR)
    assert pump.advance(100 * DAY) == [
        PumpEvent(HOUR, "fault", "sudden_depletion", "set"),
        PumpEvent(HOUR, "processor", "", "down"),
        PumpEvent(HOUR, "infusion", "delivery", "held", 1, {"because": "processor"}),
    ]
    delivered = ml("0.2 mL") * QUANTA // 24  # of one hour, and nothing since
    assert pump.truth(100 * DAY).delivered == delivered
    pump.clear_fault("sudden_depletion", 100 * DAY)
    assert story(pump.advance(101 * DAY)) == [
        (100 * DAY, "sudden_depletion", "cleared"),
        (100 * DAY, "", "up"),
        (100 * DAY, "delivery", "resumed"),
    ]
    assert pump.truth(101 * DAY).delivered == delivered + ml("0.2 mL") * QUANTA


def test_what_ended_while_the_pump_was_down_is_told_when_it_is_up() -> None:
    pump = Pump(config(power={"age": 2554 * DAY}))  # one day before its hard stop
    pump.set_fault(SuddenDepletion(), 0)
    assert story(pump.advance(3 * DAY), "alarm") == []
    pump.clear_fault("sudden_depletion", 3 * DAY)
    assert story(pump.advance(3 * DAY), "alarm", "infusion") == [
        (3 * DAY, "eos", "raised"),
        (3 * DAY, "delivery", "ended"),
    ]


def test_a_dead_pump_obeys_nobody_and_says_nothing() -> None:
    pump = Pump(config("ambulatory-100"))
    pump.set_fault(SuddenDepletion(), HOUR)
    pump.advance(HOUR)
    for name in ("stop", "refill", "ack_alarm", "interrogate"):
        refused = ask(pump, name, 2 * HOUR, volume=ml("50 mL"), alarm="occlusion")
        assert (refused.refusal, refused.message) == (
            "wrong_state",
            "the pump's processor is down",
        )
    # who has the pump in the hand takes out what is in there: all but 1 mL of an hour
    assert ask(pump, "aspirate", 2 * HOUR).values["aspirated"] == ml("99 mL")
    assert story(pump.advance(2 * HOUR), "alarm", "infusion") == []


def test_an_alarm_that_is_false_comes_once_the_pump_is_up() -> None:
    pump = Pump(config())
    pump.set_fault(SuddenDepletion(), 0)
    pump.set_fault(FalseAlarm(alarm="motor_stall", acts=True), 2 * HOUR)
    assert story(pump.advance(2 * HOUR), "alarm") == []
    pump.clear_fault("sudden_depletion", 3 * HOUR)
    assert story(pump.advance(3 * HOUR), "alarm", "infusion") == [
        (3 * HOUR, "motor_stall", "raised"),
        (3 * HOUR, "delivery", "resumed"),
        (3 * HOUR, "delivery", "held"),
    ]


def test_no_watchdog_wakes_a_dead_pump() -> None:
    pump = Pump(config())
    pump.set_fault(WatchdogReset(takes=HOUR), 0)
    pump.set_fault(SuddenDepletion(), SECOND)
    pump.set_fault(WatchdogReset(takes=HOUR, keeps_programme=False), 2 * SECOND)
    assert story(pump.advance(DAY), "processor", "alarm") == [(0, "", "down")]
    pump.clear_fault("sudden_depletion", DAY)
    # as if switched on: it was no watchdog, and nothing is lost
    assert story(pump.advance(DAY), "processor", "alarm") == [(DAY, "", "up")]
    assert _status(pump, DAY, "state", "alarms") == ("infusing", "")


def test_a_motor_that_recovers_while_the_pump_is_dead_is_logged_once_it_is_up() -> None:
    pump = Pump(config())
    pump.set_fault(MotorStall(), 0)
    pump.set_fault(SuddenDepletion(), HOUR)
    pump.clear_fault("motor_stall", 2 * HOUR)
    assert story(pump.advance(2 * HOUR), "motor") == []
    pump.clear_fault("sudden_depletion", 3 * HOUR)
    [event] = [event for event in pump.advance(3 * HOUR) if event.what == "motor"]
    assert (event.at, event.state, event.data) == (3 * HOUR, "recovered", {"since": "7200s"})


def test_low_battery_reset_falls_back_to_the_minimum_until_programmed_anew() -> None:
    pump = Pump(config())
    pump.set_fault(LowBatteryReset(), HOUR)
    assert story(pump.advance(HOUR)) == [
        (HOUR, "low_battery_reset", "set"),
        (HOUR, "reset_low_battery", "raised"),
    ]
    assert _status(pump, HOUR, "state", "rate") == ("infusing", rate("0.006 mL/day"))
    pump.clear_fault("low_battery_reset", HOUR)  # helps nothing
    staged = ask(pump, "stage", 2 * HOUR, rate=rate("0.2 mL/day")).values["token"]
    refused = ask(pump, "commit", 2 * HOUR, token=staged)
    assert (refused.refusal, refused.message) == (
        "wrong_state",
        "the programme is lost (reset_low_battery): programme the pump anew",
    )
    assert ask(pump, "bolus", 2 * HOUR, volume=1).refusal == "wrong_state"
    whole: dict[str, Value] = {
        "rate": rate("0.2 mL/day"),
        "drug": "simulated",
        "concentration": 500 * 10**6,
    }
    staged = ask(pump, "stage", 3 * HOUR, low_alarm=ml("2 mL"), **whole).values["token"]
    assert ask(pump, "commit", 3 * HOUR, token=staged).state == "accepted"
    assert _status(pump, 3 * HOUR, "rate", "alarms") == (rate("0.2 mL/day"), "reset_low_battery")
    assert ask(pump, "read_alarms", 3 * HOUR).rows[0]["state"] == "latched"


PLUGGED = {"mains": True, "charge": 500_000, "charge_time": 4 * HOUR}


def test_mains_charge_the_battery_and_their_loss_is_an_alarm() -> None:
    pump = Pump(config("ambulatory-100", power=PLUGGED))
    # half full, 4 h from empty to full: 75 % after 1 h, full after 2 h
    assert _status(pump, HOUR, "battery", "supply") == (750_000, "mains")
    assert _status(pump, 2 * HOUR + 1, "battery") == (1_000_000,)
    assert _status(pump, 9 * HOUR, "battery") == (1_000_000,)
    pump.set_fault(MainsLoss(), 9 * HOUR)
    assert story(pump.advance(10 * HOUR)) == [
        (9 * HOUR, "mains_loss", "set"),
        (9 * HOUR, "on_battery", "raised"),
    ]
    # 1 h / 30 days + 1 mL / 2000 mL = 1389 + 500 ppm
    assert _status(pump, 10 * HOUR, "battery", "supply") == (998_111, "battery")
    pump.clear_fault("mains_loss", 10 * HOUR)
    assert story(pump.advance(10 * HOUR)) == [
        (10 * HOUR, "mains_loss", "cleared"),
        (10 * HOUR, "on_battery", "cleared"),
    ]


def test_a_battery_that_is_charged_is_no_longer_low() -> None:
    pump = Pump(config("ambulatory-100", power={**PLUGGED, "charge": 90_000}))
    # from 9 % to more than 10 %: 1 % of 4 h is 144 s, and a nanosecond
    events = story(pump.advance(HOUR))
    assert [event[1:] for event in events] == [
        ("low_battery", "raised"),
        ("low_battery", "cleared"),
    ]
    assert events[1][0] == 144 * SECOND + 1


def test_a_charger_that_fails_shows_only_on_the_mains() -> None:
    pump = Pump(config("ambulatory-100", power=PLUGGED))
    pump.set_fault(ChargerFault(), 0)
    assert story(pump.advance(HOUR)) == [
        (0, "charger_fault", "set"),
        (0, "charger_fault", "raised"),
    ]
    assert _status(pump, HOUR, "battery") == (500_000,)
    pump.set_fault(MainsLoss(), HOUR)
    assert story(pump.advance(HOUR), "alarm") == [
        (HOUR, "on_battery", "raised"),
        (HOUR, "charger_fault", "cleared"),
    ]
    pump.clear_fault("charger_fault", HOUR)
    pump.clear_fault("mains_loss", HOUR)
    assert _status(pump, 2 * HOUR, "battery") == (750_000,)


@pytest.mark.parametrize("name", ["mains_loss", "charger_fault"])
def test_what_is_not_plugged_in_cannot_lose_its_mains(name: str) -> None:
    fault = PUMP_FAULTS[name]()
    for preset in ("intrathecal-20", "ambulatory-100"):
        [mistake] = fault.mistakes_for(config(preset))
        assert mistake.endswith("set power.mains to true")
    assert list(fault.mistakes_for(config("ambulatory-100", power=PLUGGED))) == []
