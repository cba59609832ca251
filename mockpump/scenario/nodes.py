"""What a YAML file is made of, once it is read strictly: values, lists and mappings with their places.

YAML is read as its 1.2 core schema has it: `12:30`, `yes` and `on` are texts.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from mockpump.errors import Where

ScalarKind: TypeAlias = Literal["text", "nothing", "truth value", "whole number", "number"]

LONGEST = 60

_CORE: tuple[tuple[ScalarKind, str], ...] = (
    ("nothing", r"null|Null|NULL|~|"),
    ("truth value", r"true|True|TRUE|false|False|FALSE"),
    ("whole number", r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}"),  # below 2**63
    ("number", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
    ("number", r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"),
)
_BASES = {"0o": 8, "0x": 16}


def quoted(text: str) -> str:
    """Return what was written, for a message: all of it, where it is not a whole page."""
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def half_character(text: str) -> bool:
    """Whether a text holds half of a character (a surrogate), which no file and no trace can."""
    return any("\ud800" <= char <= "\udfff" for char in text)


class Scalar(NamedTuple):
    """A single value as it was written. `kind` is what the YAML 1.2 core schema takes it for."""

    where: Where
    text: str
    kind: ScalarKind = "text"

    def __str__(self) -> str:
        if self.kind == "nothing":
            return "nothing"
        return (
            quoted(self.text) if self.kind == "text" else f"the {self.kind} {self.text[:LONGEST]}"
        )

    def value(self) -> str | int | bool | None:
        """Return what it stands for; a number that is not whole stays a text."""
        match self.kind:
            case "nothing":
                return None
            case "truth value":
                return self.text.lower() == "true"
            case "whole number":
                return int(self.text, _BASES.get(self.text[:2], 10))
            case _:
                return self.text


class Items(NamedTuple):
    """A list."""

    where: Where
    items: tuple[Node, ...]

    def __str__(self) -> str:
        return "a list"


class Keys(NamedTuple):
    """A mapping, in file order, without duplicate keys."""

    where: Where
    pairs: dict[str, Pair]

    def __str__(self) -> str:
        return "a mapping"


class Pair(NamedTuple):
    """One key's place and its value."""

    where: Where
    value: Node


class Refused(NamedTuple):
    """What stood there may not stand in a file; the mistake has been reported."""

    where: Where

    def __str__(self) -> str:
        return "an alias"


Node: TypeAlias = Scalar | Items | Keys | Refused


def kind_of(plain: str) -> ScalarKind:
    """Say what the YAML 1.2 core schema takes a plain (unquoted) scalar for."""
    return next((kind for kind, pattern in _CORE if re.fullmatch(pattern, plain)), "text")
