"""`docs/tutorial.md`: every step loads, raises no doubt in a rehearsal, and plays to a verdict."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockpump.expect import Abilities
from mockpump.play import play
from mockpump.rehearsal import rehearse
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.seam import Opened

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SILENT_CLIENT = ["passed"] * 4 + ["failed"] * 9
"""What becomes of each with a client that says nothing: it fails as soon as something is expected."""


def test_ten_steps_and_three_stories() -> None:
    assert len(BLOCKS) == len(SILENT_CLIENT) == 13
    assert [line[:3] for line in PAGE.splitlines() if re.match(r"\d", line)][-1] == "10."


@pytest.mark.parametrize(("text", "result"), list(zip(BLOCKS, SILENT_CLIENT, strict=True)))
def test_a_block_plays(text: str, result: str) -> None:
    scenario = load(text, "my-story.yaml")
    assert rehearse(scenario) == []
    shows = frozenset({"occlusion", "countdown", "eos", "discrepancy"})
    run = play(Run(scenario, abilities=Abilities(operator=True, shows=shows)), [(0, Opened())])
    assert run.verdict is not None
    assert run.verdict.result == result
    assert all(found.what == "passed" for found in run.verdict.findings if found.clause == "assume")
