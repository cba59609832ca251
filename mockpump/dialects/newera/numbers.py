"""Numbers as a New Era pump writes them: four digits and a point, at most three decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mockpump.quantity import RATE, VOLUME

RATE_UNITS: Mapping[str, int] = {
    "MM": RATE.units["mL/min"],
    "MH": RATE.units["mL/h"],
    "UM": RATE.units["uL/min"],
    "UH": RATE.units["uL/h"],
}
VOLUME_UNITS: Mapping[str, int] = {"ML": VOLUME.units["mL"], "UL": VOLUME.units["uL"]}
MICROMETRES = 1000  # in a millimetre

_DIGITS = 4
_DECIMALS = 3
_MOST = 10**_DIGITS
_NUMBER = re.compile(r"([0-9]*)(?:\.([0-9]*))?")


def written(value: int, unit: int) -> str:
    """Write whole steps in a unit, cut off after four digits: 26590 in mm -> `26.59`.

    What needs more than four digits before the point is written as the most that fits.
    """
    whole = abs(value) // unit
    if whole >= _MOST:
        return f"{_MOST - 1}."
    decimals = min(_DECIMALS, _DIGITS - len(str(whole)))
    rest = abs(value) % unit * 10**decimals // unit
    return f"{whole}.{rest:0{decimals}}" if decimals else f"{whole}."


def read(text: str, unit: int) -> int | None:
    """Read a number of a unit -> whole steps; digits behind the fourth are cut off, as the pump does.

    None: it is no number. Raises OverflowError where it has more than four digits before the point.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or text.strip(".") == "":
        return None
    whole = (match[1] or "").lstrip("0")
    if len(whole) > _DIGITS:
        raise OverflowError(text)
    decimals = (match[2] or "")[: min(_DECIMALS, _DIGITS - len(whole))]
    scale: int = 10 ** len(decimals)
    return int(whole + decimals or "0") * unit // scale
