"""A scenario made in Python, for what needs computing: the words of a YAML file, as Python data.

    from mockpump.scenario.code import scenario

    scenarios = [
        scenario(name="ramp", case=f"{rate}mL-per-h", about="…", timeline=[
            {"at": f"{10 * n}s", "set": {"rate": f"{rate * n} mL/h"}} for n in range(1, 6)
        ])
        for rate in (1, 2)
    ]

It is checked like a file, and written out as one: that text is its `source`, goes into the trace, and
is what the places in its verdict are places of.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from keyword import iskeyword
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from mockpump.errors import Mistake, ScenarioError, Where
from mockpump.scenario import story
from mockpump.scenario.blame import place_in
from mockpump.scenario.build import Builder
from mockpump.scenario.cases import MATRIX
from mockpump.scenario.load import load
from mockpump.scenario.model import Scenario
from mockpump.scenario.nodes import (
    Items,
    Keys,
    Node,
    Pair,
    Refused,
    Scalar,
    half_character,
    kind_of,
)
from mockpump.scenario.tree import HALF, MAX_DEPTH, Report
from mockpump.scenario.words import shape

Data: TypeAlias = "str | int | Mapping[str, Data] | list[Data] | tuple[Data, ...] | None"
"""What a file may hold: texts, whole numbers, truth values, nothing, mappings and lists."""

LINE = 100


def scenario(*, name: str, about: str, case: str = "", **keys: Any) -> Scenario:
    """Make a scenario of the keys of a file. Raises ScenarioError, at the line of the call.

    A key that is a word of Python may have an underscore behind it, as in `dict(at="5s", for_="9s")`.
    `case` tells apart what one Python file holds several of.
    """
    caller = sys._getframe(1)  # noqa: SLF001 - a mistake has its place: the call that made it
    where = Where(_shown(caller.f_code.co_filename), caller.f_lineno)
    data = {"mockpump": 1, "name": name, "about": about, **keys}
    _check(data, where)
    named: dict[str, Data] = {MATRIX: {case: {}}} if case else {}
    try:
        return load(written({**data, **named}), f"<{name}>", case)
    except ScenarioError as error:  # the case's name is no name
        raise ScenarioError(*(one._replace(where=where) for one in error.mistakes)) from error


def written(data: Mapping[str, Data]) -> str:
    """Write data as the text of a file, which says the same."""
    text: str = yaml.dump(
        _plain(data),
        Dumper=_Dumper,
        default_flow_style=None,
        sort_keys=False,
        allow_unicode=True,
        width=LINE,
    )
    return text


def scenarios_in(path: Path, file: str) -> tuple[Scenario, ...]:
    """Run a Python file; return its `scenario`, or its `scenarios`. Raises ScenarioError.

    `file` is what it is called in messages. Modules that lie beside it can be imported.
    """
    from runpy import run_path  # noqa: PLC0415 - start-up: only such a file needs it

    sys.path.insert(0, str(path.parent))
    try:
        made = run_path(str(path))
    except ScenarioError:
        raise
    except (Exception, SystemExit) as error:
        found = f"{type(error).__name__}: {error}"
        raise ScenarioError(Mistake(place_in(error, path, file), found)) from error
    finally:
        sys.path.remove(str(path.parent))
    several = made.get("scenarios", [made["scenario"]] if "scenario" in made else None)
    if not isinstance(several, Iterable):
        expected = "a name 'scenario', or 'scenarios' for several"
        raise ScenarioError(Mistake(Where(file), "no scenario in it", expected))
    return tuple(_told_apart(list(several), Where(file)))


def _told_apart(several: list[object], where: Where) -> Iterator[Scenario]:
    seen: set[str] = set()
    for number, one in enumerate(several):
        if not isinstance(one, Scenario):
            found = f"scenarios[{number}] is a {type(one).__name__}"
            raise ScenarioError(Mistake(where, found, "what scenario(…) returns"))
        if len(several) > 1 and (not one.case or one.case in seen):
            found = f"scenarios[{number}] has the case {one.case!r}"
            raise ScenarioError(Mistake(where, found, "a case of its own for each of several"))
        seen.add(one.case)
        yield one


def _shown(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


# checking ----------------------------------------------------------------------------------------


def _check(data: Mapping[str, Any], where: Where) -> None:
    """Check data as a file is checked. Raises ScenarioError: every mistake with its path."""
    mistakes: list[Mistake] = []
    nodes = _Nodes(mistakes.append)
    if MATRIX in data:
        mistakes.append(Mistake(Where(), "a matrix", "a scenario for each case"))
    node = nodes.of({key: value for key, value in data.items() if key != MATRIX}, "")
    made = Builder(mistakes.append).struct(shape(Scenario), node)
    if not mistakes:
        mistakes.extend(story.mistakes(made))
    if mistakes:
        raise ScenarioError(
            *(
                mistake._replace(where=where, found=_at(mistake.where.file, mistake.found))
                for mistake in sorted(mistakes, key=lambda one: nodes.order[one.where.file])
            )
        )


def _at(path: str, found: str) -> str:
    return f"{path}: {found}" if path else found


class _Nodes:
    """Makes the nodes that a text would be read as. Each is placed by its path: `timeline[2].at`."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.order: dict[str, int] = {}

    def of(self, data: object, path: str, depth: int = 0) -> Node:
        """Return the node of some data."""
        where = Where(path)
        self.order.setdefault(path, len(self.order))
        if depth > MAX_DEPTH:
            self._report(Mistake(where, f"nested deeper than {MAX_DEPTH} levels"))
            return Refused(where)
        match data:
            case str() if half_character(data):
                self._report(Mistake(where, HALF))
                return Refused(where)
            case str():
                return Scalar(where, data)
            case None:
                return Scalar(where, "null", "nothing")
            case bool() | int():
                text = str(data).lower()
                return Scalar(where, text, kind_of(text))
            case Mapping():
                return Keys(where, dict(self._pairs(data, path, depth)))
            case list() | tuple():
                items = (self.of(one, f"{path}[{n}]", depth + 1) for n, one in enumerate(data))
                return Items(where, tuple(items))
            case _:
                found = f"{data!r}, a {type(data).__name__}"
                expected = (
                    "a text with its unit, a whole number, a truth value, a list or a mapping"
                )
                self._report(Mistake(where, found, expected))
                return Refused(where)

    def _pairs(self, data: Mapping[Any, Any], path: str, depth: int) -> Iterator[tuple[str, Pair]]:
        seen = set()
        for key, value in data.items():
            name = _key(key)
            below = f"{path}.{name}" if path else name
            node = self.of(value, below, depth + 1)
            if name in seen:
                self._report(Mistake(Where(below), f"the key {name!r} again"))
            seen.add(name)
            yield name, Pair(Where(below), node)


def _key(key: object) -> str:
    """Return what a key is in a file: `for_` is `for`, as Python has a word of its own there."""
    name = str(key)
    return name[:-1] if name.endswith("_") and iskeyword(name[:-1]) else name


# writing -----------------------------------------------------------------------------------------


def _plain(data: Any) -> Any:
    match data:
        case Mapping():
            return {_key(key): _plain(value) for key, value in data.items()}
        case list() | tuple():
            return [_plain(one) for one in data]
        case _:
            return data


class _Dumper(yaml.SafeDumper):
    """Writes what `tree.parse` reads: nothing stands for another, a text is never a number."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the library's signature
        return True


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = kind_of(text) == "text" and text.isprintable()
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, None if plain else '"')


_Dumper.add_representer(str, _quoted)
