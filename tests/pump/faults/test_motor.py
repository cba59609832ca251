"""Faults of the motor, and of what flows without it: exactly what happens, and where the drug is."""

from __future__ import annotations

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.ramp import QUANTA
from mockpump.seam import PumpEvent, Value
from tests.pump.bench import HOUR, ask, config, ml, rate, story

CRITICAL: dict[str, Value] = {"occurrence": 1, "priority": "high"}


def _set(pump: Pump, name: str, now: Nanos, **settings: object) -> Pump:
    pump.advance(now)
    pump.set_fault(PUMP_FAULTS[name](**settings), now)
    return pump


def _measured(fault: str, now: Nanos = 0, **settings: object) -> Pump:
    """A pump with a flow sensor at 5 mL/h = 120 mL/day, and a fault."""
    pump = Pump(
        config("ambulatory-100", infusion={"rate": rate("5 mL/h")}, flow_sensor={"present": True})
    )
    return _set(pump, fault, now, **settings)


def _remaining(pump: Pump, now: Nanos) -> int:
    truth = pump.truth(now)
    assert truth.filled == truth.delivered + truth.leaked + truth.trapped + truth.remaining
    return truth.remaining // QUANTA


def test_a_stall_is_told_at_once_and_so_is_its_end() -> None:
    pump = _set(Pump(config()), "motor_stall", DAY)
    assert pump.advance(DAY) == [
        PumpEvent(DAY, "fault", "motor_stall", "set"),
        PumpEvent(DAY, "alarm", "motor_stall", "raised", 1, CRITICAL),
        PumpEvent(DAY, "infusion", "delivery", "held", 2, {"because": "motor_stall"}),
    ]
    status = ask(pump, "read_status", 2 * DAY).values
    assert (status["state"], status["flow"], status["rate"]) == ("stalled", 0, rate("0.2 mL/day"))
    assert status["reservoir"] == ml("19.8 mL")  # one day at 0.2 mL/day
    assert _remaining(pump, 2 * DAY) == ml("19.8 mL")
    pump.clear_fault("motor_stall", 2 * DAY)
    assert pump.advance(2 * DAY) == [
        PumpEvent(2 * DAY, "fault", "motor_stall", "cleared"),
        PumpEvent(2 * DAY, "alarm", "motor_stall", "latched", 3, CRITICAL),
        PumpEvent(2 * DAY, "motor", "rotor", "recovered", 4, {"since": "172800s"}),
        PumpEvent(2 * DAY, "infusion", "delivery", "resumed", 5, {"because": "motor_stall"}),
    ]
    assert ask(pump, "read_status", 3 * DAY).values["reservoir"] == ml("19.6 mL")
    assert _remaining(pump, 3 * DAY) == ml("19.6 mL")


