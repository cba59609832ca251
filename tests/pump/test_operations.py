"""What operations change, and that a refusal changes nothing."""

from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.operations import Operation
from mockpump.pump import Pump
from mockpump.pump.orders import REMEMBERED
from mockpump.seam import Value
from tests.pump.bench import HOUR, ask, config, ml, rate, story

NOW = HOUR
Step: TypeAlias = tuple[str, dict[str, Value]]


def _snapshot(pump: Pump, now: Nanos) -> list[Any]:
    reads = [ask(pump, name, now) for name in ("read_status", "read_alarms", "read_events")]
    return [*reads, pump.truth(now), pump.next_deadline()]


def _begun(*before: Step) -> Pump:
    pump = Pump(config())
    for name, args in before:
        assert pump.perform(Operation(name, args), 0).state == "accepted"
    pump.advance(NOW)
    return pump


STOPPED: Step = ("stop", {})
STAGED: Step = ("stage", {"rate": rate("1 mL/day")})
BOLUS: Step = ("bolus", {"volume": ml("1 mL"), "duration": 2 * HOUR})


@pytest.mark.parametrize(
    ("before", "name", "args", "refusal", "message"),
    [
        ([], "start", {}, "wrong_state", "no start while the pump is infusing"),
        ([BOLUS], "start", {}, "wrong_state", "no start while the pump is bolus"),
        ([STOPPED], "stop", {}, "wrong_state", "no stop while the pump is stopped"),
        (
            [],
            "set_rate",
            {"rate": rate("25 mL/day")},
            "out_of_range",
            "rate 25 mL/day is over the maximum 24 mL/day",
        ),
        (
            [],
            "set_rate",
            {"rate": 0},
            "out_of_range",
            "rate 0 mL/day is below the minimum 0.048 mL/day",
        ),
        ([], "set_rate", {}, "out_of_range", "rate is missing"),
        ([], "set_rate", {"rate": "fast"}, "out_of_range", "rate is not a number"),
        (
            [],
            "stage",
            {"rate": rate("25 mL/day")},
            "out_of_range",
            "rate 25 mL/day is over the maximum 24 mL/day",
        ),
        ([], "commit", {"token": "T1"}, "stale", "nothing is staged under T1"),
        ([STAGED], "commit", {"token": "T9"}, "stale", "nothing is staged under T9"),
        ([STAGED, STAGED], "commit", {"token": "T1"}, "stale", "nothing is staged under T1"),
        (
            [STAGED, ("commit", {"token": "T1"})],
            "commit",
            {"token": "T1"},
            "stale",
            "nothing is staged under T1",
        ),
        (
            [STAGED],  # an hour ago, and stages expire after 5 min
            "commit",
            {"token": "T1"},
            "stale",
            "what was staged under T1 has expired",
        ),
        (
            [STOPPED],
            "bolus",
            {"volume": ml("0.1 mL")},
            "wrong_state",
            "no bolus while the pump is stopped",
        ),
        (
            [BOLUS],
            "bolus",
            {"volume": ml("0.1 mL")},
            "wrong_state",
            "no bolus while the pump is bolus",
        ),
        (
            [],
            "bolus",
            {"volume": ml("1.1 mL")},
            "out_of_range",
            "bolus 1.1 mL is over the maximum 1 mL",
        ),
        (
            [("refill", {"volume": ml("1.9 mL")})],  # 0.5 mL usable, less an hour of 0.2 mL/day
            "bolus",
            {"volume": ml("0.5 mL")},
            "out_of_range",
            "bolus 0.5 mL is over the maximum 0.491666666 mL",
        ),
        (
            [],
            "bolus",
            {"volume": ml("1 mL"), "duration": HOUR // 2},
            "out_of_range",
            "bolus rate 48 mL/day is over the maximum 24 mL/day",
        ),
        (
            [],
            "bolus",
            {"volume": ml("1 mL"), "duration": 0},
            "out_of_range",
            "a bolus takes some time: duration is not above 0s",
        ),
        (
            [],
            "bolus",
            {"volume": 0},
            "out_of_range",
            "bolus 0 mL is below the minimum 0.000000001 mL",
        ),
        ([], "bolus", {}, "out_of_range", "volume is missing"),
        (
            [],
            "refill",
            {"volume": ml("20.1 mL")},
            "out_of_range",
            "volume 20.1 mL is over the maximum 20 mL",
        ),
        (
            [],
            "refill",
            {"volume": ml("1 mL")},
            "out_of_range",
            "volume 1 mL is below the minimum 1.4 mL",
        ),
        ([], "ack_alarm", {"alarm": "occlusion"}, "not_active", "no alarm occlusion stands"),
        ([], "silence_alarm", {"alarm": "occlusion"}, "not_active", "no alarm occlusion stands"),
        ([], "read_result", {"id": "x"}, "unknown_id", "no order of the id x"),
        ([], "read_events", {"from": "x"}, "out_of_range", "from is not a number"),
        ([], "telemetry", {}, "unsupported", "this pump knows no telemetry"),
    ],
)
def test_a_refusal_names_its_reason_and_changes_nothing(
    before: list[Step],
    name: str,
    args: dict[str, Value],
    refusal: str,
    message: str,
) -> None:
    pump = _begun(*before)
    was = _snapshot(pump, NOW)
    outcome = pump.perform(Operation(name, args), NOW)
    assert (outcome.state, outcome.refusal, outcome.message) == ("refused", refusal, message)
    assert pump.advance(NOW) == []
    assert _snapshot(pump, NOW) == was


def test_start_stop_and_rate_are_logged() -> None:
    pump = Pump(config())
    ask(pump, "set_rate", 1, rate=rate("0.3 mL/day"))
    ask(pump, "stop", 2)
    ask(pump, "start", 3)
    rows = ask(pump, "read_events", 4).rows
    assert [(row["n"], row["of"], row["state"]) for row in rows] == [
        (1, "rate", "changed"),
        (2, "delivery", "stopped"),
        (3, "delivery", "started"),
    ]
    assert (rows[0]["rate"], rows[0]["was"]) == ("0.3 mL/day", "0.2 mL/day")


def test_a_programme_is_staged_and_committed_whole() -> None:
    pump = Pump(config())
    staged = ask(pump, "stage", 0, rate=rate("1 mL/day"))
    assert staged.values == {
        "token": "T1",
        "expires": 300 * SECOND,
        "rate": rate("1 mL/day"),
        "changes": 2,  # the dose follows
    }
    assert ask(pump, "read_status", 1).values["rate"] == rate("0.2 mL/day")
    done = ask(pump, "commit", 300 * SECOND - 1, token="T1", id="c1")
    assert done.state == "accepted"
    assert done.values == {"id": "c1", "state": "taken", "rate": rate("1 mL/day")}
    assert done.amounts_to == (Operation("set_rate", {"rate": rate("1 mL/day")}),)
    assert ask(pump, "read_status", 300 * SECOND).values["flow"] == rate("1 mL/day")


def test_a_stage_expires_on_time() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, rate=rate("1 mL/day"))
    assert ask(pump, "commit", 300 * SECOND, token="T1").refusal == "stale"


