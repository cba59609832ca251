"""Values as MP/1 writes and reads them: one unit per kind of quantity, without a blank."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from mockpump.errors import QuantityError
from mockpump.operations import VALUES, Kinds
from mockpump.quantity import (
    CONCENTRATION,
    DOSE,
    DURATION,
    LENGTH,
    MASS,
    PRESSURE,
    RATE,
    SHARE,
    VOLUME,
    Kind,
)
from mockpump.seam import Value

ArgKind: TypeAlias = Kind | Literal["number", "1 or 0", "text", "steps"]
"""What an argument may be: a quantity with its unit, a plain number from 0 up, yes or no, a text, or
steps: of the mode flex, each a time of day and a rate, separated by commas."""

MAX_TEXT = 32
MAX_STEPS = 450  # characters of all that one frame can stage
MAX_NUMBER = 10**12

UNITS: Mapping[str, str] = {
    DURATION.name: "s",
    VOLUME.name: "mL",
    RATE.name: "mL/day",
    MASS.name: "ug",
    DOSE.name: "ug/day",
    CONCENTRATION.name: "ug/mL",
    LENGTH.name: "cm",
    SHARE.name: "%",
    PRESSURE.name: "kPa",
}
"""The one unit in which the pump writes each kind of quantity; it reads every unit of the kind."""

_BARE = re.compile(r"[#-)+-:=?-~]+").fullmatch  # printable, but none of: blank " * ; < > !
_QUANTITY = re.compile(r"-?[0-9.]+ [A-Za-z%/]+").fullmatch
_RESERVED = re.compile(r'[^ -~]|["*<>!]')

Writer: TypeAlias = Callable[[Value], str]


def text(value: Value) -> str:
    """Write a plain number or text: quoted if it must be; what MP/1 reserves becomes `?`."""
    if value is True or value is False:
        return "1" if value else "0"
    plain = str(value)
    return plain if _BARE(plain) else f'"{_RESERVED.sub("?", plain)}"'


def quantity(kind: Kind) -> Writer:
    """Make the writer of one kind: whole steps -> the shortest exact text in its unit."""
    unit = UNITS[kind.name]
    step = kind.units[unit]  # a power of ten of the kind's smallest step

    def write(value: Value) -> str:
        if isinstance(value, str):  # the event log has quantities in words
            return text(value.replace(" ", ""))
        if value < 0:
            return "-" + write(-value)
        whole, rest = divmod(value, step)
        if not rest:
            return f"{whole}{unit}"
        return f"{whole}.{str(step + rest)[1:].rstrip('0')}{unit}"

    return write


def words(value: Value) -> str:
    """Write what the event log has in words, a quantity without its blank."""
    plain = str(value)
    return text(plain.replace(" ", "") if _QUANTITY(plain) else value)


_OTHERS: Kinds = {"every": DURATION, "ttl": DURATION}

WRITERS: Mapping[str, Writer] = {
    "was": words,
    "value": words,
    **{
        name: text if kind is None else quantity(kind)
        for name, kind in {**VALUES, **_OTHERS}.items()
    },
}
"""How each value is written: the pump's, its event log's, the session's own; any other as text."""


def read(kind: ArgKind, value: str) -> int | str:
    """Read an argument. Raises QuantityError saying what was expected."""
    if isinstance(kind, Kind):
        return kind.parse(value)
    if kind in ("text", "steps"):
        most = MAX_TEXT if kind == "text" else MAX_STEPS
        if not 1 <= len(value) <= most:
            raise QuantityError(f"a text has 1 to {most} characters")
        return value
    if kind == "1 or 0":
        if value not in ("1", "0"):
            raise QuantityError("neither 1 (yes) nor 0 (no)")
    elif not value.isdecimal() or len(value) > len(str(MAX_NUMBER)) or int(value) > MAX_NUMBER:
        raise QuantityError(f"not a whole number from 0 to {MAX_NUMBER}")
    return int(value)
