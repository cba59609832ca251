"""Staging, reading back and committing: whole or not at all."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND
from mockpump.operations import Operation
from mockpump.pump import Pump
from mockpump.pump.dosing.settings import HOUR, MINUTE
from mockpump.quantity import CONCENTRATION, DOSE, MASS
from mockpump.seam import Value
from tests.pump.bench import ask, config, ml, rate, story

MINUTES = 5 * MINUTE  # how long a stage lasts
WHOLE: dict[str, Value] = {
    "mode": "continuous",
    "dose": DOSE.parse("0.3 mg/day"),
    "drug": "other",
    "concentration": CONCENTRATION.parse("2 mg/mL"),
    "low_alarm": ml("3 mL"),
    "patient_mass": MASS.parse("50 ug"),
    "patient_duration": 20 * MINUTE,
    "patient_lockout": 6 * HOUR,
    "patient_allotted": 2,
    "patient_wait": HOUR,
}


def _therapy(pump: Pump) -> dict[str, Value]:
    return dict(pump.perform(Operation("read_therapy"), 0).values)


def test_everything_can_be_set_at_once() -> None:
    pump = Pump(config())
    assert ask(pump, "stage", 0, **WHOLE).values["changes"] == 10
    assert ask(pump, "commit", 1, token="T1", id="c1").state == "accepted"
    values = ask(pump, "read_therapy", 2).values
    assert values == {
        "mode": "continuous",
        "rate": rate("0.15 mL/day"),  # 300 ug/day / 2000 ug/mL
        "dose": DOSE.parse("300 ug/day"),
        "drug": "other",
        "concentration": CONCENTRATION.parse("2 mg/mL"),
        "low_alarm": ml("3 mL"),
        "patient_volume": ml("0.025 mL"),  # 50 ug / 2000 ug/mL
        "patient_duration": 20 * MINUTE,
        "patient_lockout": 6 * HOUR,
        "patient_allotted": 2,
        "patient_wait": HOUR,
        "daily": ml("0.2 mL"),  # 0.15 + 2 x 0.025
        "given": 0,
        "left": HOUR - 1,
    }


def test_what_is_staged_is_read_back_old_beside_new() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, dose=DOSE.parse("200 ug/day"), low_alarm=ml("3 mL"))
    read = ask(pump, "read_staged", SECOND)
    assert read.values == {"token": "T1", "changes": 3, "expires": MINUTES - SECOND}
    assert read.rows == (
        {"rate": rate("0.4 mL/day"), "was_rate": rate("0.2 mL/day")},
        {"dose": DOSE.parse("200 ug/day"), "was_dose": DOSE.parse("100 ug/day")},
        {"low_alarm": ml("3 mL"), "was_low_alarm": ml("2 mL")},
    )
    assert ask(pump, "read_therapy", SECOND).values["low_alarm"] == ml("2 mL")
    assert ask(pump, "read_staged", MINUTES).refusal == "stale"


def test_steps_are_read_back_one_by_one() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, flex="06:00 1 mL/day, 22:00 0.5 mL/day")
    ask(pump, "commit", 0, token="T1")
    ask(pump, "stage", 0, flex="06:00 1 mL/day, 21:00 0.4 mL/day")
    assert ask(pump, "read_staged", 0).rows == (
        {"step": "21:00", "rate": rate("0.4 mL/day")},
        {"step": "22:00", "was_rate": rate("0.5 mL/day")},
    )


@pytest.mark.parametrize(
    ("bad", "refusal", "message"),
    [
        (
            {"dose": DOSE.parse("100 mg/day")},  # at 2 mg/mL: the milligrams that should be micro
            "out_of_range",
            "rate 50 mL/day is over the maximum 24 mL/day",
        ),
        (
            {"low_alarm": ml("21 mL")},
            "out_of_range",
            "low_alarm 21 mL is over the maximum 20 mL",
        ),
        (
            {"low_alarm": ml("1 mL")},
            "out_of_range",
            "low_alarm 1 mL is below the minimum 1.4 mL",
        ),
        ({"concentration": 0}, "out_of_range", "concentration is not above 0 ug/mL"),
        (
            {"concentration": CONCENTRATION.parse("2 g/mL")},
            "out_of_range",
            "concentration 2000000 ug/mL is over the maximum 1000000 ug/mL",
        ),
        ({"mode": "stopped"}, "misread", "mode is one of minimum, continuous, flex"),
        ({"mode": "flex"}, "out_of_range", "the mode flex has no steps"),
        ({"rate": 1}, "misread", "rate and dose say the same: give one of them"),
        ({"patient_volume": 1}, "misread", "patient_volume and patient_mass say the same"),
        (
            {"patient_mass": MASS.parse("3 mg")},
            "out_of_range",
            "patient bolus 1.5 mL is over the maximum 1 mL",
        ),
        (
            {"patient_duration": SECOND},
            "out_of_range",
            "patient bolus rate 2160 mL/day is over the maximum 24 mL/day",
        ),
        ({"patient_duration": 0}, "out_of_range", "patient_duration is not above 0s"),
        ({"patient_allotted": 1001}, "out_of_range", "patient_allotted is over 1000"),
        (
            {"flex": "08:00 1 mL/day, 09:00 25 mL/day"},
            "out_of_range",
            "flex at 09:00 25 mL/day is over the maximum 24 mL/day",
        ),
        ({"bridge": 1, "concentration": 500_000_000}, "out_of_range", "no bridge: the conc"),
    ],
)
def test_one_bad_value_and_nothing_is_staged(
    bad: dict[str, Value], refusal: str, message: str
) -> None:
    pump = Pump(config())
    was = _therapy(pump)
    refused = ask(pump, "stage", 0, **{**WHOLE, **bad})
    assert (refused.state, refused.refusal) == ("refused", refusal)
    assert refused.message.startswith(message)
    assert ask(pump, "commit", 1, token="T1").refusal == "stale"
    assert ask(pump, "read_status", 1).values.get("pending") is None
    assert _therapy(pump) == was
    assert pump.advance(DAY) == []


def test_nothing_proposed_is_nothing_staged() -> None:
    pump = Pump(config())
    assert ask(pump, "stage", 0).message == "nothing is proposed"
    assert ask(pump, "stage", 0, confirm=1).refusal == "misread"


def test_a_token_adds_to_what_is_staged() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, flex="06:00 1 mL/day", low_alarm=ml("3 mL"))
    ask(pump, "stage", 1, token="T1", flex="22:00 0.5 mL/day, 06:00 2 mL/day")
    assert ask(pump, "commit", 2, token="T1").refusal == "stale"  # T2 has taken its place
    assert ask(pump, "commit", 2, token="T2").state == "accepted"
    read = ask(pump, "read_therapy", 3)
    assert read.values["low_alarm"] == ml("3 mL")
    assert read.rows == (
        {"step": "06:00", "rate": rate("2 mL/day")},
        {"step": "22:00", "rate": rate("0.5 mL/day")},
    )
    assert ask(pump, "stage", 4, token="T2", low_alarm=ml("2 mL")).refusal == "stale"


def test_a_bad_addition_leaves_what_is_staged() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, low_alarm=ml("3 mL"))
    assert ask(pump, "stage", 1, token="T1", rate=1).refusal == "out_of_range"
    assert ask(pump, "commit", 2, token="T1").state == "accepted"


def test_a_stage_is_stale_once_somebody_else_has_changed_the_programme() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, low_alarm=ml("3 mL"))
    pump.perform(Operation("set_rate", {"rate": rate("1 mL/day")}, "foreign"), 1)
    refused = ask(pump, "commit", 2, token="T1")
    assert (refused.refusal, refused.message) == (
        "stale",
        "the programme has changed since T1 was staged",
    )
    assert ask(pump, "read_therapy", 3).values["low_alarm"] == ml("2 mL")


def test_a_commit_is_logged_value_by_value() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, **WHOLE)
    ask(pump, "commit", 1, token="T1")
    rows = ask(pump, "read_events", 2).rows
    told = [(row["of"], row.get("rate", row.get("value")), row["was"]) for row in rows]
    assert told == [
        ("rate", "0.15 mL/day", "0.2 mL/day"),
        ("drug", "other", "simulated"),
        ("concentration", "2000 ug/mL", "500 ug/mL"),
        ("low_alarm", "3 mL", "2 mL"),
        ("patient_volume", "0.025 mL", "0 mL"),
        ("patient_duration", "1200s", "600s"),
        ("patient_lockout", "21600s", "14400s"),
        ("patient_allotted", 2, 6),
        ("patient_wait", "3600s", "0s"),
    ]


def test_the_low_alarm_volume_is_judged_anew() -> None:
    # (20 - 3) mL / 0.2 mL/day = 85 days
    pump = Pump(config())
    ask(pump, "stage", 0, low_alarm=ml("3 mL"))
    ask(pump, "commit", 0, token="T1")
    assert story(pump.advance(90 * DAY), "alarm") == [(85 * DAY, "low_reservoir", "raised")]
    ask(pump, "stage", 90 * DAY, low_alarm=ml("1.5 mL"))
    ask(pump, "commit", 90 * DAY, token="T2")
    assert story(pump.advance(90 * DAY), "alarm") == [(90 * DAY, "low_reservoir", "cleared")]


SOFT = {"soft_max_rate": rate("1 mL/day"), "soft_max_bolus": ml("0.5 mL")}


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("stage", {"rate": rate("2 mL/day")}, "rate 2 mL/day is over the soft limit 1 mL/day"),
        ("set_rate", {"rate": rate("2 mL/day")}, "rate 2 mL/day is over the soft limit 1 mL/day"),
        (
            "stage",
            {"flex": "08:00 1 mL/day, 20:00 2 mL/day"},
            "flex at 20:00 2 mL/day is over the soft limit 1 mL/day",
        ),
        (
            "stage",
            {"patient_volume": ml("0.6 mL"), "patient_duration": HOUR},
            "patient bolus 0.6 mL is over the soft limit 0.5 mL",
        ),
        ("bolus", {"volume": ml("0.6 mL")}, "bolus 0.6 mL is over the soft limit 0.5 mL"),
    ],
)
def test_a_soft_limit_is_passed_on_purpose_only_and_that_is_logged(
    name: str, args: dict[str, Value], message: str
) -> None:
    pump = Pump(config(infusion=SOFT))
    refused = ask(pump, name, 0, **args)
    assert (refused.refusal, refused.message) == (
        "unconfirmed",
        f"{message}: confirm to pass it",
    )
    assert pump.advance(0) == []
    assert ask(pump, name, 1, **args, confirm=1).state == "accepted"
    if name == "stage":
        assert pump.advance(1) == []
        ask(pump, "commit", 1, token="T1")
    passed = [e for e in pump.advance(1) if e.state == "overridden"]
    assert [event.data for event in passed] == [{"value": message}]


def test_a_hard_limit_cannot_be_confirmed_away() -> None:
    pump = Pump(config(infusion=SOFT))
    refused = ask(pump, "set_rate", 0, rate=rate("25 mL/day"), confirm=1)
    assert refused.refusal == "out_of_range"


# an update left half done ----------------------------------------------------------------------


def _pausing() -> Pump:
    return Pump(config(infusion={"pauses_while_programming": True}))


def test_a_pump_that_pauses_is_stopped_from_stage_to_commit() -> None:
    pump = _pausing()
    ask(pump, "stage", HOUR, rate=rate("1 mL/day"))
    status = ask(pump, "read_status", HOUR).values
    assert (status["state"], status["flow"], status["pending"]) == ("stopped", 0, "T1")
    ask(pump, "commit", HOUR + MINUTE, token="T1")
    status = ask(pump, "read_status", HOUR + MINUTE).values
    assert (status["state"], status["flow"]) == ("infusing", rate("1 mL/day"))
    assert "pending" not in status
    rows = ask(pump, "read_events", HOUR + MINUTE).rows
    assert [(row["of"], row["state"]) for row in rows] == [
        ("delivery", "paused"),
        ("rate", "changed"),
        ("delivery", "resumed"),
    ]


def test_left_half_done_it_stays_stopped_until_an_update_is_complete() -> None:
    pump = _pausing()
    ask(pump, "stage", 0, rate=rate("1 mL/day"))
    assert story(pump.advance(DAY), "infusion") == [
        (0, "delivery", "paused"),
        (MINUTES, "update", "expired"),
    ]
    status = ask(pump, "read_status", DAY).values
    assert (status["state"], status["pending"]) == ("stopped", "expired")
    assert ask(pump, "start", DAY).message == "no start while an update is pending"
    assert ask(pump, "bolus", DAY, volume=1).message == "no bolus while the pump is stopped"
    assert pump.truth(DAY).delivered == 0
    ask(pump, "stage", DAY, rate=rate("0.2 mL/day"))
    ask(pump, "commit", DAY, token="T2")
    assert ask(pump, "read_status", 2 * DAY).values["state"] == "infusing"
    assert pump.truth(2 * DAY).delivered == rate("0.2 mL/day") * DAY


def test_a_bolus_ends_with_the_pause_and_a_pump_that_was_stopped_stays_so() -> None:
    pump = _pausing()
    ask(pump, "bolus", 0, volume=ml("1 mL"), id="b1")
    ask(pump, "stage", HOUR // 2, rate=rate("1 mL/day"))
    assert ask(pump, "read_result", HOUR, id="b1").values["state"] == "interrupted"
    ask(pump, "stop", HOUR)
    ask(pump, "stage", HOUR, rate=rate("1 mL/day"))
    ask(pump, "commit", HOUR, token="T2")
    assert ask(pump, "read_status", HOUR).values["state"] == "stopped"
    assert ask(pump, "start", HOUR).state == "accepted"


def test_a_pump_that_does_not_pause_says_what_is_pending_and_goes_on() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, rate=rate("1 mL/day"))
    status = ask(pump, "read_status", 1).values
    assert (status["state"], status["pending"]) == ("infusing", "T1")
    assert story(pump.advance(DAY), "infusion") == [(MINUTES, "update", "expired")]
    assert "pending" not in ask(pump, "read_status", DAY).values


def test_who_changed_it_last_is_told_if_it_was_somebody_else() -> None:
    pump = Pump(config())
    pump.perform(Operation("set_rate", {"rate": rate("1 mL/day")}, "foreign"), 0)
    assert ask(pump, "read_status", 1).values["changed_by"] == "foreign"
    (row,) = ask(pump, "read_events", 1).rows
    assert row["changed_by"] == "foreign"
    pump.perform(Operation("set_rate", {"rate": 1}, "other"), 2)  # refused
    pump.perform(Operation("read_status", {}, "other"), 2)
    assert ask(pump, "interrogate", 3).values["changed_by"] == "foreign"
    now = 4
    ask(pump, "set_rate", now, rate=rate("0.5 mL/day"))
    assert "changed_by" not in ask(pump, "read_status", now).values
    assert "changed_by" not in ask(pump, "read_events", now).rows[-1]


def test_what_happens_later_is_nobodys_doing() -> None:
    pump = Pump(config())
    pump.perform(Operation("bolus", {"volume": ml("1 mL")}, "foreign"), 0)
    told = {(event.of, event.state): event.data for event in pump.advance(90 * DAY)}
    assert told["bolus", "started"]["changed_by"] == "foreign"
    assert "changed_by" not in told["bolus", "delivered"]
    assert "changed_by" not in told["low_reservoir", "raised"]
