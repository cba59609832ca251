"""`docs/scenarios.md`: every YAML block loads, or fails exactly as the text block after it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockpump.errors import ScenarioError
from mockpump.quantity import CONCENTRATION, DURATION, PRESSURE, RATE, SHARE, VOLUME
from mockpump.scenario.load import load, load_cases, load_defaults, load_profile
from mockpump.scenario.model import Expectation, LineConfig, Match, Scenario, SkipStep, Step
from mockpump.scenario.outside import Foreign, Programmed, Refill
from mockpump.scenario.profile import ClientProfile, Drive, Pattern
from mockpump.scenario.values import Wanted
from mockpump.scenario.words import keys_of, shape

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")
BLOCKS = re.findall(
    r"```yaml\n(.*?)```\n(?:\n(?:is answered by\n\n)?```text\n(.*?)```)?", PAGE, re.DOTALL
)
REST = "mockpump: 1\nname: example\nabout: An example.\n"


def test_the_page_has_its_blocks() -> None:
    assert PAGE.count("```yaml") == len(BLOCKS) == 16
    assert PAGE.count("```text") == sum(bool(told) for _, told in BLOCKS) == 2


@pytest.mark.parametrize(("text", "told"), BLOCKS)
def test_a_block_does_what_the_page_says(text: str, told: str) -> None:
    if told:
        with pytest.raises(ScenarioError) as caught:
            load(text, "wrong.yaml")
        assert str(caught.value) == told.strip()
    elif text.startswith("command:"):
        load_profile(text)
    elif text.startswith("mockpump:") and "\nname:" not in text:
        load_defaults(text, "defaults.yaml")
    else:
        load_cases(text if text.startswith("mockpump:") else REST + text)


@pytest.mark.parametrize(
    "cls",
    [
        *(Scenario, LineConfig, Step, SkipStep, Foreign, Programmed, Refill),
        *(Match, Expectation, Wanted, ClientProfile, Drive, Pattern),
    ],
)
def test_every_key_is_on_the_page(cls: type) -> None:
    missing = [key for key in keys_of(shape(cls)) if not re.search(rf"\b{key}\b", PAGE)]
    assert missing == []


def test_every_unit_is_on_the_page() -> None:
    shown = set(re.findall(r"`([A-Za-z%/]+)`", PAGE))
    for kind in (DURATION, VOLUME, PRESSURE, SHARE):
        assert set(kind.units) <= shown
    assert {unit.partition("/")[2] for unit in RATE.units} <= shown
    assert {"pg/mL", "g/mL"} <= set(CONCENTRATION.units)
