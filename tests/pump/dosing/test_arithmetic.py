"""The formulas of dosing against vectors that were worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import Nanos
from mockpump.pump.dosing.arithmetic import (
    bolus_rate,
    daily_most,
    dead_volume,
    discrepancy,
    dose_of,
    rate_of,
    volume_of,
)
from mockpump.quantity import CONCENTRATION, DOSE, LENGTH, MASS, SHARE
from tests.pump.bench import HOUR, ml, rate


@pytest.mark.parametrize(
    ("dose", "concentration", "flow"),
    [
        ("100 ug/day", "500 ug/mL", rate("0.2 mL/day")),  # 100 / 500
        ("100 ug/day", "2 mg/mL", rate("0.05 mL/day")),  # 100 / 2000
        ("0.1 mg/day", "500 ug/mL", rate("0.2 mL/day")),  # 1 mg is 1000 ug
        ("100 mg/day", "500 ug/mL", rate("200 mL/day")),  # the mix-up: a thousand times too much
        ("10 ug/h", "500 ug/mL", rate("0.48 mL/day")),  # 240 / 500
        ("100 ug/day", "300 ug/mL", 333_333_333),  # a third of a mL/day, rounded down to a pL/day
    ],
)
def test_a_dose_is_a_rate_at_a_concentration(dose: str, concentration: str, flow: int) -> None:
    assert rate_of(DOSE.parse(dose), CONCENTRATION.parse(concentration)) == flow


def test_a_dose_that_is_only_told_is_rounded_to_the_nearest() -> None:
    # 333 333 333 pL/day x 300 pg/nL = 99 999 999.9 pg/day
    assert dose_of(333_333_333, CONCENTRATION.parse("300 ug/mL")) == DOSE.parse("100 ug/day")
    assert dose_of(rate("0.2 mL/day"), CONCENTRATION.parse("500 ug/mL")) == DOSE.parse("100 ug/day")


@given(st.integers(0, 10**14), st.integers(1, 10**12))
def test_a_rate_never_gives_more_than_the_dose(dose: int, concentration: int) -> None:
    flow = rate_of(dose, concentration)
    assert flow * concentration <= dose * 10**9 < (flow + 1) * concentration


def test_the_mass_of_a_bolus() -> None:
    # 25 ug / 500 ug/mL = 0.05 mL; in 30 min that is 2.4 mL/day
    volume = volume_of(MASS.parse("25 ug"), CONCENTRATION.parse("500 ug/mL"))
    assert volume == ml("0.05 mL")
    assert bolus_rate(volume, HOUR // 2) == rate("2.4 mL/day")


@pytest.mark.parametrize(
    ("volume", "duration", "flow"),
    [
        ("1 mL", HOUR, rate("24 mL/day")),
        ("1 mL", 7 * HOUR, 3_428_571_429),  # 24/7 mL/day = 3 428 571 428.57... pL/day
        ("1 pL", 86_400 * 10**9, 1),
        ("1 pL", 1, 86_400 * 10**9),
    ],
)
def test_a_bolus_is_fast_enough_for_its_duration(volume: str, duration: Nanos, flow: int) -> None:
    assert bolus_rate(ml(volume), duration) == flow


@pytest.mark.parametrize(
    ("tubing", "length", "per_cm", "volume"),
    [
        ("0.2 mL", "80 cm", "2.2 uL", "0.376 mL"),  # 0.2 + 80 x 0.0022
        ("0.2 mL", "45 cm", "2.2 uL", "0.299 mL"),
        ("0 mL", "45.5 cm", "2 uL", "0.091 mL"),
        ("1 mL", "0 cm", "2.2 uL", "1 mL"),
    ],
)
def test_a_prime_fills_tubing_and_catheter(
    tubing: str, length: str, per_cm: str, volume: str
) -> None:
    assert dead_volume(ml(tubing), LENGTH.parse(length), ml(per_cm)) == ml(volume)


def test_the_most_in_a_day() -> None:
    # 0.2 mL/day and 6 x 0.05 mL
    assert daily_most(ml("0.2 mL"), 6, ml("0.05 mL")) == ml("0.5 mL")


@pytest.mark.parametrize(
    ("expected", "aspirated", "delivered", "share"),
    [
        ("4 mL", "1.4 mL", "16 mL", "16.25%"),  # (4 - 1.4) / 16: over-infusion
        ("4 mL", "4 mL", "16 mL", "0%"),
        ("2 mL", "4.5 mL", "18 mL", "-13.8889%"),  # (2 - 4.5) / 18 = -13.88888...: under-infusion
        ("2 mL", "20 mL", "18 mL", "-100%"),  # occluded since the last refill
        ("4 mL", "1.68 mL", "16 mL", "14.5%"),  # just what a label allows
    ],
)
def test_the_discrepancy_at_a_refill(
    expected: str, aspirated: str, delivered: str, share: str
) -> None:
    found = discrepancy(ml(expected), ml(aspirated), ml(delivered))
    assert found is not None
    assert SHARE.format(found) == share


def test_of_nothing_delivered_there_is_no_discrepancy() -> None:
    assert discrepancy(ml("4 mL"), ml("1 mL"), 0) is None
