"""Faults of the reservoir and of filling it: what the pump believes, and what is."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, Nanos
from mockpump.pump import Pump
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.faults.reservoir.upstream_occlusion import UpstreamOcclusion
from mockpump.pump.ramp import QUANTA
from tests.pump.bench import HOUR, ask, config, ml, rate, story


def _set(pump: Pump, name: str, now: Nanos, **settings: object) -> Pump:
    pump.advance(now)
    pump.set_fault(PUMP_FAULTS[name](**settings), now)
    return pump


def _remaining(pump: Pump, now: Nanos) -> int:
    pump.advance(now)
    truth = pump.truth(now)
    assert truth.filled == truth.delivered + truth.leaked + truth.trapped + truth.remaining
    return truth.remaining // QUANTA


@pytest.mark.parametrize(
    ("name", "settings", "arrived", "leaked"),
    [
        ("pocket_fill", {}, "0 mL", "20 mL"),
        ("pocket_fill", {"share": 250_000}, "15 mL", "5 mL"),
        ("short_fill", {"missing": 100_000}, "18 mL", "0 mL"),
    ],
)
def test_a_refill_that_does_not_arrive_is_believed_to(
    name: str, settings: dict[str, object], arrived: str, leaked: str
) -> None:
    pump = _set(Pump(config()), name, 0, **settings)
    calm = Pump(config())
    for one in (pump, calm):
        ask(one, "refill", 10 * DAY, volume=ml("20 mL"))
    assert ask(pump, "read_status", 10 * DAY) == ask(calm, "read_status", 10 * DAY)
    assert _remaining(pump, 10 * DAY) == ml(arrived)
    assert pump.truth(10 * DAY).leaked == ml(leaked) * QUANTA
    pump.clear_fault(name, 10 * DAY)
    ask(pump, "refill", 10 * DAY, volume=ml("20 mL"))
    assert _remaining(pump, 10 * DAY) == ml("20 mL")


def test_a_wrong_concentration_is_found_by_the_assay_alone() -> None:
    pump, calm = Pump(config()), Pump(config())
    _set(pump, "wrong_concentration", 0, concentration=50_000_000)
    found = ask(pump, "aspirate", 0)  # what was filled in before is what its label says
    assert found.values == {"aspirated": ml("20 mL"), "assay": 500_000_000}
    for one in (pump, calm):
        assert ask(one, "refill", 0, volume=ml("20 mL"), concentration=10**9).state == "accepted"
    pump.clear_fault("wrong_concentration", DAY)
    for name in ("read_status", "interrogate", "read_therapy", "read_reservoir", "read_events"):
        assert ask(pump, name, DAY) == ask(calm, name, DAY)
    assert ask(calm, "aspirate", DAY).values["assay"] == 10**9
    assert ask(pump, "aspirate", DAY).values["assay"] == 50_000_000


def test_a_pump_that_miscounts_warns_at_the_wrong_time() -> None:
    # 18 mL to the low alarm at 0.2 mL/day x 125 %: 72 days instead of 90
    pump = _set(Pump(config()), "volume_miscounted", 0, factor=1_250_000)
    assert story(pump.advance(74 * DAY), "alarm") == [(72 * DAY, "low_reservoir", "raised")]
    assert _remaining(pump, 74 * DAY) == ml("5.2 mL")
    assert ask(pump, "read_status", 74 * DAY).values["delivered"] == ml("18.5 mL")


@pytest.mark.parametrize(
    ("settings", "low_at"),
    [({"by": ml("1 mL")}, 95 * DAY), ({"by": ml("1 mL"), "below": True}, 85 * DAY)],
)
def test_a_level_sensor_that_reads_wrong_warns_at_the_wrong_time(
    settings: dict[str, object], low_at: Nanos
) -> None:
    # the sensor sees 2 mL when 1 mL, or 3 mL, are left: at 0.2 mL/day 5 days late, or early
    pump = Pump(config(reservoir={"level_sensor": True, "residual": 0, "empty_alarm": 0}))
    _set(pump, "level_sensor_error", 0, **settings)
    assert story(pump.advance(low_at), "alarm") == [(low_at, "low_reservoir", "raised")]
    status = ask(pump, "read_status", low_at).values
    assert status["level"] == ml("2 mL")
    assert status["reservoir"] == _remaining(pump, low_at) != ml("2 mL")


def test_without_an_error_the_level_is_the_volume() -> None:
    pump = Pump(config(reservoir={"level_sensor": True}))
    _set(pump, "over_infusion", 0, factor=1_250_000)
    assert story(pump.advance(73 * DAY), "alarm") == [(72 * DAY, "low_reservoir", "raised")]
    status = ask(pump, "read_status", 73 * DAY).values
    assert (status["level"], status["reservoir"]) == (ml("1.75 mL"), ml("5.4 mL"))


def test_a_field_that_opens_the_valve_empties_the_reservoir_unseen() -> None:
    pump = Pump(config(motor={"drive": "valve"}))
    _set(pump, "valve_opened", DAY, rate=rate("1 mL/min"))
    at = DAY + DAY // 144  # 10 min
    pump.advance(at)
    pump.clear_fault("valve_opened", at)
    assert story(pump.advance(at), "alarm") == []
    # 0.2 mL in a day, 10 mL and 0.2 mL/day in 10 min
    assert _remaining(pump, at) == ml("20 mL") - ml("10.2 mL") - ml("0.2 mL") // 144 - 1
    assert ask(pump, "read_status", 2 * DAY).values["reservoir"] == ml("19.6 mL")


def test_a_reservoir_that_is_taken_off_stops_the_pump() -> None:
    pump = Pump(config("ambulatory-100"))
    _set(pump, "reservoir_detached", HOUR)
    assert story(pump.advance(HOUR)) == [
        (HOUR, "reservoir_detached", "set"),
        (HOUR, "no_reservoir", "raised"),
        (HOUR, "delivery", "stopped"),
    ]
    assert ask(pump, "start", HOUR).state == "refused"
    assert _remaining(pump, DAY) == ml("99 mL")
    pump.clear_fault("reservoir_detached", DAY)
    assert ask(pump, "start", DAY).state == "accepted"


def test_upstream_an_inlet_sensor_sees_it_and_the_infusion_stops() -> None:
    pump = Pump(config("ambulatory-100"))
    pump.set_fault(UpstreamOcclusion(), 0)
    assert story(pump.advance(0)) == [
        (0, "upstream_occlusion", "set"),
        (0, "upstream_occlusion", "raised"),
        (0, "delivery", "stopped"),
    ]
    assert ask(pump, "start", HOUR).message == (
        "no start while the alarm upstream_occlusion is active"
    )
    pump.clear_fault("upstream_occlusion", HOUR)
    assert story(pump.advance(HOUR), "alarm") == [(HOUR, "upstream_occlusion", "latched")]
    assert ask(pump, "start", HOUR).state == "accepted"


def test_upstream_without_a_sensor_it_is_silent() -> None:
    pump = Pump(config())
    pump.set_fault(UpstreamOcclusion(), 0)
    assert story(pump.advance(10 * DAY), "alarm", "infusion") == []
    assert ask(pump, "read_status", 10 * DAY).values["reservoir"] == ml("18 mL")
    assert pump.truth(10 * DAY).remaining // QUANTA == ml("20 mL")
