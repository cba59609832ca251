"""The arguments of an operation, as a dialect hands them over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from mockpump.pump.refused import RefusedError
from mockpump.seam import Value

Args: TypeAlias = Mapping[str, Value]


def number(args: Args, name: str) -> int:
    """Return a whole number. Raises RefusedError where there is none."""
    if name not in args:
        raise RefusedError("out_of_range", f"{name} is missing")
    value = args[name]
    if not isinstance(value, int):
        raise RefusedError("out_of_range", f"{name} is not a number")
    return value


def with_id(args: Args, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Say in the values which order they are about, if it has an id."""
    id_ = text(args, "id")
    return {"id": id_, **values} if id_ else values


def text(args: Args, name: str) -> str:
    """Return a text, empty where there is none."""
    return str(args.get(name, ""))


def flag(args: Args, name: str) -> bool:
    """Return whether something is asked for: 1, or a truth value."""
    return bool(args.get(name))
