from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import fields

from mockpump.clock import DAY
from mockpump.pump import Pump, PumpConfig
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.presets import PRESETS
from mockpump.pump.section import Section
from tests.pump.bench import config, ml, rate


def _sections(pump: PumpConfig) -> dict[str, Section]:
    values = {field.name: getattr(pump, field.name) for field in fields(PumpConfig)}
    return {name: value for name, value in values.items() if isinstance(value, Section)}


def _mistakes(pump: PumpConfig) -> list[str]:
    """Say all that is wrong, each with its section."""
    found = [f"{name}: {m}" for name, part in _sections(pump).items() for m in part.mistakes()]
    return found + list(pump.mistakes())


def test_the_presets_are_named_and_make_sense() -> None:
    assert sorted(PRESETS) == ["ambulatory-100", "intrathecal-20", "intrathecal-40", "syringe-60"]
    assert all(name == pump.preset for name, pump in PRESETS.items())
    assert [_mistakes(pump) for pump in PRESETS.values()] == [[], [], [], []]
    assert PumpConfig() == PRESETS["intrathecal-20"]


def test_only_external_pumps_have_an_occlusion_sensor() -> None:
    sensors = {name: pump.catheter.occlusion_sensor for name, pump in PRESETS.items()}
    external = {"ambulatory-100", "syringe-60"}
    assert sensors == {name: name in external for name in PRESETS}


def test_a_syringe_reports_an_occlusion_when_its_description_says() -> None:
    pump = Pump(config("syringe-60", infusion={"mode": "continuous"}))
    pump.set_fault(PUMP_FAULTS["catheter_occlusion"](), 0)
    raised = [event for event in pump.advance(DAY) if event.state == "raised"]
    assert [(event.at, event.of) for event in raised] == [(115_200_000_000, "occlusion")]


@pytest.mark.parametrize(
    ("sections", "mistake"),
    [
        (
            {"reservoir": {"volume": ml("21 mL")}},
            "reservoir: volume 21 mL is over the capacity of 20 mL",
        ),
        (
            {"reservoir": {"volume": ml("1 mL")}},
            "reservoir: volume 1 mL is below the residual of 1.4 mL",
        ),
        (
            {"reservoir": {"low_alarm": ml("1 mL")}},
            "reservoir: low_alarm 1 mL is below empty_alarm 1.4 mL",
        ),
        (
            {"reservoir": {"low_alarm": ml("21 mL")}},
            "reservoir: low_alarm 21 mL is over the capacity of 20 mL",
        ),
        (
            {"reservoir": {"empty_alarm": ml("1 mL")}},
            (
                "reservoir: empty_alarm 1 mL is below the residual of 1.4 mL: "
                "the reservoir would run dry before its alarm"
            ),
        ),
        (
            {"drug": {"concentration": 0}},
            "drug: concentration is 0 ug/mL: no rate could give a dose",
        ),
        (
            {"infusion": {"rate": rate("25 mL/day")}},
            "infusion: rate 25 mL/day is over max_rate 24 mL/day",
        ),
        (
            {"infusion": {"rate": rate("0.04 mL/day")}},
            "infusion: rate 0.04 mL/day is below min_rate 0.048 mL/day",
        ),
        (
            {"infusion": {"bolus_rate": rate("2 mL/h")}},
            "infusion: bolus_rate 48 mL/day is over max_rate 24 mL/day",
        ),
        (
            {"infusion": {"min_rate": 0}},
            "infusion: min_rate is 0: a pump that delivers nothing is stopped",
        ),
        (
            {"infusion": {"min_rate": rate("25 mL/day")}},
            "infusion: min_rate 25 mL/day is over max_rate 24 mL/day",
        ),
        (
            {"catheter": {"compliance": 0}},
            "catheter: compliance is 0: any trapped volume would be an infinite pressure",
        ),
        (
            {
                "catheter": {"occlusion_sensor": True, "alarm_pressure": -5},
                "power": {"cell": "replaceable"},
            },
            "catheter: alarm_pressure -0.005 kPa is not above 0",
        ),
        ({"power": {"charge": 1_000_001}}, "power: charge is over 100%"),
        ({"power": {"warn_at": 1_000_001}}, "power: warn_at is over 100%"),
        (
            {"power": {"pumps": 0}},
            "power: standby_life and pumps are above 0: a charge lasts, and pumps something",
        ),
        (
            {"power": {"mains": True}},
            "power: mains are out of an implanted pump's reach: set cell to replaceable",
        ),
        ({"power": {"charge_time": 0}}, "power: charge_time is 0s: charging takes some time"),
        ({"alarms": {"disabled": ("eri", "ero")}}, "alarms: disabled names no alarm: 'ero'"),
        (
            {"alarms": {"disabled": ("eos",)}},
            "alarms: disabled names the critical alarm eos: it cannot be",
        ),
        ({"alarms": {"audio_pause": 0}}, "alarms: audio_pause is 0s: a pause takes some time"),
        (
            {"power": {"age": 2556 * DAY}},
            "power: age is over service_life: the pump would have ended before the story begins",
        ),
        (
            {"infusion": {"max_bolus": ml("21 mL")}},
            "infusion.max_bolus 21 mL is over reservoir.capacity 20 mL",
        ),
        (
            {"catheter": {"occlusion_sensor": True}},
            "an implanted pump has no occlusion sensor: set power.cell to replaceable",
        ),
    ],
)
def test_nonsense_is_said_in_words(sections: dict[str, dict[str, Any]], mistake: str) -> None:
    assert mistake in _mistakes(config("intrathecal-20", **sections))
