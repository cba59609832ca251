"""The pump as a whole: what parts do to one another, in order."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND
from mockpump.operations import OPERATIONS, Operation
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.presets import PRESETS
from mockpump.pump.ramp import QUANTA
from mockpump.seam import PumpEvent
from tests.pump.bench import HOUR, Skewed, ask, config, ml, rate, story

OCCLUSION = PUMP_FAULTS["catheter_occlusion"]()


def _at_5_ml_h() -> Pump:
    return Pump(config("ambulatory-100", infusion={"rate": rate("5 mL/h")}))


def test_an_occlusion_is_raised_stops_the_motor_and_releases_what_was_trapped() -> None:
    pump = _at_5_ml_h()
    pump.set_fault(OCCLUSION, 10 * SECOND)
    assert pump.advance(60 * SECOND) == [
        PumpEvent(10 * SECOND, "fault", "catheter_occlusion", "set"),
        PumpEvent(
            53_200_000_000,
            "alarm",
            "occlusion",
            "raised",
            1,
            {"occurrence": 1, "priority": "medium"},
        ),
        PumpEvent(53_200_000_000, "infusion", "delivery", "stopped", 2, {"because": "occlusion"}),
    ]
    status = ask(pump, "read_status", 60 * SECOND).values
    assert (status["state"], status["flow"], status["pressure"]) == ("stopped", 0, 120_000)
    assert pump.truth(60 * SECOND).trapped == ml("60 uL") * QUANTA
    assert ask(pump, "ack_alarm", 61 * SECOND, alarm="occlusion").state == "accepted"
    refused = ask(pump, "start", 62 * SECOND)
    assert refused.message == "no start while the alarm occlusion is active"
    pump.clear_fault("catheter_occlusion", 63 * SECOND)
    assert [(e.what, e.state, e.n, e.data) for e in pump.advance(63 * SECOND)] == [
        ("fault", "cleared", 0, {}),
        ("catheter", "released", 0, {"volume": "0.06 mL"}),
        ("alarm", "cleared", 4, {"occurrence": 1, "priority": "medium"}),
    ]
    assert ask(pump, "read_status", 64 * SECOND).values["pressure"] == 0
    assert ask(pump, "read_status", 64 * SECOND).values["state"] == "stopped"
    assert ask(pump, "start", 65 * SECOND).state == "accepted"
    pump.set_fault(OCCLUSION, 65 * SECOND)
    again = [event for event in pump.advance(110 * SECOND) if event.what == "alarm"]
    assert [(event.at, event.data["occurrence"]) for event in again] == [(108_200_000_000, 2)]


def test_an_occlusion_of_an_implant_is_silent_until_more_is_aspirated_than_expected() -> None:
    pump = Pump(config())
    pump.set_fault(OCCLUSION, 0)
    assert story(pump.advance(10 * DAY), "alarm", "infusion") == []
    assert "pressure" not in ask(pump, "read_status", 10 * DAY).values
    assert ask(pump, "read_status", 10 * DAY).values["delivered"] == ml("2 mL")
    assert pump.truth(10 * DAY).delivered == 0
    # the motor drives no more against 300 kPa, at 50 uL for 100 kPa
    assert pump.truth(10 * DAY).trapped == ml("0.15 mL") * QUANTA
    assert pump.truth(10 * DAY).remaining == ml("19.85 mL") * QUANTA


def test_over_infusion_empties_the_reservoir_unseen() -> None:
    # 18.6 mL usable at 0.2 mL/day x 125 % = 74.4 days; the estimate then stands at 5.12 mL
    pump = Pump(config())
    pump.set_fault(Skewed(factor=1_250_000), 0)
    dry = 744 * DAY // 10
    assert story(pump.advance(dry)) == [(0, "skewed", "set"), (dry, "actual", "empty")]
    assert ask(pump, "read_status", dry).values["state"] == "infusing"
    assert ask(pump, "read_status", 80 * DAY).values["reservoir"] == ml("4 mL")
    assert pump.truth(80 * DAY).delivered == ml("18.6 mL") * QUANTA
    calm = ask(Pump(config()), "read_status", 80 * DAY)
    assert ask(pump, "read_status", 80 * DAY) == calm  # nothing shows
    assert ask(pump, "refill", 80 * DAY, volume=ml("20 mL")).values == {
        "reservoir": ml("20 mL"),
        "expected": ml("4 mL"),
        "since_refill": ml("16 mL"),
    }
    assert [(e.of, e.state, e.n, e.data) for e in pump.advance(80 * DAY)] == [
        ("actual", "aspirated", 0, {"volume": "1.4 mL"}),
        ("estimated", "refilled", 1, {"volume": "20 mL", "expected": "4 mL"}),
    ]
    assert pump.truth(81 * DAY).delivered == ml("18.85 mL") * QUANTA
    assert ask(pump, "read_status", 81 * DAY).values["delivered"] == ml("16.2 mL")


def test_an_empty_reservoir_holds_the_infusion_and_a_refill_resumes_it() -> None:
    pump = Pump(config())
    end = 93 * DAY
    assert story(pump.advance(end)) == [
        (90 * DAY, "low_reservoir", "raised"),
        (end, "empty_reservoir", "raised"),
        (end, "actual", "empty"),
        (end, "delivery", "held"),
    ]
    assert ask(pump, "read_status", end).values["state"] == "empty"
    assert ask(pump, "start", end).message == "no start while the pump is empty"
    ask(pump, "refill", 94 * DAY, volume=ml("20 mL"))
    assert story(pump.advance(94 * DAY), "alarm", "infusion") == [
        (94 * DAY, "low_reservoir", "cleared"),
        (94 * DAY, "empty_reservoir", "latched"),
        (94 * DAY, "delivery", "resumed"),
    ]
    status = ask(pump, "read_status", 95 * DAY).values
    assert (status["state"], status["alarms"]) == ("infusing", "empty_reservoir")
    assert (status["reservoir"], status["delivered"]) == (ml("19.8 mL"), ml("18.8 mL"))


def test_what_was_stopped_while_empty_stays_stopped_after_the_refill() -> None:
    pump = Pump(config())
    ask(pump, "stop", 94 * DAY)
    ask(pump, "refill", 95 * DAY, volume=ml("20 mL"))
    assert story(pump.advance(95 * DAY), "infusion") == []
    assert ask(pump, "read_status", 95 * DAY).values["state"] == "stopped"


def test_the_end_of_service_is_for_good() -> None:
    pump = Pump(config(power={"age": 2554 * DAY}))
    assert story(pump.advance(DAY)) == [(DAY, "eos", "raised"), (DAY, "delivery", "ended")]
    battery = ask(pump, "read_status", DAY).values["battery"]
    for name, args in (
        ("start", {}),
        ("stop", {}),
        ("stage", {"rate": rate("1 mL/day")}),
        ("commit", {"token": "T1"}),
        ("set_rate", {"rate": rate("1 mL/day")}),
        ("bolus", {"volume": ml("0.1 mL")}),
        ("refill", {"volume": ml("20 mL")}),
    ):
        refused = ask(pump, name, 2 * DAY, **args)
        assert (refused.state, refused.refusal) == ("refused", "wrong_state"), name
    status = ask(pump, "read_status", 2 * DAY).values
    assert (status["state"], status["flow"], status["battery"]) == ("ended", 0, battery)
    assert ask(pump, "ack_alarm", 2 * DAY, alarm="eos").state == "accepted"


def test_a_bolus_is_interrupted_by_the_alarm_that_stops_the_infusion() -> None:
    pump = _at_5_ml_h()
    ask(pump, "bolus", 0, volume=ml("10 mL"), id="b1")  # at 60 mL/h
    pump.set_fault(OCCLUSION, 6 * SECOND)  # 60 uL / 60 mL/h = 3.6 s
    assert story(pump.advance(HOUR)) == [
        (0, "bolus", "started"),
        (6 * SECOND, "catheter_occlusion", "set"),
        (9_600_000_000, "occlusion", "raised"),
        (9_600_000_000, "bolus", "interrupted"),
        (9_600_000_000, "delivery", "stopped"),
    ]
    # 9.6 s of 60 mL/h = 0.16 mL
    result = ask(pump, "read_result", HOUR, id="b1").values
    assert result == {
        "id": "b1",
        "state": "interrupted",
        "volume": ml("10 mL"),
        "delivered": ml("0.16 mL"),
    }


def test_status_is_computed_for_the_moment_that_is_asked_about() -> None:
    pump = Pump(PRESETS["ambulatory-100"], start="2026-02-28T23:59:30")
    assert ask(pump, "read_status", 90 * SECOND).values == {
        "state": "infusing",
        "rate": rate("1 mL/h"),
        "flow": rate("1 mL/h"),
        "reservoir": ml("99.975 mL"),  # 1 mL/h x 90 s = 25 uL
        "delivered": ml("25 uL"),
        "battery": 999_952,  # 90 s / 30 days + 0.025 / 2000 mL = 34.7 + 12.5 ppm
        "alarms": "",
        "time": "2026-03-01T00:01:00",
        "pressure": 0,
    }


def test_the_identity_says_that_it_is_simulated() -> None:
    assert ask(Pump(PRESETS["intrathecal-40"]), "identify", 0).values == {
        "model": "SIMULATED-intrathecal-40",
        "serial": "SIM-000001",
        "firmware": "SIM-1.0",
        "library": "SIM-LIB-1",
    }


def test_alarms_and_events_are_read_as_rows() -> None:
    pump = Pump(config(reservoir={"volume": ml("2 mL")}))
    row = {"alarm": "low_reservoir", "priority": "low", "state": "active", "occurrence": 1}
    audio = {"audio": "on", "acknowledged": False, "at": 0, "n": 1, "sounded": 1}
    assert ask(pump, "read_alarms", 5).rows == ({**row, **audio},)
    entry = {"n": 1, "at": 0, "what": "alarm", "of": "low_reservoir", "state": "raised"}
    events = ask(pump, "read_events", 5, from_=1)
    assert events.rows == ({**entry, "occurrence": 1, "priority": "low"},)
    assert events.values == {"n": 1}
    assert ask(pump, "read_events", 5).rows == events.rows
    assert ask(pump, "read_events", 5, from_=2).rows == ()


def test_a_fault_is_told_and_never_logged() -> None:
    pump = Pump(config())
    pump.set_fault(OCCLUSION, 1)
    pump.clear_fault("catheter_occlusion", 2)
    pump.clear_fault("catheter_occlusion", 3)  # it was not set: nothing happens
    assert [(e.at, e.what, e.state, e.n) for e in pump.advance(3)] == [
        (1, "fault", "set", 0),
        (2, "fault", "cleared", 0),
        (2, "catheter", "released", 0),
    ]
    assert ask(pump, "read_events", 3).rows == ()


def test_events_are_returned_once() -> None:
    pump = Pump(config(reservoir={"volume": ml("2 mL")}))
    assert story(pump.advance(0)) == [(0, "low_reservoir", "raised")]
    assert pump.advance(0) == []


@pytest.mark.parametrize("name", ["read_errors", "ack_event", "telemetry", "session", "dance"])
def test_what_belongs_to_a_session_is_not_the_pumps(name: str) -> None:
    assert ask(Pump(config()), name, 0).refusal == "unsupported"


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_known_operation_without_arguments_never_raises(name: str) -> None:
    Pump(config()).perform(Operation(name), 0)


@pytest.mark.parametrize("name", PUMP_FAULTS)
def test_every_fault_tells_what_it_is(name: str) -> None:
    fault = PUMP_FAULTS[name]
    assert fault.name == name
    assert fault.about
    assert fault.shows
    assert list(fault().mistakes()) == []
