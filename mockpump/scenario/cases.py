"""`matrix`: one file, many values, each a named case; put where they belong before anything is made.

Values stand there by their path: `pump.infusion.rate`, and in a list by an id: `timeline.kink.at`.

    matrix: {pump.infusion.rate: [1 mL/h, 5 mL/h]}      every value, of several paths each with each
    matrix: {slow: {pump.infusion.rate: 1 mL/h, limit: 9min}, fast: {…}}    values that go together
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import NamedTuple

from mockpump.errors import Mistake, Where
from mockpump.scenario.nodes import Items, Keys, Node, Pair, Scalar, quoted
from mockpump.scenario.tree import Report
from mockpump.scenario.words import did_you_mean, listed

MATRIX = "matrix"
MOST_CASES = 200
LONGEST = 40
"""A value with more characters is called by its number."""
OWN = ("mockpump", "name", MATRIX)
"""What is the same in all cases of one story."""
FORM = "lists of values by their paths, or for each case its values by their paths"

_PATH = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.,=/%+-]{0,60}")


class Case(NamedTuple):
    """One case of a scenario: its name ("" where there is no matrix), and what it says."""

    name: str
    node: Node


class Setting(NamedTuple):
    """A value, and the path of what it is a value of: each part with its own place."""

    path: tuple[str, ...]
    where: Where
    value: Node

    def place(self, depth: int) -> Where:
        """Return where the path names its part of that depth."""
        before = sum(len(part) + 1 for part in self.path[:depth])
        return self.where._replace(column=self.where.column + before)


def cases(node: Node, report: Report) -> list[Case]:
    """Return the cases of a scenario, in order; the scenario itself where it has no matrix."""
    if not isinstance(node, Keys) or MATRIX not in node.pairs:
        return [Case("", node)]
    where, matrix = node.pairs[MATRIX]
    rest = Keys(node.where, {key: pair for key, pair in node.pairs.items() if key != MATRIX})
    named = list(islice(_named(matrix, report), MOST_CASES + 1))
    if len(named) > MOST_CASES:
        report(Mistake(where, f"more than {MOST_CASES} cases", "fewer, or a scenario in Python"))
    made = []
    for name, settings in named[:MOST_CASES]:
        case: Node = rest
        for setting in settings:
            case = _put(case, setting, 0, report)
        made.append(Case(name, case))
    return made


def not_chosen(name: str, names: list[str], where: Where, maker: str) -> Mistake:
    """Say that a name chooses no case, and which there are, if any; `maker` is what would make some."""
    if not name:
        found = f"{len(names)} cases, of which none is chosen"
        return Mistake(where, found, listed(names))
    hint = did_you_mean(name, names)
    found = f"no case {name!r}" if names else f"no case {name!r}: there is no {maker}"
    return Mistake(where, found, "" if hint else listed(names), hint)


def each_once(wrong: Mapping[str, Iterable[Mistake]], count: int) -> Iterator[Mistake]:
    """Tell the mistakes of `count` cases, each once: of one that not all have, who has it."""
    names: dict[Mistake, list[str]] = {}
    for name, mistakes in wrong.items():
        for mistake in mistakes:
            names.setdefault(mistake, []).append(name)
    for mistake, (first, *others) in names.items():
        if len(others) + 1 == count:
            yield mistake
        else:
            more = f" and {len(others)} more" if others else ""
            yield mistake._replace(found=f"{mistake.found}, in the case {first}{more}")


def _named(matrix: Node, report: Report) -> Iterator[tuple[str, tuple[Setting, ...]]]:
    if not isinstance(matrix, Keys) or not matrix.pairs:
        report(Mistake(matrix.where, f"{matrix} without a case", FORM))
        return
    form = type(next(iter(matrix.pairs.values())).value)
    for _, value in matrix.pairs.values():
        if not isinstance(value, Items | Keys) or not isinstance(value, form):
            report(Mistake(value.where, str(value), FORM))
            return
    yield from _each_with_each(matrix, report) if form is Items else _together(matrix, report)


def _together(matrix: Keys, report: Report) -> Iterator[tuple[str, tuple[Setting, ...]]]:
    """The form in which each case has a name, and its values."""
    for name, (where, values) in matrix.pairs.items():
        assert isinstance(values, Keys)
        if not _NAME.fullmatch(name):
            report(Mistake(where, f"{quoted(name)} as a name", "a short one, such as 'slow'"))
        else:
            yield name, tuple(_settings(values.pairs, report))


def _each_with_each(matrix: Keys, report: Report) -> Iterator[tuple[str, tuple[Setting, ...]]]:
    """The form in which each path has its values, and each is played with each of the others."""
    ends = Counter(path.rpartition(".")[2] for path in matrix.pairs)
    columns = []
    for path, (where, values) in matrix.pairs.items():
        assert isinstance(values, Items)
        end = path.rpartition(".")[2]
        short = end if ends[end] == 1 else path
        if not values.items:
            report(Mistake(values.where, "an empty list", "the values to play"))
        labels = _labels(values, report)
        pairs = [{path: Pair(where, value)} for value in values.items]
        columns.append(
            [
                (f"{short}={label}", tuple(_settings(pair, report if n == 0 else _silent)))
                for n, (label, pair) in enumerate(zip(labels, pairs, strict=True))
            ]
        )
    for chosen in product(*columns):
        name = ",".join(label for label, _ in chosen)
        yield name, tuple(setting for _, settings in chosen for setting in settings)


def _silent(_: Mistake) -> None:
    """What is wrong with a path is told once, not again for each of its values."""


def _settings(pairs: Mapping[str, Pair], report: Report) -> Iterator[Setting]:
    for path, (where, value) in pairs.items():
        first, *_ = parts = tuple(path.split("."))
        if not _PATH.fullmatch(path):
            report(Mistake(where, f"{quoted(path)} as a path", "such as 'pump.infusion.rate'"))
        elif first in OWN:
            report(Mistake(where, f"{first!r}, which is the same in all cases"))
        else:
            yield Setting(parts, where, value)


def _labels(values: Items, report: Report) -> list[str]:
    """Name values by what they say, without blanks; what says too much, by its number."""
    labels: list[str] = []
    for number, value in enumerate(values.items, start=1):
        label = _label(value)
        if label in labels and isinstance(value, Scalar):
            report(Mistake(value.where, f"{value} again"))
        labels.append(label if label and label not in labels else str(number))
    return labels


def _label(value: Node) -> str:
    match value:
        case Scalar(text=text):
            label = "".join(text.split())
            return label if len(label) <= LONGEST and label.isprintable() else ""
        case Keys(pairs=pairs) if len(pairs) == 1:
            return next(iter(pairs))
        case _:
            return ""


def _put(node: Node, setting: Setting, depth: int, report: Report) -> Node:
    """Return a tree with a value at its path; the trees that it is made of stay as they are."""
    if depth == len(setting.path):
        return setting.value
    part, place = setting.path[depth], setting.place(depth)
    match node:
        case Keys(where, pairs):
            below = pairs.get(part, Pair(place, Keys(place, {}))).value
            return Keys(
                where, {**pairs, part: Pair(place, _put(below, setting, depth + 1, report))}
            )
        case Items(where, items):
            ids = [_id(item) for item in items]
            if part in ids:
                at = ids.index(part)
                new = _put(items[at], setting, depth + 1, report)
                return Items(where, (*items[:at], new, *items[at + 1 :]))
            known = [name for name in ids if name]
            found = f"nothing in {'.'.join(setting.path[:depth])!r} has the id {part!r}"
            hint = did_you_mean(part, known)
            report(Mistake(place, found, "" if hint else listed(known), hint))
            return node
        case _:
            found = f"{'.'.join(setting.path[:depth])!r} is {node}, which holds no {part!r}"
            report(Mistake(place, found, "a shorter path, or a mapping there"))
            return node


def _id(item: Node) -> str:
    if isinstance(item, Keys) and "id" in item.pairs:
        named = item.pairs["id"].value
        return named.text if isinstance(named, Scalar) else ""
    return ""
