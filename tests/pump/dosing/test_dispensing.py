"""A target that stops the pump, a motor that turns both ways, and what both have moved."""

from __future__ import annotations

from typing import Any

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.ramp import QUANTA
from tests.pump.bench import HOUR, ask, config, ml, rate, story

MINUTE = 60 * SECOND


def bench(**sections: Any) -> Pump:
    """60 mL/h from a syringe that is half full; the motor turns both ways."""
    sections = {"motor": {"reversible": True}, **sections}
    return Pump(
        config(
            "ambulatory-100",
            reservoir={"volume": ml("50 mL")},
            infusion={"rate": rate("60 mL/h"), "mode": "stopped"},
            **sections,
        )
    )


def totals(pump: Pump, now: Nanos) -> dict[str, Any]:
    return dict(ask(pump, "read_totals", now).values)


def state(pump: Pump, now: Nanos) -> object:
    return ask(pump, "read_status", now).values["state"]


def test_the_pump_stops_at_its_target_to_the_quantum() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    assert pump.next_deadline() == 5 * MINUTE
    events = pump.advance(HOUR)
    assert story(events, "infusion") == [
        (0, "delivery", "started"),
        (5 * MINUTE, "delivery", "stopped"),
    ]
    assert events[-1].data == {"because": "target"}
    assert pump.truth(HOUR).delivered == ml("5 mL") * QUANTA


def test_a_target_that_no_whole_number_of_nanoseconds_gives_is_met_all_the_same() -> None:
    pump = bench()
    ask(pump, "set_rate", 0, rate=2_999_999_999_999)
    ask(pump, "set_target", 0, volume=ml("1 mL"))
    ask(pump, "start", 0)
    pump.advance(HOUR)
    assert pump.truth(HOUR).delivered == ml("1 mL") * QUANTA
    assert state(pump, HOUR) == "stopped"


def test_a_stop_interrupts_the_count_and_a_start_goes_on_with_it() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    ask(pump, "stop", 2 * MINUTE)
    assert totals(pump, HOUR)["to_come"] == ml("3 mL")
    ask(pump, "start", HOUR)
    assert pump.next_deadline() == HOUR + 3 * MINUTE


def test_once_reached_it_counts_anew() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    assert totals(pump, HOUR)["to_come"] == ml("5 mL")
    ask(pump, "start", HOUR)
    assert pump.next_deadline() == HOUR + 5 * MINUTE


def test_a_bolus_does_not_count() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    ask(pump, "bolus", MINUTE, volume=ml("2 mL"), duration=MINUTE)
    assert totals(pump, 2 * MINUTE)["to_come"] == ml("4 mL")
    pump.advance(6 * MINUTE)
    assert state(pump, 6 * MINUTE) == "stopped"
    assert pump.truth(6 * MINUTE).delivered == ml("7 mL") * QUANTA


def test_a_stalled_motor_does_not_count() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    pump.advance(MINUTE)
    pump.set_fault(PUMP_FAULTS["motor_stall"](), MINUTE)
    assert totals(pump, HOUR)["to_come"] == ml("4 mL")
    pump.clear_fault("motor_stall", HOUR)
    pump.advance(HOUR + 4 * MINUTE)
    assert state(pump, HOUR + 4 * MINUTE) == "stopped"


