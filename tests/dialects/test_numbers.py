from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.dialects.numbers import fixed, number, rounded
from mockpump.errors import QuantityError
from mockpump.quantity import RATE, VOLUME

ML, ML_H, UL_MIN = VOLUME.units["mL"], RATE.units["mL/h"], RATE.units["uL/min"]


@pytest.mark.parametrize(
    ("value", "step", "decimals", "text"),
    [
        (ML_H * 25 // 2, ML_H, 2, "12.50"),
        (0, ML_H, 3, "0.000"),
        (ML * 4321 // 1000, ML, 3, "4.321"),
        (ML // 2, ML, 0, "1"),  # a half goes up
        (-ML // 2, ML, 0, "-1"),
        (ML * 9996 // 10000, ML, 3, "1.000"),
        (-1, ML, 3, "0.000"),
    ],
)
def test_fixed(value: int, step: int, decimals: int, text: str) -> None:
    assert fixed(value, step, decimals) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("2500", 2500 * UL_MIN), ("0.5", UL_MIN // 2), (".5", UL_MIN // 2), ("3.", 3 * UL_MIN)],
)
def test_a_number_is_read(text: str, value: int) -> None:
    assert number(text, UL_MIN) == value


@pytest.mark.parametrize("text", ["", ".", "-1", "1e3", "1,5", " 1", "1.2.3", "9" * 13, "\u0661"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(QuantityError, match="is not a number"):
        number(text, ML)


@given(st.integers(0, 10**9), st.integers(0, 6))
def test_what_is_written_is_read(thousandths: int, decimals: int) -> None:
    value = thousandths * ML // 1000
    again = number(fixed(value, ML, decimals), ML)
    assert abs(again - value) <= ML // 10**decimals // 2 + 1
    assert rounded(again, ML // 10**decimals) == rounded(value, ML // 10**decimals)
