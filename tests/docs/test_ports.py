"""`docs/ports.md`: its commands run, its scenario loads, its tables name every kind of port."""

import re
from pathlib import Path

import pytest

from mockpump.ports import KINDS, make
from mockpump.ports.base import Port
from mockpump.scenario.load import load
from tests.docs.shell import typed

PAGE = (Path(__file__).parents[2] / "docs" / "ports.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
REST = "mockpump: 1\nname: example\nabout: An example.\n"


@pytest.mark.parametrize("text", [text for language, text in BLOCKS if language == "sh"])
def test_commands(text: str, tmp_path: Path) -> None:
    typed(text, tmp_path)


@pytest.mark.parametrize("text", [text for language, text in BLOCKS if language == "yaml"])
def test_scenarios(text: str) -> None:
    assert load(REST + text).timeline


def test_every_kind_has_its_section() -> None:
    for kind in KINDS:
        assert re.search(rf"^## `{kind}", PAGE, re.MULTILINE), kind


@pytest.mark.parametrize("spec", re.findall(r"`(tcp(?:::?[\w.]+)?(?::\d+)?)`", PAGE))
def test_every_address_on_the_page_is_one(spec: str) -> None:
    assert isinstance(make(spec), Port)
