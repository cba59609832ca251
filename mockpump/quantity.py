"""Physical quantities as text with a unit <-> whole numbers. No float, and never a bare number."""

from __future__ import annotations

import re
from typing import Annotated, NamedTuple

from msgspec import Meta

from mockpump.errors import QuantityError

_TEXT = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)) *([A-Za-zµμ%/]+)")
_MAX_DIGITS = 40
_FRACTION = 10**9  # nine decimals hold what is left of any unit shown last


class Kind(NamedTuple):
    """One kind of quantity: its units as multiples of the smallest step, which is a whole number."""

    name: str
    units: dict[str, int]
    shown: tuple[str, ...]
    examples: tuple[str, ...]
    signed: bool = False

    def parse(self, text: str) -> int:
        """`"5 mL/h"` -> whole steps. Raises QuantityError saying what was expected."""
        match = _TEXT.fullmatch(text.strip()) if len(text) <= _MAX_DIGITS else None
        if match is None:
            raise QuantityError(
                f"{text[:_MAX_DIGITS]!r} is not a {self.name}: write {self._such_as()}"
            )
        number, unit = str(match[1]), str(match[2])
        step = self.units.get(unit.replace("µ", "u").replace("μ", "u"))
        if step is None:
            near = [one for one in self.units if one.casefold() == unit.casefold()]
            known = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(self.units)}"
            raise QuantityError(f"{unit!r} is not a unit of {self.name}: {known}")
        scale: int = 10 ** len(number.partition(".")[2])
        value, rest = divmod(int(number.replace(".", "")) * step, scale)
        if rest:
            raise QuantityError(f"{text!r} is finer than {self.name} can hold")
        if value < 0 and not self.signed:
            raise QuantityError(f"{text!r} is negative")
        return value

    def format(self, value: int, unit: str | None = None) -> str:
        """Whole steps -> exact text, in the largest unit shown that fits, or in one of up to 10**9."""
        if unit is None:
            fits = (name for name in self.shown if self._fits(value, self.units[name]))
            unit = next(fits, self.shown[-1])
        whole, rest = divmod(abs(value), self.units[unit])
        number = f"{whole}.{rest * _FRACTION // self.units[unit]:09d}".rstrip("0").rstrip(".")
        return f"{'-' if value < 0 else ''}{number}{'' if unit in _TIGHT else ' '}{unit}"

    @staticmethod
    def _fits(value: int, unit: int) -> bool:
        """Whether a value is one unit or more, and a decimal fraction of it: 700 s is of no minute."""
        return abs(value) >= unit and not value * _FRACTION % unit

    def _such_as(self) -> str:
        return " or ".join(repr(example) for example in self.examples)


_TIGHT = frozenset({"ns", "us", "ms", "s", "min", "h", "%", "ppm"})
_SECOND = 10**9
_DAY = 86_400 * _SECOND

DURATION = Kind(
    "duration",
    {
        "ns": 1,
        "us": 10**3,
        "ms": 10**6,
        "s": _SECOND,
        "min": 60 * _SECOND,
        "h": 3600 * _SECOND,
        "d": _DAY,
        "day": _DAY,
        "days": _DAY,
        "week": 7 * _DAY,
        "weeks": 7 * _DAY,
    },
    ("days", "h", "min", "s", "ms", "us", "ns"),
    ("10s", "250ms", "2h"),
)
VOLUME = Kind(
    "volume",
    {"pL": 1, "nL": 10**3, "uL": 10**6, "mL": 10**9, "L": 10**12},
    ("mL",),
    ("40 mL", "250 uL"),
)
_PER_DAY = {"day": 1, "d": 1, "h": 24, "min": 1440}
RATE = Kind(
    "flow rate",
    {f"{v}/{t}": s * n for v, s in VOLUME.units.items() for t, n in _PER_DAY.items()},
    ("mL/day",),
    ("0.4 mL/day", "5 mL/h"),
)
MASS = Kind(
    "mass", {"pg": 1, "ng": 10**3, "ug": 10**6, "mg": 10**9, "g": 10**12}, ("ug",), ("100 ug",)
)
CONCENTRATION = Kind(
    "concentration",
    {f"{name}/mL": step for name, step in MASS.units.items()},
    ("ug/mL",),
    ("500 ug/mL", "2 mg/mL"),
)
DOSE = Kind(
    "dose rate",
    {f"{m}/{t}": s * n for m, s in MASS.units.items() for t, n in _PER_DAY.items()},
    ("ug/day",),
    ("100 ug/day", "1 mg/day"),
)
LENGTH = Kind("length", {"um": 1, "mm": 10**3, "cm": 10**4, "m": 10**6}, ("cm",), ("80 cm",))
SHARE = Kind("share", {"ppm": 1, "%": 10**4}, ("%",), ("2%", "14.5%", "50ppm"))
PRESSURE = Kind(
    "pressure", {"Pa": 1, "kPa": 10**3, "bar": 10**5}, ("kPa",), ("100 kPa", "1 bar"), signed=True
)


def _field(kind: Kind) -> Meta:
    """Mark a whole-number field as written with a unit, for the loader and the schema."""
    units = "|".join(sorted(map(re.escape, kind.units), key=len, reverse=True))
    sign = "[+-]?" if kind.signed else r"\+?"
    schema = {
        "type": "string",
        "description": f"a {kind.name}, with its unit",
        "pattern": rf"^\s*{sign}(\d+(\.\d*)?|\.\d+) *({units.replace('u', '[uµμ]')})\s*$",
        "examples": list(kind.examples),
    }
    return Meta(extra={"kind": kind}, extra_json_schema=schema)


# Field types of the files that people write. Each is an int of the unit named.
Duration = Annotated[int, _field(DURATION)]  # nanoseconds
Volume = Annotated[int, _field(VOLUME)]  # picolitres
Rate = Annotated[int, _field(RATE)]  # picolitres per day
Mass = Annotated[int, _field(MASS)]  # picograms
Concentration = Annotated[int, _field(CONCENTRATION)]  # picograms per millilitre
Dose = Annotated[int, _field(DOSE)]  # picograms per day
Length = Annotated[int, _field(LENGTH)]  # micrometres
Share = Annotated[int, _field(SHARE)]  # parts per million
Pressure = Annotated[int, _field(PRESSURE)]  # pascals
