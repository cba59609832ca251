"""The words of one declared dialect: its tables, its settings, its alarms, its check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from mockpump.dialects.checks import Check, Writing
from mockpump.dialects.declared.pieces import LanguageError
from mockpump.dialects.numbers import number
from mockpump.errors import QuantityError
from mockpump.quantity import Kind
from mockpump.seam import Value

MILLIONTH = 1_000_000
"""Settings that are numbers are kept in millionths."""


class Setting(NamedTuple):
    """Something that a pump of this protocol remembers beside what ours has.

    It is one of some `words`, or a number from `least` to `most`.
    """

    name: str
    start: Value
    words: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


class Checked(NamedTuple):
    """How a frame is checked, and how that is written."""

    by: Check
    writing: Writing

    @property
    def length(self) -> int:
        """How many bytes it takes."""
        return self.by.length(self.writing)

    def text(self, data: str) -> str:
        """Return the check over a text, as it stands in a frame."""
        return self.by.written(data.encode("latin-1"), self.writing).decode("latin-1")


class Vocabulary(NamedTuple):
    """All that the texts of one dialect may speak of. Tables map our words to those on the wire."""

    tables: Mapping[str, Mapping[str, str]] = {}
    settings: Mapping[str, Setting] = {}
    alarms: Mapping[str, str] = {}
    no_alarm: str = ""
    check: Checked | None = None

    def table(self, name: str) -> Mapping[str, str] | None:
        """Return a table; `alarms` is one, too."""
        return self.alarms if name == "alarms" else self.tables.get(name)


class Form(NamedTuple):
    """How a number stands in a frame.

    `0.000 mL/h`: three decimals; `000`: at least three digits; `~5` behind them: cut to five
    characters; `hex4 0.1 mL/h`: four hex digits that count tenths of a mL/h. The unit may be the name
    of a setting whose value is one.
    """

    whole: int = 1
    decimals: int = 0
    cut: int = 0
    hex: int = 0
    numerator: int = 1
    denominator: int = 1
    unit: str = ""

    def step(self, kind: Kind, unit: str) -> int:
        """Return how many of a kind's smallest steps the number counts. Raises LanguageError."""
        step, rest = divmod(kind.units[unit] * self.numerator, self.denominator)
        if rest or not step:
            raise LanguageError(f"{kind.name} is not as fine as that")
        return step


_FORM = re.compile(
    r"(?:(?P<whole>0+)(?:\.(?P<decimals>0+))?(?:~(?P<cut>[1-9][0-9]?))?|hex(?P<hex>[1-9]))?"
    r"(?:(?:^| +)(?P<scale>[0-9]+(?:\.[0-9]+)?))?(?:(?:^| +)(?P<unit>[A-Za-z%][A-Za-z%/_]*))?"
)


def form_of(text: str) -> tuple[Form, bool]:
    """Read how a number is written, and whether its digits are said. Raises LanguageError."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise LanguageError(f"{text!r} is no format of a number: write 0.00 mL/h, 000 or hex4 mL")
    try:
        scale = number(match["scale"] or "1", MILLIONTH)
    except QuantityError as error:
        raise LanguageError(str(error)) from error
    if not scale:
        raise LanguageError("a scale of 0")
    form = Form(
        len(match["whole"] or "0"),
        len(match["decimals"] or ""),
        int(match["cut"] or 0),
        int(match["hex"] or 0),
        scale,
        MILLIONTH,
        match["unit"] or "",
    )
    return form, bool(match["whole"] or match["hex"])
