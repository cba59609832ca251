"""The text of a scenario or a client profile -> its record, or one error with every mistake."""

from __future__ import annotations

from itertools import islice
from typing import TypeVar, cast

from msgspec.structs import replace

from mockpump.errors import Mistake, ScenarioError
from mockpump.scenario import story
from mockpump.scenario.build import Builder
from mockpump.scenario.model import Part, Scenario
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.tree import parse
from mockpump.scenario.words import shape

ENOUGH = 200
"""After so many mistakes a file is not what was meant; reading on tells no more."""

P = TypeVar("P", bound=Part)


def load(text: str, file: str = "") -> Scenario:
    """Make a scenario of its text. Raises ScenarioError; `file` is what its places are called.

    The story is judged as a whole once every line of it can be understood: what a misspelt step
    would have set is nobody's guess.
    """
    scenario = replace(_load(Scenario, text, file), source=text)
    mistakes = list(islice(story.mistakes(scenario), ENOUGH))
    if mistakes:
        raise ScenarioError(*mistakes)
    return scenario


def load_profile(text: str, file: str = "") -> ClientProfile:
    """Make a client profile of its text. Raises ScenarioError."""
    return _load(ClientProfile, text, file)


def _load(cls: type[P], text: str, file: str) -> P:
    mistakes: list[Mistake] = []

    def report(mistake: Mistake) -> None:
        mistakes.append(mistake)
        if len(mistakes) == ENOUGH:
            raise ScenarioError(*mistakes)

    node = parse(text, file, report)
    part = None if node is None else Builder(report).struct(shape(cls), node)
    if mistakes:
        raise ScenarioError(*mistakes)
    return cast("P", part)
