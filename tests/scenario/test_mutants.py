"""Hundreds of damaged copies of the scenarios that ship: a located mistake each, or the same story."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from mockpump.errors import ScenarioError
from mockpump.scenario.files import by_group
from mockpump.scenario.load import load

WANTED = 300
KEY = re.compile(r"(?:^ *(?:- )?|[{,] ?)([a-z_]+)(?=:)")
QUANTITY = re.compile(r"\b([0-9.]+) ?(?:mL/h|mL/day|ug/mL|mL|days|min|ms|s|h|%)(?=[,}\n ]|$)")
TEXTS = {name: path.read_text("utf-8") for name, path in by_group()[""]}
"""Those that lie in no folder: their keys are all of the format, none a name of the client's own."""
Damage = Callable[[str], Iterator[str]]


def spots(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What is neither in the story's own words nor in a comment."""
    prose = [
        match.span() for match in re.finditer(r"^about:.*\n(?: .*\n)*|#.*", text, re.MULTILINE)
    ]
    for match in re.compile(pattern.pattern, re.MULTILINE).finditer(text):
        if not any(start <= match.start() < end for start, end in prose):
            yield match


def put(text: str, match: re.Match[str], group: int, new: str) -> str:
    return text[: match.start(group)] + new + text[match.end(group) :]


def swapped(word: str) -> str:
    """Two letters near its middle change places; of equal letters one goes."""
    n = len(word) // 2
    turned = word[: n - 1] + word[n] + word[n - 1] + word[n + 1 :]
    return turned if turned != word else word[:n] + word[n + 1 :]


def misspelt(text: str) -> Iterator[str]:
    for match in spots(KEY, text):
        if len(match[1]) > 1:
            yield put(text, match, 1, swapped(match[1]))


def of_a_wrong_kind(text: str) -> Iterator[str]:
    for match in spots(re.compile(r": ([^\[{,}>\n#]+)"), text):
        for other in ("[7]", "{a: 1}", "1.5e3"):
            yield put(text, match, 1, other)


def without_units(text: str) -> Iterator[str]:
    for match in spots(QUANTITY, text):
        yield put(text, match, 0, match[1])


def badly_indented(text: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    for n, line in enumerate(lines):
        for other in (f" {line}", f"\t{line}", line.removeprefix(" ")):
            if other != line and line.strip() and not line.startswith("#"):
                yield "".join([*lines[:n], other, *lines[n + 1 :]])


def moved(text: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    for n, line in enumerate(lines):
        if line.startswith("  - "):
            rest = [*lines[:n], *lines[n + 1 :]]
            told = (
                rest.index("\n") + 2
            )  # behind the story's own words, which it would become part of
            for to in range(told, len(lines), 3):
                yield "".join([*rest[:to], line, *rest[to:]])


DAMAGES: tuple[Damage, ...] = (misspelt, of_a_wrong_kind, without_units, badly_indented, moved)
MUTANTS = [
    (f"{damage.__name__} {name} {n}", mutant)
    for damage in DAMAGES
    for name, text in TEXTS.items()
    for n, mutant in enumerate(damage(text))
    if mutant != text
]


def story(text: str) -> Any:
    """What a scenario says, wherever it says it and in whatever order its steps stand."""
    told = msgspec.to_builtins(load(text))

    def plain(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: plain(value) for key, value in part.items() if key != "where"}
        if isinstance(part, list | tuple):
            return sorted((plain(one) for one in part), key=repr)
        return part

    return plain({key: value for key, value in told.items() if key not in ("source", "about")})


def story_or_places(text: str) -> Any:
    """What a scenario says, or the lines of its mistakes."""
    try:
        return story(text)
    except ScenarioError as error:
        return [mistake.where.line for mistake in error.mistakes]


def test_there_are_enough() -> None:
    assert len(MUTANTS) >= WANTED
    assert {name.split()[0] for name, _ in MUTANTS} == {damage.__name__ for damage in DAMAGES}


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_a_located_mistake_or_the_same_story(name: str, damage: Damage) -> None:
    whole = story(TEXTS[name])
    for mutant in damage(TEXTS[name]):
        told = story_or_places(mutant)
        assert told == whole or (isinstance(told, list) and all(told)), mutant


@pytest.mark.parametrize("name", TEXTS)
def test_a_misspelt_key_is_told_its_right_name(name: str) -> None:
    text = TEXTS[name]
    for match in spots(KEY, text):
        if len(match[1]) < 4:
            continue
        with pytest.raises(ScenarioError) as caught:
            load(put(text, match, 1, swapped(match[1])))
        assert f"did you mean {match[1]!r}?" in str(caught.value), swapped(match[1])
