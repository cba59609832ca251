"""Faults of memory, processor, calendar and identity: their exact events, and what shows of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mockpump.clock import DAY, SECOND
from mockpump.operations import PROGRAMME
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.faults.electronics.clock_drift import ClockDrift
from mockpump.pump.faults.electronics.clock_jump import ClockJump
from mockpump.pump.faults.electronics.clock_stop import ClockStop
from mockpump.pump.faults.electronics.library_corrupt import LibraryCorrupt
from mockpump.pump.faults.electronics.memory_error import MemoryFault
from mockpump.pump.faults.electronics.parameters_lost import ParametersLost
from mockpump.pump.faults.electronics.self_test_failure import SelfTestFailure
from mockpump.pump.faults.electronics.setting_changed import SettingChanged
from mockpump.pump.faults.electronics.watchdog_reset import WatchdogReset
from mockpump.pump.faults.electronics.wrong_version import WrongVersion
from mockpump.pump.ramp import QUANTA
from mockpump.seam import PumpEvent, Value
from tests.pump.bench import HOUR, ask, config, ml, rate, story

MINUTE = 60 * SECOND
WHOLE: dict[str, Value] = {
    "rate": rate("0.3 mL/day"),
    "drug": "simulated",
    "concentration": 500 * 10**6,
    "low_alarm": ml("2 mL"),
}


def _status(pump: Pump, now: int, *names: str) -> tuple[Value, ...]:
    values = ask(pump, "read_status", now).values
    return tuple(values[name] for name in names)


def _program(pump: Pump, now: int, **values: Value) -> str:
    token = ask(pump, "stage", now, **values).values["token"]
    return ask(pump, "commit", now, token=token).message or "taken"


@pytest.mark.parametrize(
    ("fault", "alarm"),
    [(MemoryFault(), "memory_critical"), (ParametersLost(), "parameters_lost")],
)
def test_a_lost_programme_stops_the_pump_until_it_is_programmed_anew_whole(
    fault: MemoryFault | ParametersLost, alarm: str
) -> None:
    pump = Pump(config())
    pump.set_fault(fault, HOUR)
    assert story(pump.advance(HOUR)) == [
        (HOUR, fault.name, "set"),
        (HOUR, alarm, "raised"),
        (HOUR, "delivery", "stopped"),
    ]
    shown = ask(pump, "read_status", HOUR).values
    assert shown["state"] == "stopped"
    assert not shown.keys() & PROGRAMME.keys()
    assert not ask(pump, "interrogate", HOUR).values.keys() & PROGRAMME.keys()
    nothing = f"nothing is left of the programme ({alarm})"
    assert ask(pump, "read_therapy", HOUR).message == nothing
    pump.clear_fault(fault.name, HOUR)  # helps nothing
    lost = f"the programme is lost ({alarm}): programme the pump anew"
    assert _program(pump, HOUR, rate=rate("0.3 mL/day")) == lost
    assert ask(pump, "start", HOUR).message == lost
    assert ask(pump, "set_rate", HOUR, rate=rate("0.3 mL/day")).message == lost
    assert _program(pump, 2 * HOUR, **WHOLE) == "taken"
    assert story(pump.advance(2 * HOUR), "alarm") == [(2 * HOUR, alarm, "latched")]
    assert ask(pump, "start", 2 * HOUR).state == "accepted"
    assert _status(pump, 2 * HOUR, "state", "rate") == ("infusing", rate("0.3 mL/day"))


def test_a_programme_that_is_lost_again_is_lost_for_the_latest_reason() -> None:
    pump = Pump(config())
    pump.set_fault(MemoryFault(), 0)
    pump.set_fault(ParametersLost(), HOUR)
    assert story(pump.advance(HOUR), "alarm") == [
        (0, "memory_critical", "raised"),
        (HOUR, "memory_critical", "latched"),
        (HOUR, "parameters_lost", "raised"),
    ]
    assert _program(pump, HOUR, **WHOLE) == "taken"
    states = [row["state"] for row in ask(pump, "read_alarms", HOUR).rows]
    assert states == ["latched", "latched"]


def test_defaults_in_the_programmes_place_are_shown_and_infused() -> None:
    pump = Pump(config())
    pump.set_fault(ParametersLost(leaves="defaults"), 0)
    assert story(pump.advance(DAY)) == [
        (0, "parameters_lost", "set"),
        (0, "reset_to_defaults", "raised"),
    ]
    assert _status(pump, DAY, "state", "rate") == ("infusing", rate("0.006 mL/day"))
    assert pump.truth(DAY).delivered == ml("0.006 mL") * QUANTA
    assert _program(pump, DAY, rate=rate("0.3 mL/day")).startswith("the programme is lost")


def test_a_minor_memory_error_leaves_the_infusion_alone() -> None:
    pump = Pump(config())
    pump.set_fault(MemoryFault(critical=False), 1)
    pump.advance(1)
    assert _status(pump, 2, "state", "alarms") == ("infusing", "memory_minor")
    pump.clear_fault("memory_error", 3)
    assert story(pump.advance(3), "alarm") == [(3, "memory_minor", "cleared")]


def test_a_failed_self_test_stops_the_pump_and_says_which() -> None:
    pump = Pump(config())
    assert ask(pump, "self_test", 0).values == {"result": "passed"}
    pump.set_fault(SelfTestFailure(test="ram"), 5)
    data: dict[str, Value] = {"occurrence": 1, "priority": "high", "test": "ram"}
    assert pump.advance(5) == [
        PumpEvent(5, "fault", "self_test_failure", "set"),
        PumpEvent(5, "alarm", "self_test_failed", "raised", 1, data),
        PumpEvent(5, "infusion", "delivery", "stopped", 2, {"because": "self_test_failed"}),
    ]
    assert ask(pump, "self_test", 6).values == {"result": "failed", "test": "ram"}
    assert ask(pump, "read_alarms", 6).rows[0]["test"] == "ram"
    message = "no start while the alarm self_test_failed is active"
    assert ask(pump, "start", 6).message == message
    assert ask(pump, "silence_alarm", 6, alarm="self_test_failed").refusal == "wrong_state"
    pump.clear_fault("self_test_failure", 7)
    assert ask(pump, "start", 8).state == "accepted"


def test_a_watchdog_reset_holds_the_infusion_and_tells_of_itself() -> None:
    pump = Pump(config())
    pump.set_fault(WatchdogReset(takes=3 * SECOND), HOUR)
    up = HOUR + 3 * SECOND
    assert pump.next_deadline() == up
    assert pump.advance(up) == [
        PumpEvent(HOUR, "fault", "watchdog_reset", "set"),
        PumpEvent(HOUR, "processor", "", "down"),
        PumpEvent(HOUR, "infusion", "delivery", "held", 1, {"because": "processor"}),
        PumpEvent(up, "processor", "", "up"),
        PumpEvent(up, "alarm", "watchdog_reset", "raised", 2, _MEDIUM),
        PumpEvent(up, "alarm", "watchdog_reset", "latched", 3, _MEDIUM),
        PumpEvent(up, "infusion", "delivery", "resumed", 4, {"because": "processor"}),
    ]
    assert _status(pump, up, "state", "alarms") == ("infusing", "watchdog_reset")
    # 0.2 mL/day for all but 3 s of a day
    given = pump.truth(HOUR + 3 * SECOND + DAY - HOUR).delivered
    assert given == ml("0.2 mL") * DAY
    pump.set_fault(WatchdogReset(), 2 * DAY)  # and again
    again = story(pump.advance(3 * DAY), "alarm")
    assert again[0] == (2 * DAY + 2 * SECOND, "watchdog_reset", "cleared")


_MEDIUM: dict[str, Value] = {"occurrence": 1, "priority": "medium"}


def test_a_watchdog_reset_may_lose_the_programme() -> None:
    pump = Pump(config())
    pump.set_fault(WatchdogReset(keeps_programme=False), 0)
    pump.advance(HOUR)
    assert _status(pump, HOUR, "state", "alarms") == ("stopped", "parameters_lost,watchdog_reset")


def test_a_bolus_does_not_outlive_a_reset() -> None:
    pump = Pump(config())
    ask(pump, "bolus", 0, volume=ml("1 mL"), id="b1")  # 24 mL/day: 1 h
    pump.set_fault(WatchdogReset(), 15 * MINUTE)
    result = ask(pump, "read_result", HOUR, id="b1").values
    assert (result["state"], result["delivered"]) == ("interrupted", ml("0.25 mL"))


def test_a_setting_that_changes_by_itself_is_neither_told_nor_logged() -> None:
    pump = Pump(config())
    pump.set_fault(SettingChanged(factor=1_500_000), 0)
    assert story(pump.advance(DAY)) == [(0, "setting_changed", "set")]
    assert _status(pump, DAY, "rate", "reservoir") == (rate("0.3 mL/day"), ml("19.7 mL"))
    assert ask(pump, "read_events", DAY).rows == ()
    pump.clear_fault("setting_changed", DAY)
    assert _status(pump, DAY, "rate") == (rate("0.3 mL/day"),)
    assert list(SettingChanged(factor=1_000_000).mistakes()) == [
        "factor is 100%: nothing would change"
    ]


def test_a_setting_that_changes_in_the_mode_flex() -> None:
    pump = Pump(config())
    assert _program(pump, 0, **FLEX) == "taken"
    pump.set_fault(SettingChanged(factor=500_000), HOUR)
    assert _status(pump, HOUR, "rate", "flow") == (rate("0.1 mL/day"), rate("0.1 mL/day"))
    assert _status(pump, 4 * HOUR, "flow") == (rate("0.6 mL/day"),)  # from noon on
    assert story(pump.advance(DAY)) == []


def test_versions() -> None:
    pump = Pump(config())
    pump.set_fault(WrongVersion(firmware="SIM-9", library="SIM-LIB-0"), 0)
    identity = ask(pump, "identify", 0).values
    assert (identity["firmware"], identity["library"]) == ("SIM-9", "SIM-LIB-0")
    pump.clear_fault("wrong_version", 0)
    pump.set_fault(LibraryCorrupt(), 1)
    assert story(pump.advance(1), "alarm") == [(1, "library_bad", "raised")]
    identity = ask(pump, "identify", 1).values
    assert identity["firmware"] == "SIM-1.0"
    assert "library" not in identity
    pump.clear_fault("library_corrupt", 2)
    assert story(pump.advance(2), "alarm") == [(2, "library_bad", "cleared")]
    assert ask(pump, "identify", 2).values["library"] == "SIM-LIB-1"


# calendar, from 2026-01-05T08:00 on -------------------------------------------------------------


def test_a_drifting_clock_and_the_time_that_is_lost_for_good() -> None:
    pump = Pump(config())
    pump.set_fault(ClockDrift(by=1_000), 0)  # 0.1 % of a day: 86.4 s
    assert _status(pump, DAY, "time") == ("2026-01-06T08:01:26",)
    pump.set_fault(ClockDrift(by=500_000, slow=True), DAY)  # half as fast
    assert _status(pump, 2 * DAY, "time") == ("2026-01-06T20:01:26",)
    pump.clear_fault("clock_drift", 2 * DAY)
    assert _status(pump, 3 * DAY, "time") == ("2026-01-07T20:01:26",)
    assert story(pump.advance(3 * DAY), "alarm") == []


@pytest.mark.parametrize(
    ("fault", "time"),
    [
        (ClockJump(), "2026-01-05T10:00:00"),
        (ClockJump(by=DAY, back=True), "2026-01-04T09:00:00"),
    ],
)
def test_a_clock_that_leaps(fault: ClockJump, time: str) -> None:
    pump = Pump(config())
    pump.set_fault(fault, 0)
    assert _status(pump, HOUR, "time", "state") == (time, "infusing")
    # the date of the refill goes with it: 90 days less an hour
    date = ask(pump, "interrogate", HOUR).values["refill_date"]
    assert date == (datetime.fromisoformat(time) + timedelta(days=90)).date().isoformat()


@pytest.mark.parametrize(("back", "year"), [(False, "9999"), (True, "0001")])
def test_a_clock_that_leaps_beyond_every_calendar(back: bool, year: str) -> None:
    pump = Pump(config())
    pump.set_fault(ClockJump(by=365 * 20_000 * DAY, back=back), 0)
    assert str(_status(pump, HOUR, "time")[0])[:4] == year
    assert str(ask(pump, "interrogate", HOUR).values["refill_date"])[:4] == year


def test_a_clock_that_stands_still() -> None:
    pump = Pump(config())
    pump.set_fault(ClockStop(), HOUR)
    assert story(pump.advance(DAY), "alarm") == [(HOUR, "clock_error", "raised")]
    assert _status(pump, DAY, "time", "delivered") == ("2026-01-05T09:00:00", ml("0.2 mL"))
    pump.clear_fault("clock_stop", DAY)
    assert _status(pump, DAY + HOUR, "time") == ("2026-01-05T10:00:00",)


FLEX: dict[str, Value] = {"flex": "12:00 1.2 mL/day, 00:00 0.2 mL/day"}


@pytest.mark.parametrize(
    ("fault", "turns"),
    [
        (None, 4 * HOUR),  # begun at 8:00, noon is 4 h away
        (ClockJump(by=HOUR), 3 * HOUR),
        (ClockJump(by=HOUR, back=True), 5 * HOUR),
        (ClockJump(by=25 * HOUR), 3 * HOUR),
        (ClockDrift(by=1_000_000), 2 * HOUR),  # twice as fast
        (ClockDrift(by=500_000, slow=True), 8 * HOUR),
    ],
)
def test_doses_by_the_time_of_day_go_by_the_calendar(
    fault: ClockJump | ClockDrift | None, turns: int
) -> None:
    pump = Pump(config())
    assert _program(pump, 0, **FLEX) == "taken"
    if fault is not None:
        pump.set_fault(fault, 0)
    assert _status(pump, turns - 1, "flow") == (rate("0.2 mL/day"),)
    assert _status(pump, turns, "flow") == (rate("1.2 mL/day"),)


def test_doses_by_the_time_of_day_stay_as_they_are_while_the_calendar_stands() -> None:
    pump = Pump(config())
    assert _program(pump, 0, **FLEX) == "taken"
    pump.set_fault(ClockStop(), 0)
    assert _status(pump, 3 * DAY, "flow") == (rate("0.2 mL/day"),)
    pump.clear_fault("clock_stop", 3 * DAY)
    assert _status(pump, 3 * DAY + 4 * HOUR, "flow") == (rate("1.2 mL/day"),)


@pytest.mark.parametrize(
    ("fault", "mistake"),
    [
        (WatchdogReset(takes=0), "takes is 0s: a restart takes some time"),
        (ClockJump(by=0), "by is 0s: nothing would change"),
        (
            ClockDrift(by=0),
            "by is above 0%, and for a slow calendar below 100%: see clock_stop",
        ),
    ],
)
def test_settings_that_make_no_sense(
    fault: WatchdogReset | ClockJump | ClockDrift, mistake: str
) -> None:
    assert list(fault.mistakes()) == [mistake]


@pytest.mark.parametrize("name", PUMP_FAULTS)
def test_what_a_fault_has_done_to_a_pump_it_undoes_or_leaves_but_never_breaks(name: str) -> None:
    """Set twice, cleared twice, and the pump goes on."""
    preset = config("ambulatory-100", power={"mains": True})
    fault = PUMP_FAULTS[name]()
    pump = Pump(preset)
    if list(fault.mistakes_for(preset)):
        pytest.skip("this pump has no such part")
    for _ in range(2):
        pump.set_fault(fault, HOUR)
        pump.advance(HOUR)
    pump.clear_fault(name, 2 * HOUR)
    pump.clear_fault(name, 2 * HOUR)
    pump.advance(2 * DAY)
    truth = pump.truth(2 * DAY)
    assert truth.filled == sum(truth[1:])
