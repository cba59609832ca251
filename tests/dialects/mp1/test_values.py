from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump import quantity
from mockpump.dialects.mp1.values import UNITS, WRITERS, ArgKind, read, text
from mockpump.dialects.mp1.values import quantity as writer
from mockpump.errors import QuantityError
from mockpump.quantity import DURATION, RATE, VOLUME, Kind

KINDS = [kind for kind in vars(quantity).values() if isinstance(kind, Kind)]


def test_every_kind_of_quantity_has_one_unit_that_is_a_power_of_ten() -> None:
    assert set(UNITS) == {kind.name for kind in KINDS}
    for kind in KINDS:
        assert set(str(kind.units[UNITS[kind.name]])) <= {"1", "0"}


@given(st.sampled_from(KINDS), st.integers(-(10**18), 10**18))
def test_a_quantity_is_written_as_everywhere_but_without_a_blank(kind: Kind, value: int) -> None:
    assert writer(kind)(value) == kind.format(value, UNITS[kind.name]).replace(" ", "")


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("rate", 120 * 10**9, "120mL/day"),
        ("at", 12_500_000_000, "12.5s"),
        ("at", 1, "0.000000001s"),
        ("battery", 875_000, "87.5%"),
        ("pressure", -5, "-0.005kPa"),
        ("volume", "0.5 mL", "0.5mL"),
    ],
)
def test_values_on_the_wire(name: str, value: int | str, written: str) -> None:
    assert WRITERS[name](value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("low_reservoir", "low_reservoir"),
        ("a=b", "a=b"),
        ("", '""'),
        ("two words", '"two words"'),
        ("a;b", '"a;b"'),
        ('5 µL > "6" * <7>!', '"5 ?L ? ?6? ? ?7??"'),
        ("a\nb", '"a?b"'),
        (0, "0"),
        (True, "1"),
        (False, "0"),
    ],
)
def test_texts_on_the_wire(value: int | str, written: str) -> None:
    assert text(value) == written


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (RATE, "5mL/h", 120 * 10**9),
        (VOLUME, "250uL", 250 * 10**6),
        (DURATION, "1min", 60 * 10**9),
        ("number", "0012", 12),
        ("text", "x" * 32, "x" * 32),
    ],
)
def test_arguments(kind: ArgKind, written: str, value: int | str) -> None:
    assert read(kind, written) == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (RATE, "5"),
        (RATE, "5 mL"),
        (VOLUME, "-1mL"),
        (VOLUME, "0.0000000001mL"),
        (VOLUME, "1e3mL"),
        ("number", "-1"),
        ("number", "1.0"),
        ("number", "9" * 5000),
        ("number", "1000000000001"),
        ("text", ""),
        ("text", "x" * 33),
    ],
)
def test_arguments_refused(kind: ArgKind, written: str) -> None:
    with pytest.raises(QuantityError):
        read(kind, written)
