"""The section `infusion:`: what makes no sense is said in words."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from mockpump.pump.dosing.settings import MINUTE, FlexStep, InfusionConfig, PatientBolusConfig
from mockpump.quantity import DOSE, MASS
from tests.pump.bench import config, ml, rate

DAY = FlexStep(at="06:00", rate=rate("0.3 mL/day"))


@pytest.mark.parametrize(
    ("keys", "mistake"),
    [
        ({"mode": "flex"}, "mode flex has no steps: give them as flex"),
        ({"flex": (DAY, DAY)}, "flex has two steps at the same time of day"),
        (
            {"flex": (DAY, FlexStep(at="22:00", rate=rate("30 mL/day")))},
            "flex at 22:00 30 mL/day is over max_rate 24 mL/day",
        ),
        (
            {"flex": (FlexStep(at="22:00", rate=1),)},
            "flex at 22:00 0.000000001 mL/day is below min_rate 0.048 mL/day",
        ),
        ({"minimum": rate("25 mL/day")}, "minimum 25 mL/day is over max_rate 24 mL/day"),
        (
            {"patient_bolus": PatientBolusConfig(volume=ml("1.1 mL"))},
            "patient_bolus 1.1 mL is over max_bolus 1 mL",
        ),
    ],
)
def test_nonsense_is_said_in_words(keys: dict[str, Any], mistake: str) -> None:
    assert list(replace(InfusionConfig(), **keys).mistakes()) == [mistake]


@pytest.mark.parametrize(
    ("keys", "mistake"),
    [
        ({"volume": 1, "mass": 1}, "mass and volume are both given: which is it?"),
        ({"duration": 0}, "duration is 0s: a bolus takes some time"),
    ],
)
def test_a_patient_bolus_is_given_once_and_in_some_time(keys: dict[str, Any], mistake: str) -> None:
    assert list(PatientBolusConfig(**keys).mistakes()) == [mistake]


@pytest.mark.parametrize(
    ("infusion", "mistake"),
    [
        (
            {"dose": DOSE.parse("100 mg/day")},  # at 500 ug/mL
            "infusion.dose of 200 mL/day is over max_rate 24 mL/day",
        ),
        (
            {"patient_bolus": PatientBolusConfig(mass=MASS.parse("25 mg"))},
            "infusion.patient_bolus.mass is 50 mL, over max_bolus 1 mL",
        ),
    ],
)
def test_doses_fit_the_limits_at_the_concentration(infusion: dict[str, Any], mistake: str) -> None:
    assert list(config(infusion=infusion).mistakes()) == [mistake]
    assert list(config(infusion=infusion, drug={"concentration": 0}).mistakes()) == []


def test_what_makes_sense_is_no_mistake() -> None:
    offered = PatientBolusConfig(mass=MASS.parse("25 ug"), duration=MINUTE)
    whole = config(infusion={"mode": "flex", "flex": (DAY,), "patient_bolus": offered})
    assert [*whole.mistakes(), *whole.infusion.mistakes(), *offered.mistakes()] == []
