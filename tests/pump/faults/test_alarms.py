"""Alarms that do not sound, come late or never, are false, cannot be silenced, or are crossed."""

from __future__ import annotations

from mockpump.clock import DAY, SECOND
from mockpump.pump import Pump
from mockpump.pump.faults.alarms.acknowledge_crossed import AcknowledgeCrossed
from mockpump.pump.faults.alarms.alarm_late import AlarmLate
from mockpump.pump.faults.alarms.alarm_missing import AlarmMissing
from mockpump.pump.faults.alarms.alarm_tone_failed import AlarmToneFailed
from mockpump.pump.faults.alarms.alarm_unsilenceable import AlarmUnsilenceable
from mockpump.pump.faults.alarms.false_alarm import FalseAlarm
from mockpump.seam import Value
from tests.pump.bench import HOUR, ask, config, ml, story

MINUTE = 60 * SECOND
LOW = 90 * DAY  # (20 - 2) mL / 0.2 mL/day
EMPTY = 93 * DAY  # (20 - 1.4) mL / 0.2 mL/day


def _audio(pump: Pump, now: int) -> list[Value]:
    return [row["audio"] for row in ask(pump, "read_alarms", now).rows]


def test_a_tone_that_fails_is_known_once_it_is_tested() -> None:
    pump = Pump(config(reservoir={"volume": ml("2 mL")}))
    pump.set_fault(AlarmToneFailed(), 0)
    assert story(pump.advance(HOUR)) == [
        (0, "low_reservoir", "raised"),
        (0, "alarm_tone_failed", "set"),
    ]
    assert _audio(pump, HOUR) == ["on"]
    assert ask(pump, "test_alarm", HOUR).values == {"tone": "failed"}
    assert story(pump.advance(HOUR)) == [(HOUR, "tone_failed", "raised")]
    assert _audio(pump, HOUR) == ["failed", "failed"]
    pump.clear_fault("alarm_tone_failed", 2 * HOUR)
    assert _audio(pump, 2 * HOUR) == ["failed", "failed"]  # nobody knows yet
    assert ask(pump, "test_alarm", 2 * HOUR).values == {"tone": "ok"}
    assert story(pump.advance(2 * HOUR), "alarm") == [(2 * HOUR, "tone_failed", "cleared")]
    assert _audio(pump, 2 * HOUR) == ["on"]


def test_a_late_alarm_stops_the_infusion_on_time() -> None:
    pump = Pump(config())
    pump.set_fault(AlarmLate(alarm="empty_reservoir", by=30 * MINUTE), 0)
    assert story(pump.advance(EMPTY + 30 * MINUTE), "alarm", "infusion") == [
        (LOW, "low_reservoir", "raised"),
        (EMPTY, "delivery", "held"),
        (EMPTY + 30 * MINUTE, "empty_reservoir", "raised"),
    ]
    status = ask(pump, "read_status", EMPTY + 30 * MINUTE).values
    assert (status["state"], status["alarms"]) == ("empty", "empty_reservoir,low_reservoir")


def test_what_waits_comes_when_the_fault_is_cleared_and_is_gone_with_its_condition() -> None:
    pump = Pump(config())
    pump.set_fault(AlarmLate(by=DAY), 0)
    pump.advance(LOW + HOUR)
    pump.clear_fault("alarm_late", LOW + HOUR)
    assert story(pump.advance(LOW + HOUR), "alarm") == [(LOW + HOUR, "low_reservoir", "raised")]
    ask(pump, "refill", LOW + HOUR, volume=ml("20 mL"))
    pump.set_fault(AlarmLate(by=DAY), LOW + HOUR)
    pump.advance(2 * LOW + 2 * HOUR)
    ask(pump, "refill", 2 * LOW + 2 * HOUR, volume=ml("20 mL"))
    assert story(pump.advance(2 * LOW + 3 * DAY), "alarm") == []


