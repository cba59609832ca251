"""`docs/tutorial.md`: every step loads, raises no doubt in a rehearsal, and plays to a verdict."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.mp1.grammar import request
from mockpump.expect import Abilities
from mockpump.play import play
from mockpump.rehearsal import rehearse
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.seam import Bytes, Delivered, Input, Opened, Shown

Line = tuple[float, str]
"""When a client says what, in seconds."""
PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SHOWS = frozenset({"occlusion", "countdown", "eos", "discrepancy"})
SILENT_CLIENT = ["not_checked"] * 4 + ["failed"] * 9
"""What becomes of each with a client that says nothing: it fails as soon as something is expected."""


def test_ten_steps_and_three_stories() -> None:
    assert len(BLOCKS) == len(SILENT_CLIENT) == 13
    assert [line[:3] for line in PAGE.splitlines() if re.match(r"\d", line)][-1] == "10."


@pytest.mark.parametrize(("text", "result"), list(zip(BLOCKS, SILENT_CLIENT, strict=True)))
def test_a_block_plays(text: str, result: str) -> None:
    scenario = load(text, "my-story.yaml")
    assert rehearse(scenario) == []
    run = play(Run(scenario, abilities=Abilities(operator=True, shows=SHOWS)), [(0, Opened())])
    assert run.verdict is not None
    assert run.verdict.result == result
    assert all(found.what == "passed" for found in run.verdict.findings if found.clause == "assume")


# the stories, with a client that does what each asks, and with one that is changed by a line ---------

HELLO: Line = (0.5, "HELLO")
CLIENTS: dict[str, list[Line]] = {
    "my-story": [
        HELLO,
        (1, "TELEMETRY every=500ms"),
        (50, "= shown occlusion"),  # 48.2 s: the catheter has filled, and it is reported
        (52, "= delivered acknowledge occlusion"),
        (54, "ACK alarm=occlusion"),
    ],
    "countdown": [HELLO, (12, "= shown countdown days=90"), (31, "= shown eos")],
    "lost-reply": [
        HELLO,
        (10, "= delivered bolus"),
        (11, "BOLUS volume=10uL id=7"),
        (14, "RESULT? id=7"),
    ],
    "refill-visit": [
        HELLO,
        (10, "= delivered refill"),
        (11, "RESERVOIR?"),
        (12, "ASPIRATE"),
        (16, "REFILL volume=20mL aspirated=8mL"),
        (18, "= shown discrepancy"),
    ],
}
CHANGED: list[tuple[str, int, list[Line], list[str]]] = [
    ("my-story", 2, [], ["shows occlusion within 2s after alarm occlusion"]),
    ("my-story", 4, [(58, "ACK alarm=occlusion")],
     ["ack_alarm of occlusion within 5s after operator acknowledge"]),
    ("my-story", 4, [(53, "BOLUS volume=1mL id=9"), (54, "ACK alarm=occlusion")],
     ["never bolus while alarm occlusion"]),
    ("my-story", 1, [], ["polls status at least every 2s"]),
    ("countdown", 1, [(12, "= shown countdown days=30")],
     ["shows countdown with days 90 give or take 1 within 5s after alarm eri"]),
    ("countdown", 2, [], ["shows eos within 2s after alarm eos"]),
    ("countdown", 2, [(30.9, "BOLUS volume=1mL id=9"), (31, "= shown eos")],
     ["never bolus while alarm eos"]),
    ("lost-reply", 3, [(14, "BOLUS volume=10uL id=8")],
     ["read_result before bolus attempted after bolus", "bolus exactly 1 times"]),
    ("lost-reply", 2, [], ["bolus within 5s after operator bolus",
     "read_result before bolus attempted after bolus", "bolus exactly 1 times"]),
    ("refill-visit", 2, [],
     ["in order read_reservoir, aspirate, refill"]),
    ("refill-visit", 4, [(16, "REFILL volume=20mL aspirated=12mL")],
     ["refill with aspirated at most 10 mL within 20s after aspirate"]),
    ("refill-visit", 5, [], ["shows discrepancy within 5s after refill"]),
]  # fmt: skip
"""Of which story, which line of its client gives way to which lines, and what then fails."""


def inputs(text: str, ss: int) -> Input:
    match text.split():
        case ["=", "delivered", do, *of]:
            return Delivered(do, "".join(of), ok=True)
        case ["=", "shown", name, *values]:
            return Shown(name, dict(value.split("=") for value in values))
        case [verb, *args]:
            return Bytes(request(ss, verb, dict(arg.split("=") for arg in args)))
        case _:
            raise AssertionError(text)


def failed(name: str, lines: list[Line]) -> list[str]:
    """Play a story of the page to a client; return what is not met, in words."""
    text = [block for block in BLOCKS if f"name: {name}\n" in block][-1]
    script: list[tuple[Nanos, Input]] = [(0, Opened())]
    for ss, (at, said) in enumerate(lines):
        script.append((int(at * SECOND), inputs(said, ss)))
    run = play(Run(load(text), abilities=Abilities(operator=True, shows=SHOWS)), script)
    assert run.verdict is not None
    assert run.verdict.result in ("passed", "failed")
    return [found.text for found in run.verdict.findings if found.what != "passed"]


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_can_meet_the_story(name: str) -> None:
    assert failed(name, CLIENTS[name]) == []


@pytest.mark.parametrize(("name", "line", "instead", "unmet"), CHANGED)
def test_and_one_that_does_not_fails_just_what_it_does_not(
    name: str, line: int, instead: list[Line], unmet: list[str]
) -> None:
    lines = CLIENTS[name]
    assert failed(name, [*lines[:line], *instead, *lines[line + 1 :]]) == unmet
