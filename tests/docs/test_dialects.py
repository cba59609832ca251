"""`docs/dialects.md`: each step of a reader loads and answers; no dialect says less than it is to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from mockpump.dialects.checks import CHECKS
from mockpump.errors import ScenarioError
from mockpump.run import Run
from mockpump.scenario.dialects import DIALECTS, find
from mockpump.scenario.files import gallery, read
from mockpump.scenario.load import load
from mockpump.seam import Stop
from tests.cli.command import mockpump
from tests.docs.dialects_page import BLOCK, FILE, PROGRAM, Steps, said

PAGE = (Path(__file__).parents[2] / "docs" / "dialects.md").read_text("utf-8")
STEPS = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
LEAST: Mapping[str, int] = {
    "mp1": 100,
    "newera": 50,
    "fresenius": 75,
    "alaris": 55,
    "harvard": 50,
}
"""Of what the gallery expects of a client, the percentage that can be decided in each dialect."""


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    return Steps(tmp_path)


def test_each_step_makes_a_dialect_that_can_do_more(steps: Steps) -> None:
    done, sizes = 0, []
    for step in STEPS[:6]:
        for block in BLOCK.finditer(step):
            assert steps.played(block) == block[0]
            done += block[1] == "try"
        sizes.append(len(find(str(steps.folder / FILE)).operations))
    assert done == 6
    assert sizes == sorted(sizes)
    assert sizes[0] == 1
    dialect = find(str(steps.folder / FILE))
    assert dialect.operations == {
        *(
            "identify",
            "read_status",
            "set_rate",
            "start",
            "stop",
            "ack_alarm",
            "patient_bolus",
            "ping",
        ),
    }
    assert dialect.options.keys() == {"watch"}


def test_the_commands_of_the_page_run(steps: Steps) -> None:
    for block in BLOCK.finditer(PAGE):
        if block[1] != "try":
            steps.played(block)
    folder = steps.folder
    assert mockpump("dialect", "check", FILE, PROGRAM, cwd=folder).returncode == 0
    assert "#01ACME 500" in mockpump("dialect", "try", FILE, typed="V\n", cwd=folder).stdout
    done = mockpump("run", "steady", "--dialect", f"./{FILE}", "--", "true", cwd=folder)
    assert "client exited" in done.stderr


def test_two_pumps_share_the_line_as_the_page_says(steps: Steps) -> None:
    for block in BLOCK.finditer(PAGE):
        if block[1] == "yaml":
            steps.played(block)
    line = f"{{dialect: {steps.folder / FILE}, addresses: [1, 2]}}"
    step = "{at: 0s, fault: motor_stall, address: 2}"
    story = f"mockpump: 1\nname: two\nabout: x\nline: {line}\ntimeline: [{step}]\n"
    assert [*Run(load(story)).pumps] == ["1", "2"]
    with pytest.raises(ScenarioError, match="has no address '100'; expected 1 to 99"):
        load(story.replace("[1, 2]", "[1, 2, 100]"))


def test_a_story_says_what_the_new_dialect_cannot(steps: Steps) -> None:
    for block in BLOCK.finditer(PAGE):
        if block[1] == "yaml":
            steps.played(block)
    counts = said(find(str(steps.folder / FILE)))
    assert counts.decided > 0
    assert counts.not_applicable > 0


def test_the_page_names_every_dialect_and_every_check_has_a_proof() -> None:
    assert {f"`{name}`" for name in DIALECTS} <= set(re.findall(r"`\w+`", PAGE))
    assert {row[0] for row in ROW.findall(PAGE)} == {*DIALECTS} == {*LEAST}
    assert len({check.proof for check in CHECKS.values()}) == len(CHECKS)


@pytest.mark.parametrize("name", DIALECTS)
def test_no_dialect_decides_less_of_the_gallery_than_it_is_to(name: str) -> None:
    [(plays, decided, cannot)] = [
        tuple(map(int, row[1:])) for row in ROW.findall(PAGE) if row[0] == name
    ]
    assert plays >= 80
    assert 100 * decided >= LEAST[name] * (decided + cannot)


def test_what_cannot_be_said_is_not_applicable_and_says_why() -> None:
    [path] = [path for name, path in gallery() if name == "occlusion"]
    run = Run(read(path), dialect="alaris")
    assert run.wire.baud == 38400  # its own: the scenario's is for the scenario's dialect
    run.receive(Stop("interrupted"), 0)
    assert run.verdict is not None
    excuses = [one.lines for one in run.verdict.findings if one.what == "not_applicable"]
    assert excuses == [
        ("the dialect alaris has no ack_alarm",),
        ("the dialect alaris has no bolus",),
    ]
