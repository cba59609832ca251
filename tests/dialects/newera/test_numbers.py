"""Four digits and a point, both ways."""

from __future__ import annotations

import pytest

from mockpump.dialects.newera.numbers import MICROMETRES, RATE_UNITS, VOLUME_UNITS, read, written

WRITTEN = [
    (26_590, MICROMETRES, "26.59"),
    (30_000, MICROMETRES, "30.00"),
    (100, MICROMETRES, "0.100"),
    (5 * 10**9, VOLUME_UNITS["ML"], "5.000"),
    (1_500_000_000, VOLUME_UNITS["ML"], "1.500"),
    (500 * 10**6, VOLUME_UNITS["UL"], "500.0"),
    (0, VOLUME_UNITS["ML"], "0.000"),
    (2500 * RATE_UNITS["UM"], RATE_UNITS["UM"], "2500."),
    (RATE_UNITS["MM"], RATE_UNITS["MM"], "1.000"),
]


@pytest.mark.parametrize(("value", "unit", "text"), WRITTEN)
def test_both_ways(value: int, unit: int, text: str) -> None:
    assert written(value, unit) == text
    assert read(text, unit) == value


def test_what_does_not_fit_is_cut_off() -> None:
    assert written(26_599_999, 10**6) == "26.59"
    assert written(99_999 * 10**6, 10**6) == "9999."
    assert written(999_999_999, 10**9) == "0.999"


def test_what_is_read() -> None:
    assert read("30", MICROMETRES) == 30_000
    assert read(".5", MICROMETRES) == 500
    assert read("0.001", MICROMETRES) == 1
    assert read("12.3456", MICROMETRES) == 12_340
    assert read("0012", MICROMETRES) == 12_000


@pytest.mark.parametrize("text", ["", ".", "x", "1.2.3", "-1", "1e3", "1,5"])
def test_what_is_no_number(text: str) -> None:
    assert read(text, 1) is None


def test_more_than_four_digits_are_out_of_range() -> None:
    with pytest.raises(OverflowError):
        read("10000", 1)
