"""Numbers as protocols write them: decimal texts of so many digits, without a float in between.

A quantity is a whole number of its kind's smallest step (`quantity.py`); `step` says how many of
these are one of the protocol's unit: `RATE.units["mL/h"]`.
"""

from __future__ import annotations

import re

from mockpump.errors import QuantityError

_DECIMAL = re.compile(r"([0-9]{0,12})(?:\.([0-9]{0,12}))?")


def rounded(value: int, step: int) -> int:
    """Return how many steps a value is, to the nearest; a half goes away from 0."""
    whole = (2 * abs(value) + step) // (2 * step)
    return -whole if value < 0 else whole


def fixed(value: int, step: int, decimals: int) -> str:
    """Write a value with so many decimals: 12.5 mL/h at 2 decimals -> `12.50`."""
    scale: int = 10**decimals
    scaled = rounded(value * scale, step)
    whole, rest = divmod(abs(scaled), scale)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:0{decimals}}" if decimals else f"{sign}{whole}"


def number(text: str, step: int) -> int:
    """Read a decimal number of a unit, to the nearest smallest step. Raises QuantityError."""
    match = _DECIMAL.fullmatch(text)
    if match is None or text in ("", "."):
        raise QuantityError(f"{text[:40]!r} is not a number")
    decimals = match[2] or ""
    return rounded(int(f"{match[1]}{decimals}") * step, 10 ** len(decimals))
