"""What a YAML file is, by a key that says so; and what is told of one that is given for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from mockpump.errors import Mistake, ScenarioError, Where
from mockpump.scenario.nodes import Keys
from mockpump.scenario.tree import parse

Kind = Literal["scenario", "ward", "dialect", "profile", "defaults", ""]
_SAYS_SO: Mapping[str, Kind] = {
    "mockpump": "scenario",
    "ward": "ward",
    "dialect": "dialect",
    "command": "profile",
}
"""The key by which a file says what it is; of several, the first counts."""
_CALLED: Mapping[Kind, tuple[str, str]] = {
    "scenario": ("a scenario", "`mockpump run` plays it"),
    "ward": ("a ward", "`mockpump run` plays it"),
    "dialect": ("a dialect", "`mockpump run SCENARIO --dialect` speaks it"),
    "profile": ("a client profile", "`mockpump run SCENARIO --client` starts that client"),
}
"""What each is in words, and what it is for."""


def kind_in(text: str, file: str = "") -> tuple[Kind, Where]:
    """Return what a text says that it is, and where; empty: nothing that mockpump knows."""
    node = parse(text, file, lambda _mistake: None)
    keys = node.pairs if isinstance(node, Keys) else {}
    for key, kind in _SAYS_SO.items():
        if key in keys:
            return kind, keys[key].where
    return "", Where(file)


@contextmanager
def meant_as(kind: Kind, text: str, file: str) -> Iterator[None]:
    """Read a text as one kind. What is another is told as that. Raises ScenarioError."""
    try:
        yield
    except ScenarioError as error:
        found, where = kind_in(text, file)
        if found in (kind, ""):
            raise
        called, purpose = _CALLED[found]
        told = f"this is {called}, not {_CALLED[kind][0]}"
        raise ScenarioError(Mistake(where, told, hint=purpose)) from error
