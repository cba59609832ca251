"""`defaults.yaml`: what the scenarios in its folder say where they do not say it themselves.

A scenario's own mapping is filled up key by key; a list or a value of its own replaces the default.
"""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.errors import Mistake
from mockpump.scenario.build import Builder
from mockpump.scenario.cases import MATRIX
from mockpump.scenario.model import Scenario
from mockpump.scenario.nodes import Keys, Node, Pair, Scalar
from mockpump.scenario.tree import Report, parse
from mockpump.scenario.words import shape

DEFAULTS = "defaults.yaml"
OWN = ("name", "about", "timeline", MATRIX)
"""What makes a story the story that it is."""

_STAND_INS: Mapping[str, str] = {"name": "defaults", "about": "What a scenario says for itself."}


def defaults_of(text: str, file: str, report: Report) -> Node | None:
    """Return what a text gives to scenarios. It is whole by itself: every mistake is told here."""
    node = parse(text, file, report)
    if not isinstance(node, Keys):
        if node is not None:
            report(Mistake(node.where, str(node), "a mapping, as in a scenario"))
        return None
    for key in OWN:
        if key in node.pairs:
            report(Mistake(node.pairs[key].where, f"{key!r}, which every scenario says for itself"))
    given = {key: pair for key, pair in node.pairs.items() if key not in OWN}
    stand_ins = {key: Pair(node.where, Scalar(node.where, say)) for key, say in _STAND_INS.items()}
    Builder(report).struct(shape(Scenario), Keys(node.where, {**given, **stand_ins}))
    given.pop("mockpump", None)  # of this file
    return Keys(node.where, given)


def filled_up(own: Node, defaults: Node) -> Node:
    """Return what a scenario says, and what it leaves to its folder."""
    if not (isinstance(own, Keys) and isinstance(defaults, Keys)):
        return own
    pairs = {**defaults.pairs, **own.pairs}
    for key, (where, value) in own.pairs.items():
        if key in defaults.pairs:
            pairs[key] = Pair(where, filled_up(value, defaults.pairs[key].value))
    return Keys(own.where, pairs)
