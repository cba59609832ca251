"""The arithmetic of doses, in whole numbers: pg, pL, pg/mL, per day, and nanoseconds.

    rate = dose per day / concentration      bolus volume = mass / concentration
    dead volume = tubing + length x volume per cm: what a prime fills, what a bridge empties
    bridge: dose per day / old concentration, for the dead volume; then dose per day / new one
    most in a day = basal volume + allotted x volume of a patient bolus
    discrepancy = (expected residual - aspirated) / delivered since the last refill

Volumes and rates are rounded down: no more is given than was meant. Masses that are only told are
rounded to the nearest.
"""

from __future__ import annotations

from mockpump.pump.ramp import QUANTA
from mockpump.pump.section import ML
from mockpump.quantity import LENGTH

CM = LENGTH.units["cm"]
MILLION = 1_000_000


def rate_of(dose: int, concentration: int) -> int:
    """100 ug/day at 500 ug/mL -> 0.2 mL/day."""
    return dose * ML // concentration


def dose_of(rate: int, concentration: int) -> int:
    """0.2 mL/day at 500 ug/mL -> 100 ug/day."""
    return (rate * concentration + ML // 2) // ML


def volume_of(mass: int, concentration: int) -> int:
    """25 ug at 500 ug/mL -> 0.05 mL."""
    return mass * ML // concentration


def dead_volume(tubing: int, length: int, volume_per_cm: int) -> int:
    """0.2 mL and 80 cm of 2.2 uL each -> 0.376 mL."""
    return tubing + length * volume_per_cm // CM


def bolus_rate(volume: int, duration: int) -> int:
    """1 mL in 2 h -> 12 mL/day; rounded up, so that the duration is kept."""
    return -(-volume * QUANTA // duration)


def daily_most(basal: int, allotted: int, bolus: int) -> int:
    """0.2 mL/day and 6 boluses of 0.05 mL -> 0.5 mL/day."""
    return basal + allotted * bolus


def discrepancy(expected: int, aspirated: int, delivered: int) -> int | None:
    """4 mL expected, 1.4 mL found, 16 mL delivered -> 162_500 ppm of over-infusion; None of nothing.

    Below 0: under-infusion. Rounded to the nearest, a half away from 0.
    """
    if delivered <= 0:
        return None
    missing = expected - aspirated
    share = (2 * abs(missing) * MILLION + delivered) // (2 * delivered)
    return share if missing >= 0 else -share
