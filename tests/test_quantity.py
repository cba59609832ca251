"""Quantities as text <-> whole numbers: exact both ways, and never without a unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump import quantity
from mockpump.errors import QuantityError
from mockpump.quantity import CONCENTRATION, DURATION, MASS, PRESSURE, RATE, SHARE, VOLUME, Kind

KINDS = [kind for kind in vars(quantity).values() if isinstance(kind, Kind)]
DAY = 86_400 * 10**9

READ = [
    (DURATION, "1ns", 1),
    (DURATION, "250ms", 250_000_000),
    (DURATION, "0.000000001s", 1),
    (DURATION, "1.5 min", 90 * 10**9),
    (DURATION, " 2h ", 7200 * 10**9),
    (DURATION, "89 days", 89 * DAY),
    (DURATION, "1 day", DAY),
    (DURATION, "2 weeks", 14 * DAY),
    (DURATION, "0s", 0),
    (DURATION, "-0s", 0),
    (DURATION, "+5s", 5 * 10**9),
    (DURATION, ".5s", 5 * 10**8),
    (DURATION, "5.s", 5 * 10**9),
    (VOLUME, "40 mL", 40 * 10**9),
    (VOLUME, "1 pL", 1),
    (VOLUME, "250 uL", 250 * 10**6),
    (VOLUME, "250 µL", 250 * 10**6),  # micro sign
    (VOLUME, "250 μL", 250 * 10**6),  # Greek mu
    (RATE, "0.4 mL/day", 400_000_000),
    (RATE, "5 mL/h", 120 * 10**9),
    (RATE, "1 uL/min", 1440 * 10**6),
    (MASS, "100 ug", 100 * 10**6),
    (CONCENTRATION, "2 mg/mL", 2 * 10**9),
    (SHARE, "14.5%", 145_000),
    (SHARE, "50ppm", 50),
    (PRESSURE, "1 bar", 100_000),
    (PRESSURE, "-0.5 kPa", -500),
    (DURATION, "1234567890123456789012345678901.5s", 12345678901234567890123456789015 * 10**8),
]
WRITTEN = [
    (DURATION, 0, "0ns"),
    (DURATION, 1, "1ns"),
    (DURATION, 999, "999ns"),
    (DURATION, 1500, "1.5us"),
    (DURATION, 250_000_000, "250ms"),
    (DURATION, 1_000_000_001, "1.000000001s"),
    (DURATION, 90 * 10**9, "1.5min"),
    (DURATION, 700 * 10**9, "700s"),
    (DURATION, 7200 * 10**9, "2h"),
    (DURATION, 89 * DAY, "89 days"),
    (DURATION, DAY + 1, "86400.000000001s"),
    (VOLUME, 1, "0.000000001 mL"),
    (VOLUME, 40 * 10**9, "40 mL"),
    (VOLUME, 10_000_000_000, "10 mL"),
    (RATE, 400_000_000, "0.4 mL/day"),
    (SHARE, 145_000, "14.5%"),
    (SHARE, 1, "0.0001%"),
    (PRESSURE, -500, "-0.5 kPa"),
    (PRESSURE, 0, "0 kPa"),
]
HARDLY_MORE = f"1.{0:031d}1s"  # more digits than a decimal context would keep
REFUSED = [
    (DURATION, "10", "'10' is not a duration: write '10s' or '250ms' or '2h'"),
    (DURATION, "", "'' is not a duration: write '10s' or '250ms' or '2h'"),
    (DURATION, "nan s", "'nan s' is not a duration: write '10s' or '250ms' or '2h'"),
    (DURATION, "1e3s", "'1e3s' is not a duration: write '10s' or '250ms' or '2h'"),
    (DURATION, "1,5s", "'1,5s' is not a duration: write '10s' or '250ms' or '2h'"),
    (DURATION, "\u0661s", "'\u0661s' is not a duration: write '10s' or '250ms' or '2h'"),
    (DURATION, "-1s", "'-1s' is negative"),
    (DURATION, "0.5ns", "'0.5ns' is finer than duration can hold"),
    (DURATION, HARDLY_MORE, f"'{HARDLY_MORE}' is finer than duration can hold"),
    (VOLUME, "5 s", "'s' is not a unit of volume: one of pL, nL, uL, mL, L"),
    (VOLUME, "5 ML", "'ML' is not a unit of volume: did you mean 'mL'?"),
    (VOLUME, "1" * 50 + " mL", f"'{'1' * 40}' is not a volume: write '40 mL' or '250 uL'"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_text_is_read_exactly(kind: Kind, text: str, value: int) -> None:
    assert kind.parse(text) == value


@pytest.mark.parametrize(("kind", "value", "text"), WRITTEN)
def test_a_value_is_written_exactly(kind: Kind, value: int, text: str) -> None:
    assert kind.format(value) == text


@pytest.mark.parametrize(("kind", "text", "message"), REFUSED)
def test_what_is_no_quantity_is_refused(kind: Kind, text: str, message: str) -> None:
    with pytest.raises(QuantityError) as caught:
        kind.parse(text)
    assert str(caught.value) == message


@given(st.sampled_from(KINDS), st.integers(0, 10**25))
def test_what_is_written_reads_back(kind: Kind, value: int) -> None:
    assert kind.parse(kind.format(value)) == value
    if kind.signed:
        assert kind.parse(kind.format(-value)) == -value


@given(st.sampled_from(KINDS), st.data())
def test_every_unit_counts_what_it_says(kind: Kind, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted(kind.units)))
    count = data.draw(st.integers(0, 10**12))
    assert kind.parse(f"{count} {unit}") == count * kind.units[unit]
