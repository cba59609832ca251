"""What somebody asks of a run while it plays: the text of a step or of a condition, read like a file.

A place is `injected`, the line and the column in that text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from mockpump.dialects.base import Dialect
from mockpump.errors import Mistake, ScenarioError, Where
from mockpump.scenario import story
from mockpump.scenario.build import Builder
from mockpump.scenario.model import Match, Scenario, Step
from mockpump.scenario.nodes import Keys, Node, Pair, Scalar
from mockpump.scenario.tree import parse
from mockpump.scenario.words import shape

PLACE = "injected"
LONGEST = 10_000
"""A step of more text than that is none."""

_TRIGGERS = ("at", "every", "when")

S = TypeVar("S", bound=Struct)


def read_step(text: str, scenario: Scenario, before: Iterable[Step], spoken: Dialect) -> Step:
    """Make a step of `{fault: catheter_occlusion, for: 10s}`: it comes at once. Raises ScenarioError.

    It must be possible in the scenario, after the steps that were injected `before`.
    """
    mistakes: list[Mistake] = []
    node = _parsed(text, mistakes)
    if isinstance(node, Keys):
        for key in _TRIGGERS:
            if key in node.pairs:
                why = f"{key!r} in a step that is injected"
                mistakes.append(Mistake(node.pairs[key].where, why, "a step that comes at once"))
        if not mistakes:
            now = Pair(node.where, Scalar(node.where, "0s"))
            node = Keys(node.where, {"at": now, **node.pairs})
    step = _made(Step, node, mistakes)
    timeline = (*scenario.timeline, *before, step)
    asked = replace(scenario, timeline=timeline, assume=(), expect=())
    found = list(story.mistakes(asked, spoken))
    if wrong := [one for one in dict.fromkeys(found) if one.where.file == PLACE]:
        raise ScenarioError(*wrong)
    return step


def read_match(text: str) -> Match:
    """Make a condition of `{alarm: occlusion, state: raised}`. Raises ScenarioError."""
    mistakes: list[Mistake] = []
    match = _made(Match, _parsed(text, mistakes), mistakes)
    if match.value is not None:
        why = "'value': a level is watched only where the scenario itself waits for it"
        raise ScenarioError(Mistake(match.where, why))
    return match


def _parsed(text: str, mistakes: list[Mistake]) -> Node | None:
    if len(text) > LONGEST:
        raise ScenarioError(Mistake(Where(PLACE), f"over {LONGEST} characters", "one step"))
    return parse(text, PLACE, mistakes.append)


def _made(cls: type[S], node: Node | None, mistakes: list[Mistake]) -> S:
    made = None if node is None else Builder(mistakes.append).struct(shape(cls), node)
    if mistakes:
        raise ScenarioError(*mistakes)
    return cast("S", made)