def test_a_stall_ends_a_bolus_and_refuses_another_and_a_start() -> None:
    pump = Pump(config())
    ask(pump, "bolus", 0, volume=ml("0.1 mL"), duration=HOUR, id="b")
    _set(pump, "motor_stall", HOUR // 2)
    assert ask(pump, "read_result", HOUR, id="b").values["state"] == "interrupted"
    assert ask(pump, "bolus", HOUR, volume=1, id="c").message.endswith("the pump is stalled")
    assert ask(pump, "start", HOUR).message == "no start while the pump is stalled"
    assert ask(pump, "stop", HOUR).state == "accepted"
    assert ask(pump, "read_status", HOUR).values["state"] == "stopped"


def test_a_stall_of_48_hours_is_an_alarm_of_its_own() -> None:
    pump = _set(Pump(config()), "motor_stall", 0)
    assert story(pump.advance(3 * DAY), "alarm") == [
        (0, "motor_stall", "raised"),
        (2 * DAY, "stopped_48h", "raised"),
    ]
    pump.clear_fault("motor_stall", 3 * DAY)
    assert story(pump.advance(3 * DAY), "alarm") == [
        (3 * DAY, "motor_stall", "latched"),
        (3 * DAY, "stopped_48h", "latched"),
    ]


def test_after_a_magnetic_field_drug_flows_again_late_and_the_log_says_so_later() -> None:
    pump = _set(Pump(config()), "mri_stall", 0, exposure=HOUR, recovers_after=3 * HOUR)
    back = 4 * HOUR
    assert story(pump.advance(DAY)) == [
        (0, "mri_stall", "set"),
        (0, "motor_stall", "raised"),
        (0, "delivery", "held"),
        (back, "mri_stall", "recovered"),
    ]
    # since 4 h drug flows, which the pump does not count: 20 h at 0.2 mL/day = 0.1666... mL
    assert ask(pump, "read_status", DAY).values["reservoir"] == ml("20 mL")
    assert _remaining(pump, DAY) == 19_833_333_333
    ask(pump, "interrogate", DAY)
    assert ask(pump, "read_status", DAY).values["state"] == "stalled"
    ask(pump, "interrogate", DAY)
    assert pump.advance(DAY) == [
        PumpEvent(DAY, "alarm", "motor_stall", "latched", 3, CRITICAL),
        PumpEvent(DAY, "motor", "rotor", "recovered", 4, {"since": "14400s"}),
        PumpEvent(DAY, "infusion", "delivery", "resumed", 5, {"because": "motor_stall"}),
    ]
    assert ask(pump, "read_status", DAY).values["state"] == "infusing"


def test_an_intermittent_stall_comes_and_goes_by_its_schedule() -> None:
    pump = _set(Pump(config()), "intermittent_stall", HOUR, period=DAY, stalled=6 * HOUR)
    assert story(pump.advance(2 * DAY), "alarm") == [
        (HOUR, "motor_stall", "raised"),
        (7 * HOUR, "motor_stall", "latched"),
        (DAY + HOUR, "motor_stall", "cleared"),
        (DAY + HOUR, "motor_stall", "raised"),
        (DAY + 7 * HOUR, "motor_stall", "latched"),
    ]
    # 36 h of 48 h at 0.2 mL/day
    assert _remaining(pump, 2 * DAY) == ml("19.7 mL")
    assert ask(pump, "read_status", 2 * DAY).values["reservoir"] == ml("19.7 mL")


def test_a_pump_stuck_in_telemetry_is_silent_and_goes_on_when_it_is_looked_at() -> None:
    pump = _set(Pump(config()), "stuck_in_telemetry", DAY)
    assert story(pump.advance(11 * DAY)) == [(DAY, "stuck_in_telemetry", "set")]
    polled = ask(pump, "read_status", 11 * DAY)
    assert polled == ask(Pump(config()), "read_status", 11 * DAY)  # nothing shows
    assert ask(pump, "interrogate", 11 * DAY).state == "accepted"
    assert story(pump.advance(11 * DAY)) == [(11 * DAY, "stuck_in_telemetry", "recovered")]
    # one day before, one day after: 0.4 mL; the estimate has 12 days
    assert _remaining(pump, 12 * DAY) == ml("19.6 mL")
    assert ask(pump, "read_status", 12 * DAY).values["reservoir"] == ml("17.6 mL")


def test_under_infusion_of_an_implant_shows_in_what_is_left() -> None:
    pump = _set(Pump(config()), "under_infusion", 0, factor=750_000)
    assert story(pump.advance(40 * DAY)) == [(0, "under_infusion", "set")]
    assert ask(pump, "read_status", 40 * DAY) == ask(Pump(config()), "read_status", 40 * DAY)
    assert _remaining(pump, 40 * DAY) == ml("14 mL")  # 20 - 40 x 0.2 x 75 %


def test_a_flow_sensor_reports_over_infusion_after_its_window_and_the_pump_stops() -> None:
    pump = _measured("over_infusion", 60 * SECOND, factor=1_500_000)
    seen = ask(pump, "read_status", 61 * SECOND).values
    assert (seen["flow"], seen["measured"]) == (rate("5 mL/h"), rate("7.5 mL/h"))
    at = 180 * SECOND  # a window of 2 min
    assert story(pump.advance(600 * SECOND), "alarm", "infusion") == [
        (at, "over_infusion", "raised"),
        (at, "delivery", "stopped"),
        (at, "over_infusion", "latched"),
    ]


def test_a_flow_sensor_takes_a_deviation_within_its_tolerance_for_none() -> None:
    for factor in (1_145_000, 855_000):  # 14.5 % either way
        name = "over_infusion" if factor > 1_000_000 else "under_infusion"
        assert story(_measured(name, factor=factor).advance(DAY // 2), "alarm") == []
        beyond = factor + (1 if factor > 1_000_000 else -1)
        assert story(_measured(name, factor=beyond).advance(DAY // 2), "alarm")[0] == (
            120 * SECOND,
            name,
            "raised",
        )


def test_under_infusion_is_reported_while_the_infusion_goes_on() -> None:
    pump = _measured("under_infusion", factor=500_000)
    pump.advance(HOUR)
    assert ask(pump, "read_status", HOUR).values["state"] == "infusing"
    pump.clear_fault("under_infusion", HOUR)
    assert story(pump.advance(HOUR), "alarm") == [(HOUR, "under_infusion", "cleared")]


def test_a_deviation_shorter_than_the_window_is_no_alarm() -> None:
    pump = _measured("over_infusion", 0)
    pump.clear_fault("over_infusion", 119 * SECOND)
    assert story(pump.advance(HOUR), "alarm") == []


def test_a_drift_goes_in_equal_steps_and_stays() -> None:
    pump = _set(Pump(config()), "flow_drift", 0, to=1_200_000, steps=2, every=10 * DAY)
    assert story(pump.advance(30 * DAY)) == [
        (0, "flow_drift", "set"),
        (10 * DAY, "flow_drift", "drifted"),
        (20 * DAY, "flow_drift", "drifted"),
    ]
    # 10 days at 0.2, 10 at 0.22, 10 at 0.24 mL/day
    assert _remaining(pump, 30 * DAY) == ml("13.4 mL")
    pump.clear_fault("flow_drift", 30 * DAY)
    assert _remaining(pump, 31 * DAY) == ml("13.2 mL")


def test_a_motor_may_go_on_although_the_pump_has_stopped() -> None:
    pump = Pump(config(motor={"stopped_alarm": None}))
    _set(pump, "delivers_while_stopped", 0)
    ask(pump, "stop", DAY)
    status = ask(pump, "read_status", 11 * DAY).values
    assert (status["state"], status["flow"]) == ("stopped", 0)
    assert (status["delivered"], status["reservoir"]) == (ml("2.2 mL"), ml("17.8 mL"))
    assert _remaining(pump, 11 * DAY) == ml("17.8 mL")
    _set(pump, "delivers_while_stopped", 11 * DAY, rate=rate("1 mL/day"), counted=False)
    assert ask(pump, "read_status", 12 * DAY).values["reservoir"] == ml("17.8 mL")
    assert _remaining(pump, 12 * DAY) == ml("16.8 mL")
    pump.clear_fault("delivers_while_stopped", 12 * DAY)
    assert _remaining(pump, 13 * DAY) == ml("16.8 mL")


def test_free_flow_goes_on_although_the_sensor_has_stopped_the_pump() -> None:
    pump = _measured("free_flow", rate=rate("20 mL/h"))
    assert ask(pump, "read_status", 0).values["measured"] == rate("25 mL/h")
    assert story(pump.advance(HOUR), "alarm") == [(120 * SECOND, "over_infusion", "raised")]
    assert ask(pump, "read_status", HOUR).values["measured"] == rate("20 mL/h")
    # 20 mL/h for an hour, and 5 mL/h for the 2 min until the pump stopped
    assert _remaining(pump, HOUR) == ml("100 mL") - ml("20 mL") - ml("5 mL") // 30 - 1


def test_nothing_flows_back_through_a_narrowed_catheter() -> None:
    pump = _measured("reverse_flow", HOUR, rate=rate("7 mL/h"))
    _set(pump, "partial_occlusion", HOUR)
    assert ask(pump, "read_status", HOUR).values["measured"] == 0
    assert _remaining(pump, 2 * HOUR) == ml("95 mL")


def test_reverse_flow_is_negative_and_ends_when_the_reservoir_is_full() -> None:
    pump = _measured("reverse_flow", rate=rate("10 mL/h"))
    assert ask(pump, "read_status", 0).values["measured"] == 0  # it is full: nothing gets in
    ask(pump, "set_rate", 0, rate=rate("12 mL/h"))
    pump.advance(HOUR)
    assert _remaining(pump, HOUR) == ml("98 mL")  # 12 - 10 mL/h
    pump.clear_fault("reverse_flow", HOUR)
    _set(pump, "reverse_flow", HOUR, rate=rate("14 mL/h"))
    assert ask(pump, "read_status", HOUR).values["measured"] == -rate("2 mL/h")
    at = HOUR + 120 * SECOND
    assert story(pump.advance(at), "alarm")[-1] == (at, "reverse_flow", "raised")
    # stopped, 14 mL/h come back until it is full again: by less than what comes in a nanosecond more
    pump.advance(2 * HOUR)
    assert -rate("14 mL/h") < pump.truth(2 * HOUR).delivered <= 0
    assert _remaining(pump, 2 * HOUR) == ml("100 mL")
