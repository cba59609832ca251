"""The JSON Schemas: valid themselves, and of one mind with the loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockpump.errors import Mistake, ScenarioError
from mockpump.scenario.files import gallery
from mockpump.scenario.load import load, load_defaults, load_profile
from mockpump.scenario.nodes import Items, Keys, Node, Refused, Scalar
from mockpump.scenario.schema import defaults_schema, profile_schema, scenario_schema
from mockpump.scenario.tree import parse
from tests.scenario.test_docs import BLOCKS, REST
from tests.scenario.test_load import HEAD, WHOLE
from tests.scenario.test_profile import WHOLE as WHOLE_PROFILE

SCENARIO = Draft202012Validator(scenario_schema())
DEFAULTS = Draft202012Validator(defaults_schema())
PROFILE = Draft202012Validator(profile_schema())


def data(text: str) -> Any:
    """The text as JSON would have it, with every scalar what this project reads in it."""
    mistakes: list[Mistake] = []
    node = parse(text, "", mistakes.append)
    assert node is not None
    assert mistakes == []
    return plain(node)


def plain(node: Node) -> Any:
    match node:
        case Keys(pairs=pairs):
            return {key: plain(pair.value) for key, pair in pairs.items()}
        case Items(items=items):
            return [plain(item) for item in items]
        case Scalar():
            return node.value()
        case Refused():
            raise AssertionError(node)


@pytest.mark.parametrize("schema", [scenario_schema(), defaults_schema(), profile_schema()])
def test_it_is_a_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["description"]


@pytest.mark.parametrize("path", [path for _, path in gallery()], ids=lambda path: path.stem)
def test_it_takes_the_gallery(path: Path) -> None:
    SCENARIO.validate(data(path.read_text()))


@pytest.mark.parametrize("text", [text for text, told in BLOCKS if not told])
def test_it_takes_what_the_page_shows(text: str) -> None:
    if text.startswith("mockpump:") and "\nname:" not in text:
        DEFAULTS.validate(data(text))
    elif text.startswith("command:"):
        PROFILE.validate(data(text))
    else:
        SCENARIO.validate(data(text if text.startswith("mockpump:") else REST + text))


def test_it_takes_every_form() -> None:
    SCENARIO.validate(data(WHOLE))
    PROFILE.validate(data(WHOLE_PROFILE))
    PROFILE.validate(data("command: [a, '{port}']"))
    SCENARIO.validate(data(HEAD + "pump: {drug: {concentration: 500 µg/mL}}"))
    SCENARIO.validate(data(HEAD + "pump: {power: {warning_to_end: null}}"))


@pytest.mark.parametrize(
    "text",
    [
        "seed: -1",
        "unknown: 1",
        "limit: 5",
        "limit: -5s",
        "limit: 5 mL",
        "ends: never",
        "hazards: [CAT3]",
        "hazards: CAT-3",
        "start: 12:30",
        "line: {dialect: nobody}",
        "line: {baud: 1}",
        "line: null",
        "pump: {preset: nothing}",
        "pump: {reservoir: {volume: 5 mg}}",
        "timeline: [{at: 1s, fault: nothing}]",
        "timeline: [{at: 1s, fault: {catheter_occlusion: {speed: 1}}}]",
        "timeline: [{at: 1s, line_fault: {garble: {}, lose: {reply_to: bolus}}}]",
        "timeline: [{at: null, hangup: true}]",
        "expect: [{alarm: nothing, within: 1s}]",
        "expect: [{operation: bolus, within: 1}]",
        "expect: [{polls: everything, at_least_every: 1s}]",
        "matrix: {}",
        "matrix: {limit: 9s}",
        "matrix: {limit: []}",
    ],
)
def test_it_refuses_what_the_loader_refuses(text: str) -> None:
    with pytest.raises(ScenarioError):
        load(HEAD + text)
    assert not SCENARIO.is_valid(data(HEAD + text))


@pytest.mark.parametrize("text", ["mockpump: 1\nname: a", "limit: 9s", "mockpump: 1\nlimit: 9"])
def test_it_refuses_what_the_loader_of_defaults_refuses(text: str) -> None:
    with pytest.raises(ScenarioError):
        load_defaults(text, "defaults.yaml")
    assert not DEFAULTS.is_valid(data(text))


@pytest.mark.parametrize("text", ["cwd: .", "command: {a: b}", "command: a\nshows: {x: {on: a}}"])
def test_it_refuses_what_the_profile_loader_refuses(text: str) -> None:
    with pytest.raises(ScenarioError):
        load_profile(text)
    assert not PROFILE.is_valid(data(text))


def test_it_says_what_to_write() -> None:
    limit = scenario_schema()["properties"]["limit"]
    assert limit["description"] == "a duration, with its unit"
    assert limit["examples"] == ["10s", "250ms", "2h"]
    assert scenario_schema()["$defs"]["Step"]["description"].startswith("One line of the timeline")
