"""A pump that nobody starts, or that is paused and forgotten, reminds of it."""

from __future__ import annotations

from mockpump.clock import SECOND
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from tests.pump.bench import HOUR, ask, config, ml, story

MINUTE = 60 * SECOND


def _pump(mode: str) -> Pump:
    return Pump(config(infusion={"mode": mode}, motor={"idle_alarm": 10 * MINUTE}))


def test_never_started() -> None:
    pump = _pump("stopped")
    assert story(pump.advance(HOUR)) == [(10 * MINUTE, "not_started", "raised")]
    ask(pump, "start", HOUR)
    assert story(pump.advance(HOUR), "alarm") == [(HOUR, "not_started", "cleared")]


def test_paused_and_forgotten() -> None:
    pump = _pump("continuous")
    ask(pump, "stop", HOUR)
    assert story(pump.advance(2 * HOUR), "alarm") == [
        (HOUR + 10 * MINUTE, "paused_too_long", "raised")
    ]
    ask(pump, "start", 2 * HOUR)
    ask(pump, "stop", 2 * HOUR + 5 * MINUTE)
    ask(pump, "start", 2 * HOUR + 14 * MINUTE)  # not so long
    rows = ask(pump, "read_events", 3 * HOUR).rows
    told = [(row["of"], row["state"]) for row in rows if row["what"] == "alarm"]
    assert told == [("paused_too_long", "raised"), ("paused_too_long", "cleared")]


def test_no_limit_no_reminder() -> None:
    pump = Pump(config(infusion={"mode": "stopped"}))
    assert story(pump.advance(HOUR)) == []
    mistakes = [*config(motor={"idle_alarm": 0}).motor.mistakes()]
    assert mistakes == ["idle_alarm is 0s: any stop would be an alarm; null switches it off"]


def test_a_reset_neither_starts_the_pump_nor_begins_the_count_anew() -> None:
    pump = _pump("stopped")
    pump.advance(MINUTE)
    pump.set_fault(PUMP_FAULTS["watchdog_reset"](), MINUTE)
    assert story(pump.advance(HOUR), "alarm") == [
        (MINUTE + 2 * SECOND, "watchdog_reset", "raised"),
        (MINUTE + 2 * SECOND, "watchdog_reset", "latched"),
        (10 * MINUTE, "not_started", "raised"),
    ]


def test_an_empty_pump_has_not_run_either() -> None:
    pump = Pump(
        config(
            "ambulatory-100",
            reservoir={"volume": 0},
            infusion={"mode": "stopped"},
            motor={"idle_alarm": 10 * MINUTE},
        )
    )
    ask(pump, "refill", HOUR, volume=ml("50 mL"))
    assert story(pump.advance(2 * HOUR), "alarm")[-1] == (
        HOUR + 10 * MINUTE,
        "not_started",
        "raised",
    )


def test_a_reset_does_not_begin_the_days_of_a_standstill_anew() -> None:
    pump = Pump(config())
    ask(pump, "stop", 0)
    pump.advance(47 * HOUR)
    pump.set_fault(PUMP_FAULTS["watchdog_reset"](), 47 * HOUR)
    assert story(pump.advance(100 * HOUR), "alarm")[-1] == (48 * HOUR, "stopped_48h", "raised")
