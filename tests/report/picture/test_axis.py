"""The time axis: few ticks, at times that a reader can count in, all in one unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import DAY, parse_duration
from mockpump.report.picture.axis import MOST_TICKS, ticks


@pytest.mark.parametrize(
    ("end", "texts"),
    [
        ("1ns", ["0", "1ns"]),
        ("80s", ["0", "10s", "20s", "30s", "40s", "50s", "60s", "70s", "80s"]),
        ("2min", ["0", "15s", "30s", "45s", "60s", "75s", "90s", "105s", "120s"]),
        ("10min", ["0", *(f"{n}min" for n in range(1, 11))]),
        ("25h", ["0", "3h", "6h", "9h", "12h", "15h", "18h", "21h", "24h"]),
        ("90 days", ["0", *(f"{n} days" for n in range(10, 100, 10))]),
    ],
)
def test_ticks(end: str, texts: list[str]) -> None:
    assert [text for _, text in ticks(parse_duration(end))] == texts


@given(st.integers(1, 100_000 * DAY))
def test_there_are_never_too_many(end: int) -> None:
    told = list(ticks(end))
    assert len(told) <= MOST_TICKS + 1
    assert told[0] == (0, "0")
    assert all(0 <= at <= end for at, _ in told)
