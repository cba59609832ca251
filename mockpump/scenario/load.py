"""The text of a scenario or a client profile -> its record, or one error with every mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import TypeVar, cast

from msgspec.structs import replace

from mockpump.errors import Mistake, ScenarioError
from mockpump.scenario import story
from mockpump.scenario.build import Builder
from mockpump.scenario.cases import MATRIX, Case, cases, each_once, not_chosen
from mockpump.scenario.defaults import DEFAULTS, defaults_of, filled_up
from mockpump.scenario.model import Part, Scenario
from mockpump.scenario.nodes import Keys, Node
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.tree import parse
from mockpump.scenario.words import shape

ENOUGH = 200
"""After so many mistakes a file is not what was meant; reading on tells no more."""

P = TypeVar("P", bound=Part)


def load(text: str, file: str = "", case: str = "", defaults: str = "") -> Scenario:
    """Make a scenario of its text. Raises ScenarioError; `file` is what its places are called.

    `case` chooses one of a matrix; `defaults` is the text of its folder's `defaults.yaml`. The story
    is judged as a whole once every line of it can be understood: what a misspelt step would have set
    is nobody's guess.
    """
    source = _Source(text, file, defaults)
    return source.scenario(source.chosen(case))


def load_cases(text: str, file: str = "", defaults: str = "") -> tuple[Scenario, ...]:
    """Make every case of a scenario's text: one, without a name, where it has no matrix."""
    source = _Source(text, file, defaults)
    made: list[Scenario] = []
    wrong: dict[str, tuple[Mistake, ...]] = {}
    for case in source.cases:
        try:
            made.append(source.scenario(case))
        except ScenarioError as error:
            wrong[case.name] = error.mistakes
    if wrong:
        raise ScenarioError(*each_once(wrong, len(source.cases)))
    return tuple(made)


def load_defaults(text: str, file: str) -> Node:
    """Read the text of a `defaults.yaml` by itself. Raises ScenarioError."""
    mistakes = _Mistakes()
    given = defaults_of(text, file, mistakes.report)
    mistakes.settle()
    assert given is not None
    return given


def load_profile(text: str, file: str = "") -> ClientProfile:
    """Make a client profile of its text. Raises ScenarioError."""
    return load_part(ClientProfile, text, file)[0]


def load_part(cls: type[P], text: str, file: str) -> tuple[P, Node]:
    """Make a record of a file's text; return it with the node, which knows every place in the file.

    Raises ScenarioError.
    """
    mistakes = _Mistakes()
    node = parse(text, file, mistakes.report)
    part = _built(cls, node, mistakes)
    assert node is not None
    return part, node


class _Mistakes:
    """What is wrong with a text; with ENOUGH it is left."""

    def __init__(self, found: Iterable[Mistake] = ()) -> None:
        self._found = [*found]

    def report(self, mistake: Mistake) -> None:
        self._found.append(mistake)
        if len(self._found) == ENOUGH:
            self.settle()

    def settle(self) -> None:
        """Raise ScenarioError if there is any."""
        if self._found:
            raise ScenarioError(*self._found)

    def __iter__(self) -> Iterator[Mistake]:
        return iter(self._found)


class _Source:
    """What one scenario is made of: its text, and the text of its folder's defaults."""

    def __init__(self, text: str, file: str, defaults: str) -> None:
        """Read the texts. Raises ScenarioError where nothing can be made of them."""
        self._text, self._defaults = text, defaults
        self._mistakes = _Mistakes()
        node = parse(text, file, self._mistakes.report)
        if node is None:
            self._mistakes.settle()
        assert node is not None
        if defaults:
            given = load_defaults(defaults, str(PurePath(file).parent / DEFAULTS))
            node = filled_up(node, given)
        self._node = node
        self.cases = cases(node, self._mistakes.report)
        if not self.cases:
            self._mistakes.settle()

    def chosen(self, name: str) -> Case:
        """Return the case of that name. Raises ScenarioError, telling which there are."""
        for case in self.cases:
            if case.name == name:
                return case
        names = [case.name for case in self.cases if case.name]
        where = self._node.where
        if isinstance(self._node, Keys) and MATRIX in self._node.pairs:
            where = self._node.pairs[MATRIX].where
        self._mistakes.settle()
        raise ScenarioError(not_chosen(name, names, where, "'matrix'"))

    def scenario(self, case: Case) -> Scenario:
        """Make one case. Raises ScenarioError."""
        made = _built(Scenario, case.node, _Mistakes(self._mistakes))
        made = replace(made, source=self._text, case=case.name, defaults=self._defaults)
        mistakes = list(islice(story.mistakes(made), ENOUGH))
        if mistakes:
            raise ScenarioError(*mistakes)
        return made


def _built(cls: type[P], node: Node | None, mistakes: _Mistakes) -> P:
    part = None if node is None else Builder(mistakes.report).struct(shape(cls), node)
    mistakes.settle()
    return cast("P", part)
