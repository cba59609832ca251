"""What an argument of an operation or a shown value must be: `with: {rate: 5 mL/h}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, NamedTuple

from msgspec import Meta

from mockpump import quantity
from mockpump.errors import QuantityError
from mockpump.quantity import Kind
from mockpump.scenario.part import Part, exactly_one
from mockpump.seam import Value

_KINDS = tuple(kind for kind in vars(quantity).values() if isinstance(kind, Kind))
_NUMBER = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{1,9}))?")
_WHOLE = 10**6  # ppm

Text = Annotated[str, Meta(max_length=60)] | int


class Limits(NamedTuple):
    """What a value must lie between, both ends included; or the text that it must be."""

    kind: Kind | None
    low: int | None = None
    high: int | None = None
    text: str | None = None

    def hold(self, value: Value) -> bool:
        """Whether a value of a note keeps to them; what cannot be read does not."""
        if self.text is not None:
            return str(value) == self.text
        try:
            read = _read(str(value), self.kind)
        except QuantityError:
            return False
        return (self.low is None or read >= self.low) and (self.high is None or read <= self.high)


class Wanted(Part, frozen=True):
    """A value: exactly, give or take so much (`1%`, or a quantity), or on one side of a bound."""

    shorthand: ClassVar[str] = "is"
    is_: Text | None = None
    give_or_take: Text | None = None
    at_least: Text | None = None
    at_most: Text | None = None

    def mistakes(self) -> Iterator[str]:
        """Say either what it is or a bound."""
        if self.is_ is not None or (self.at_least is None and self.at_most is None):
            yield from exactly_one(self, ("is_", "at_least", "at_most"), "a value")
        if self.give_or_take is not None and self.is_ is None:
            yield "'give_or_take' belongs to 'is'"

    def limits(self, kind: Kind | None) -> Limits:
        """Make it ready to compare, as a `kind` of quantity if one is known. Raises QuantityError."""
        if self.is_ is None:
            low, high = self.at_least, self.at_most
            kind = kind or _kind_of(str(low if high is None else high))
            least, most = (None if b is None else _read(str(b), kind) for b in (low, high))
            return Limits(kind, least, most)
        text = str(self.is_)
        kind = kind or _kind_of(text)
        if kind is None and not _NUMBER.fullmatch(text):
            return Limits(None, text=text)
        value = _read(text, kind)
        spread = self._spread(value, kind)
        return Limits(kind, value - spread, value + spread)

    def _spread(self, value: int, kind: Kind | None) -> int:
        if self.give_or_take is None:
            return 0
        text = str(self.give_or_take)
        if text.endswith(("%", "ppm")):
            return abs(value) * quantity.SHARE.parse(text) // _WHOLE
        return _read(text, kind)

    def __str__(self) -> str:
        words = (("", self.is_), ("give or take ", self.give_or_take))
        bounds = (("at least ", self.at_least), ("at most ", self.at_most))
        return " ".join(f"{word}{what}" for word, what in (*words, *bounds) if what is not None)


def _kind_of(text: str) -> Kind | None:
    """Guess a quantity by its unit; None: it has none."""
    for kind in _KINDS:
        try:
            kind.parse(text)
        except QuantityError:
            continue
        return kind
    return None


def _read(text: str, kind: Kind | None) -> int:
    if kind is not None:
        return kind.parse(text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise QuantityError(f"{text!r} is not a number")
    billionths = int(match[2] + (match[3] or "").ljust(9, "0"))
    return -billionths if match[1] == "-" else billionths
