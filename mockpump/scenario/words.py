"""What may stand somewhere, said in words to the person who wrote something else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.inspect import (
    BoolType,
    DictType,
    Field,
    IntType,
    LiteralType,
    Metadata,
    NoneType,
    StrType,
    StructType,
    Type,
    UnionType,
    VarTupleType,
    type_info,
)

NEAR = 0.7
"""How alike two names must be (0 to 1) for one to be offered for the other."""


@cache
def shape(cls: type[Struct]) -> StructType:
    """Return a class's fields and their types, looked at once: it takes milliseconds."""
    info = type_info(cls)
    assert isinstance(info, StructType)
    return info


def keys_of(type_: StructType) -> dict[str, Field]:
    """Return what may be written for a Struct: its fields, but not its `not_keys`."""
    hidden = getattr(type_.cls, "not_keys", ())
    return {field.encode_name: field for field in type_.fields if field.name not in hidden}


def listed(names: Iterable[Any]) -> str:
    """`one of a, b, c`, or the one name that there is."""
    texts = [str(name) for name in names]
    return f"one of {', '.join(texts)}" if len(texts) > 1 else "".join(texts)


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that was likely meant; empty where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - start-up: only mistakes need it

    names = [*names]
    for one in names:
        if one.casefold() == name.casefold():
            return one
    return next(iter(get_close_matches(name, names, n=1, cutoff=NEAR)), "")


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Ask for the nearest name; empty where none is near."""
    near = nearest(name, names)
    return f"did you mean {near!r}?" if near else ""


def words(type_: Type) -> str:
    """Say what a type takes."""
    match type_:
        case Metadata(extra={"names": names}):
            return listed(names)
        case Metadata(extra={"registry": registry}, extra_json_schema=schema):
            one = (schema or {}).get("description") or listed(registry)
            return f"{one}, by its name or as {{name: {{settings}}}}"
        case Metadata(type=inner, extra_json_schema=schema):
            shown = schema or {}
            about: str = shown.get("description", words(inner))
            return about + _such_as(shown.get("examples", ()))
        case StructType(cls=cls) if shorthand := getattr(cls, "shorthand", None):
            return f"{words(keys_of(type_)[shorthand].type)}, or {mapping_with(type_)}"
        case StructType():
            return mapping_with(type_)
        case UnionType(types=types):
            return " or ".join(words(part) for part in types if not isinstance(part, NoneType))
        case LiteralType(values=values):
            return listed(map(repr, values))
        case StrType(max_length=int(longest)):
            return f"a text of at most {longest} characters"
        case IntType(ge=low, le=high):
            return f"a whole number{_bounds(low, high)}"
        case _:
            return _PLAIN[type(type_)]


def mapping_with(type_: StructType) -> str:
    """Say which keys a mapping may have."""
    return f"a mapping with the keys {', '.join(keys_of(type_))}"


_PLAIN: dict[type[Type], str] = {
    StrType: "a text",
    BoolType: "true or false",
    VarTupleType: "a list",
    DictType: "a mapping",
}


def _such_as(examples: Iterable[str]) -> str:
    shown = " or ".join(map(repr, examples))
    return f", such as {shown}" if shown else ""


def _bounds(low: int | None, high: int | None) -> str:
    if low is None:
        return "" if high is None else f" up to {high}"
    return f" from {low}" if high is None else f" from {low} to {high}"