def test_without_a_target_it_goes_on() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "set_target", 0, volume=0)
    ask(pump, "start", 0)
    assert state(pump, HOUR // 2) == "infusing"
    assert ask(pump, "set_target", HOUR, volume=2 * 10**12).refusal == "out_of_range"


def test_what_is_drawn_in_is_counted_by_itself_and_lies_in_the_reservoir() -> None:
    pump = bench()
    ask(pump, "start", 0)
    ask(pump, "stop", 10 * MINUTE)
    ask(pump, "set_direction", 10 * MINUTE, direction="withdraw")
    ask(pump, "start", 10 * MINUTE)
    status = ask(pump, "read_status", 13 * MINUTE).values
    assert (status["state"], status["flow"]) == ("withdrawing", -rate("60 mL/h"))
    assert (status["delivered"], status["reservoir"]) == (ml("10 mL"), ml("43 mL"))
    assert totals(pump, 13 * MINUTE) == {
        "infused": ml("10 mL"),
        "withdrawn": ml("3 mL"),
        "target": 0,
        "to_come": 0,
        "direction": "withdraw",
    }
    truth = pump.truth(13 * MINUTE)
    assert (truth.delivered, truth.remaining) == (ml("7 mL") * QUANTA, ml("43 mL") * QUANTA)


def test_it_draws_in_until_its_target_or_until_the_reservoir_is_full() -> None:
    pump = bench()
    ask(pump, "set_direction", 0, direction="withdraw")
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    pump.advance(HOUR)
    assert totals(pump, HOUR)["withdrawn"] == ml("5 mL")
    ask(pump, "set_target", HOUR, volume=0)
    ask(pump, "start", HOUR)
    *_, last = pump.advance(2 * HOUR)
    assert (last.at, last.state, last.data) == (HOUR + 45 * MINUTE, "stopped", {"because": "full"})
    assert ask(pump, "read_status", DAY).values["reservoir"] == ml("100 mL")


def test_drawing_in_uses_the_battery_as_giving_does() -> None:
    gives, draws = bench(), bench()
    ask(draws, "set_direction", 0, direction="withdraw")
    for pump in (gives, draws):
        ask(pump, "start", 0)
    shares = [ask(pump, "read_status", HOUR // 2).values["battery"] for pump in (gives, draws)]
    assert shares[0] == shares[1]


def test_a_flow_sensor_takes_what_is_drawn_in_for_what_is_programmed() -> None:
    pump = bench(flow_sensor={"present": True})
    ask(pump, "set_direction", 0, direction="withdraw")
    ask(pump, "start", 0)
    assert story(pump.advance(HOUR // 2), "alarm") == []
    assert ask(pump, "read_status", HOUR // 2).values["measured"] == -rate("60 mL/h")


def test_the_direction_is_chosen_while_nothing_runs_and_only_where_the_motor_turns_both_ways() -> (
    None
):
    pump = bench()
    ask(pump, "start", 0)
    assert ask(pump, "set_direction", 1, direction="withdraw").refusal == "wrong_state"
    assert ask(pump, "set_direction", 1, direction="sideways").refusal == "misread"
    one_way = Pump(config("ambulatory-100", infusion={"mode": "stopped"}))
    assert ask(one_way, "set_direction", 0, direction="withdraw").refusal == "unsupported"
    assert ask(one_way, "set_direction", 0, direction="infuse").state == "accepted"


def test_no_bolus_while_it_draws_in() -> None:
    pump = bench()
    ask(pump, "set_direction", 0, direction="withdraw")
    ask(pump, "start", 0)
    assert ask(pump, "bolus", 1, volume=ml("1 mL")).refusal == "wrong_state"


def test_each_count_is_cleared_by_itself() -> None:
    pump = bench()
    ask(pump, "start", 0)
    ask(pump, "clear_total", 2 * MINUTE, total="withdrawn")
    assert totals(pump, 3 * MINUTE)["infused"] == ml("3 mL")
    ask(pump, "clear_total", 3 * MINUTE, total="infused")
    assert totals(pump, 5 * MINUTE)["infused"] == ml("2 mL")
    assert ask(pump, "read_status", 5 * MINUTE).values["delivered"] == ml("5 mL")
    assert ask(pump, "clear_total", 5 * MINUTE, total="all").refusal == "misread"


def test_a_purge_goes_on_until_somebody_stops_it() -> None:
    pump = bench()
    given = ask(pump, "prime", 0, until_stopped=1)
    assert given.values["volume"] == ml("50 mL")
    assert state(pump, 10 * MINUTE) == "priming"
    ask(pump, "stop", 10 * MINUTE)
    assert ask(pump, "read_status", 10 * MINUTE).values["delivered"] == ml("10 mL")
    assert state(pump, 10 * MINUTE) == "stopped"


def test_a_target_does_not_count_what_nobody_gave_while_the_processor_was_down() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    pump.advance(2 * MINUTE)
    pump.set_fault(PUMP_FAULTS["watchdog_reset"](takes=2 * HOUR), 2 * MINUTE)
    up = 2 * MINUTE + 2 * HOUR
    assert totals(pump, up)["to_come"] == ml("3 mL")
    assert pump.next_deadline() == up + 3 * MINUTE
    assert state(pump, up + 3 * MINUTE) == "stopped"
    assert pump.truth(up + 3 * MINUTE).delivered == ml("5 mL") * QUANTA


def test_where_the_target_is_taken_away_nothing_is_to_come() -> None:
    pump = bench()
    ask(pump, "set_target", 0, volume=ml("5 mL"))
    ask(pump, "start", 0)
    ask(pump, "set_target", MINUTE, volume=0)
    assert (totals(pump, HOUR)["to_come"], totals(pump, HOUR)["infused"]) == (0, ml("50 mL"))


def test_an_empty_syringe_draws_in_and_then_gives() -> None:
    pump = Pump(config("syringe-60", reservoir={"volume": ml("1 mL")}))
    assert ask(pump, "start", 0).state == "accepted"
    pump.advance(HOUR)  # 1 mL / 5 mL/h = 12 min
    assert ask(pump, "set_direction", HOUR, direction="withdraw").message == (
        "no other direction while the pump is empty"
    )
    ask(pump, "stop", HOUR)
    assert ask(pump, "set_direction", HOUR, direction="withdraw").state == "accepted"
    assert ask(pump, "prime", HOUR).message == "no priming while the pump is empty"
    assert ask(pump, "start", HOUR).state == "accepted"
    assert state(pump, HOUR) == "withdrawing"
    assert ask(pump, "stop", 2 * HOUR).state == "accepted"
    assert ask(pump, "set_direction", 2 * HOUR, direction="infuse").state == "accepted"
    assert ask(pump, "start", 2 * HOUR).state == "accepted"
    rows = ask(pump, "read_events", 2 * HOUR).rows
    assert [(row["at"], row["of"], row["state"]) for row in rows] == [
        (0, "low_reservoir", "raised"),
        (0, "delivery", "started"),
        (12 * MINUTE, "empty_reservoir", "raised"),
        (12 * MINUTE, "delivery", "held"),
        (HOUR, "delivery", "stopped"),
        (HOUR, "direction", "changed"),
        (HOUR, "delivery", "started"),
        (HOUR + 1, "empty_reservoir", "latched"),
        (2 * HOUR, "delivery", "stopped"),
        (2 * HOUR, "direction", "changed"),
        (2 * HOUR, "delivery", "started"),
    ]
    assert state(pump, 3 * HOUR) == "empty"
    assert totals(pump, 3 * HOUR)["withdrawn"] == ml("5 mL")
    assert totals(pump, 3 * HOUR)["infused"] == ml("6 mL")


def test_a_reset_holds_what_is_drawn_in() -> None:
    pump = bench()
    ask(pump, "set_direction", 0, direction="withdraw")
    ask(pump, "start", 0)
    pump.advance(MINUTE)
    pump.set_fault(PUMP_FAULTS["watchdog_reset"](takes=HOUR), MINUTE)
    assert totals(pump, MINUTE + HOUR)["withdrawn"] == ml("1 mL")
    assert totals(pump, 2 * MINUTE + HOUR)["withdrawn"] == ml("2 mL")


def test_a_stall_while_it_draws_in_turns_nothing_round() -> None:
    pump = bench()
    ask(pump, "set_direction", 0, direction="withdraw")
    ask(pump, "start", 0)
    pump.advance(MINUTE)
    stall = PUMP_FAULTS["mri_stall"](exposure=MINUTE, recovers_after=MINUTE)
    pump.set_fault(stall, MINUTE)
    assert state(pump, 4 * MINUTE) == "stalled"  # for all the pump knows
    # 1 mL before the stall, 1 mL since it turns again
    assert pump.truth(4 * MINUTE).delivered == -2 * ml("1 mL") * QUANTA
    assert totals(pump, 4 * MINUTE)["withdrawn"] == ml("1 mL")
