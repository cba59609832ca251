"""Line faults that whoever starts a run asks for: `garble(rate=1%, direction=to_pump)` -> a step.

They stand before the scenario's own steps and are set when run time begins. They are read like a
scenario, as strictly; a place is `line fault`, the number of the fault, and the column in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from mockpump.errors import Mistake, ScenarioError, Where
from mockpump.scenario import story
from mockpump.scenario.build import Builder
from mockpump.scenario.model import Scenario, Step
from mockpump.scenario.nodes import Keys, Pair, Scalar, kind_of
from mockpump.scenario.words import shape

PLACE = "line fault"
FORM = "NAME or NAME(setting=value, …), such as garble(rate=1%)"

_FAULT = re.compile(r"\s*([a-z_]+)\s*(?:\((.*)\))?\s*", re.DOTALL)
_SETTING = re.compile(r"\s*([a-z_]+)\s*=\s*([^,]*?)\s*(?:,|$)")


def with_line_faults(scenario: Scenario, texts: Sequence[str]) -> Scenario:
    """Return a scenario with line faults set from the beginning. Raises ScenarioError."""
    mistakes: list[Mistake] = []
    steps = tuple(_steps(texts, mistakes))
    asked = replace(scenario, timeline=steps, assume=(), expect=())
    mistakes += [] if mistakes else story.mistakes(asked)
    if mistakes:
        raise ScenarioError(*mistakes)
    return replace(scenario, timeline=(*steps, *scenario.timeline))


def _steps(texts: Iterable[str], mistakes: list[Mistake]) -> Iterator[Step]:
    for number, text in enumerate(texts, start=1):
        try:
            step = _step(text, number, mistakes)
        except _FormError as error:
            mistakes.append(Mistake(error.where, f"not a line fault: {text!r}", FORM))
        else:
            if isinstance(step, Step):
                yield step


class _FormError(Exception):
    """Text that cannot be cut into a name and settings."""

    def __init__(self, number: int, column: int) -> None:
        super().__init__()
        self.where = Where(PLACE, number, column + 1)


def _step(text: str, number: int, mistakes: list[Mistake]) -> object:
    """Make a step of a text; what is no step has been reported."""
    match = _FAULT.fullmatch(text)
    if match is None:
        raise _FormError(number, 0)
    where = Where(PLACE, number, match.start(1) + 1)
    settings = Keys(where, dict(_settings(match, number)))
    fault = Keys(where, {match[1]: Pair(where, settings)})
    start = Scalar(where, "0s")
    step = Keys(where, {"at": Pair(where, start), "line_fault": Pair(where, fault)})
    return Builder(mistakes.append).struct(shape(Step), step)


def _settings(match: re.Match[str], number: int) -> Iterator[tuple[str, Pair]]:
    """Cut `rate=1%, direction=to_pump` apart."""
    inside, at = match[2] or "", 0
    while inside[at:].strip():
        setting = _SETTING.match(inside, at)
        if setting is None or not setting[2]:
            raise _FormError(number, match.start(2) + at)
        where = Where(PLACE, number, match.start(2) + setting.start(1) + 1)
        value = Where(PLACE, number, match.start(2) + setting.start(2) + 1)
        yield setting[1], Pair(where, Scalar(value, setting[2], kind_of(setting[2])))
        at = setting.end()