def test_an_alarm_that_is_missing_leaves_its_state() -> None:
    pump = Pump(config())
    pump.set_fault(AlarmMissing(alarm="empty_reservoir"), 0)
    assert story(pump.advance(EMPTY + 9 * DAY), "alarm", "infusion") == [
        (LOW, "low_reservoir", "raised"),
        (EMPTY, "delivery", "held"),
    ]
    status = ask(pump, "read_status", EMPTY + 9 * DAY).values
    assert (status["state"], status["alarms"]) == ("empty", "low_reservoir")
    pump.clear_fault("alarm_missing", EMPTY + 9 * DAY)
    assert story(pump.advance(EMPTY + 9 * DAY), "alarm") == [
        (EMPTY + 9 * DAY, "empty_reservoir", "raised")
    ]


def test_a_false_alarm_is_all_there_is() -> None:
    pump = Pump(config())
    pump.set_fault(FalseAlarm(alarm="empty_reservoir"), HOUR)
    assert story(pump.advance(2 * HOUR)) == [
        (HOUR, "false_alarm", "set"),
        (HOUR, "empty_reservoir", "raised"),
    ]
    assert ask(pump, "read_status", 2 * HOUR).values["state"] == "infusing"
    pump.clear_fault("false_alarm", 2 * HOUR)
    assert story(pump.advance(2 * HOUR), "alarm") == [(2 * HOUR, "empty_reservoir", "latched")]


def test_a_false_alarm_that_the_pump_acts_on() -> None:
    pump = Pump(config())
    pump.set_fault(FalseAlarm(alarm="empty_reservoir", acts=True), HOUR)
    pump.clear_fault("false_alarm", 2 * HOUR)
    assert story(pump.advance(2 * HOUR), "infusion") == [
        (HOUR, "delivery", "held"),
        (2 * HOUR, "delivery", "resumed"),
    ]


def test_a_false_alarm_stays_while_its_condition_comes_and_goes() -> None:
    pump = Pump(config())
    pump.set_fault(FalseAlarm(), LOW - HOUR)
    pump.advance(LOW + HOUR)
    pump.clear_fault("false_alarm", LOW + HOUR)
    assert story(pump.advance(LOW + HOUR), "alarm") == []  # it has become true
    assert ask(pump, "read_status", LOW + HOUR).values["alarms"] == "low_reservoir"


def test_an_alarm_that_cannot_be_silenced_can_be_acknowledged() -> None:
    pump = Pump(config(reservoir={"volume": ml("2 mL")}))
    pump.set_fault(AlarmUnsilenceable(), 0)
    refused = ask(pump, "silence_alarm", 1, alarm="low_reservoir")
    assert (refused.refusal, refused.message) == (
        "wrong_state",
        "low_reservoir cannot be silenced",
    )
    assert _audio(pump, 1) == ["on"]
    pump.clear_fault("alarm_unsilenceable", 2)
    assert ask(pump, "silence_alarm", 2, alarm="low_reservoir").state == "accepted"


def test_an_acknowledgement_that_hits_another_alarm() -> None:
    pump = Pump(config())
    pump.set_fault(AcknowledgeCrossed(), 0)
    pump.advance(EMPTY)
    done = ask(pump, "ack_alarm", EMPTY, alarm="empty_reservoir")
    assert (done.state, done.values) == ("accepted", {"alarm": "empty_reservoir"})
    assert story(pump.advance(EMPTY), "alarm") == [(EMPTY, "low_reservoir", "acknowledged")]
    rows = ask(pump, "read_alarms", EMPTY).rows
    assert [(row["alarm"], row["acknowledged"]) for row in rows] == [
        ("empty_reservoir", False),
        ("low_reservoir", True),
    ]
    pump.clear_fault("acknowledge_crossed", EMPTY)
    ask(pump, "ack_alarm", EMPTY, alarm="empty_reservoir")
    assert story(pump.advance(EMPTY), "alarm") == [(EMPTY, "empty_reservoir", "acknowledged")]


def test_an_acknowledgement_may_hit_nothing_at_all() -> None:
    pump = Pump(config(reservoir={"volume": ml("2 mL")}))
    pump.set_fault(AcknowledgeCrossed(of="low_reservoir", hits="eri"), 0)
    pump.advance(0)
    assert ask(pump, "ack_alarm", 0, alarm="low_reservoir").state == "accepted"
    assert story(pump.advance(0)) == []
    assert _audio(pump, 0) == ["on"]
    assert list(AcknowledgeCrossed(of="eri", hits="eri").mistakes())