def test_a_commit_of_a_known_id_is_repeated_and_takes_nothing() -> None:
    pump = Pump(config())
    ask(pump, "stage", 0, rate=rate("1 mL/day"))
    ask(pump, "commit", 1, token="T1", id="c1")
    ask(pump, "stage", 2, rate=rate("2 mL/day"))
    again = ask(pump, "commit", 3, token="T2", id="c1")
    assert (again.state, again.amounts_to) == ("repeated", ())
    assert again.values == {"id": "c1", "state": "taken", "rate": rate("1 mL/day")}
    assert ask(pump, "read_status", 4).values["rate"] == rate("1 mL/day")
    assert ask(pump, "commit", 5, token="T2", id="c2").state == "accepted"


def test_a_bolus_of_a_known_id_is_never_given_twice() -> None:
    pump = Pump(config())
    first = ask(pump, "bolus", 0, volume=ml("1 mL"), id="b1")
    values = {"id": "b1", "state": "running", "volume": ml("1 mL"), "delivered": 0}
    assert first.values == {**values, "rate": rate("24 mL/day")}
    again = ask(pump, "bolus", HOUR // 4, volume=ml("1 mL"), id="b1")
    assert again.state == "repeated"
    assert again.values == {**values, "delivered": ml("0.25 mL")}
    late = ask(pump, "bolus", 2 * HOUR, volume=ml("1 mL"), id="b1")
    assert late.state == "repeated"
    assert late.values == {**values, "state": "delivered", "delivered": ml("1 mL")}
    started = [one for one in ask(pump, "read_events", 2 * HOUR).rows if one["state"] == "started"]
    assert len(started) == 1
    assert ask(pump, "read_result", 2 * HOUR, id="b1").values == late.values


def test_a_refused_order_leaves_its_id_free() -> None:
    pump = Pump(config(infusion={"mode": "stopped"}))
    assert ask(pump, "bolus", 0, volume=ml("1 mL"), id="b1").state == "refused"
    ask(pump, "start", 1)
    assert ask(pump, "bolus", 2, volume=ml("1 mL"), id="b1").state == "accepted"


def test_a_known_id_is_answered_even_when_the_service_has_ended() -> None:
    pump = Pump(config(power={"age": 2554 * 24 * HOUR}))
    ask(pump, "bolus", 0, volume=ml("1 mL"), id="b1")
    late = ask(pump, "bolus", 48 * HOUR, volume=ml("1 mL"), id="b1")
    assert (late.state, late.values["state"]) == ("repeated", "delivered")


def test_the_oldest_orders_are_forgotten() -> None:
    pump = Pump(config())
    for n in range(REMEMBERED + 1):
        ask(pump, "bolus", n * SECOND, volume=1, id=f"b{n}")
    at = (REMEMBERED + 1) * SECOND
    assert ask(pump, "read_result", at, id="b0").refusal == "unknown_id"
    assert ask(pump, "read_result", at, id="b1").state == "accepted"


def test_a_bolus_without_an_id_is_an_order_of_its_own_each_time() -> None:
    pump = Pump(config())
    assert "id" not in ask(pump, "bolus", 0, volume=1).values
    assert ask(pump, "bolus", SECOND, volume=1).state == "accepted"


def test_stopping_ends_a_bolus_and_it_is_not_taken_up_again() -> None:
    pump = Pump(config())
    ask(pump, "bolus", 0, volume=ml("1 mL"), id="b1")
    ask(pump, "stop", HOUR // 2)
    ask(pump, "start", HOUR)
    assert story(pump.advance(HOUR)) == [(HOUR, "delivery", "started")]
    assert ask(pump, "read_status", HOUR).values["state"] == "infusing"
    result = ask(pump, "read_result", 3 * HOUR, id="b1").values
    assert (result["state"], result["delivered"]) == ("interrupted", ml("0.5 mL"))


def test_a_bolus_runs_at_its_own_rate_and_reverts_to_the_programmed_one() -> None:
    pump = Pump(config())
    ask(pump, "bolus", 0, volume=ml("1 mL"), duration=2 * HOUR)
    ask(pump, "set_rate", HOUR, rate=rate("0.5 mL/day"))
    status = ask(pump, "read_status", HOUR).values
    assert (status["rate"], status["flow"]) == (rate("0.5 mL/day"), rate("12 mL/day"))
    assert ask(pump, "read_status", 2 * HOUR).values["flow"] == rate("0.5 mL/day")


def test_acknowledging_again_is_a_repeat() -> None:
    pump = Pump(config(reservoir={"volume": ml("2 mL")}))
    assert ask(pump, "ack_alarm", 1, alarm="low_reservoir").state == "accepted"
    assert ask(pump, "ack_alarm", 2, alarm="low_reservoir").state == "repeated"
    assert ask(pump, "read_status", 3).values["alarms"] == "low_reservoir"


def test_silencing_pauses_the_audio() -> None:
    pump = Pump(config(reservoir={"volume": ml("2 mL")}))
    assert ask(pump, "silence_alarm", 1, alarm="low_reservoir").state == "accepted"
    assert ask(pump, "read_alarms", 2).rows[0]["audio"] == "paused"
