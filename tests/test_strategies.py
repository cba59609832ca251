"""What the strategies draw is what a file may say, and plays; and every fault is among it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from mockpump.clock import SECOND
from mockpump.errors import ScenarioError
from mockpump.framefaults import FRAME_FAULTS
from mockpump.framefaults.lose import Lose
from mockpump.line.faults import BYTE_FAULTS
from mockpump.line.faults.garble import Garble
from mockpump.play import play, trace_of
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.faults.motor.over_infusion import OverInfusion
from mockpump.pump.presets import PRESETS
from mockpump.run import Run
from mockpump.scenario.code import Data, scenario
from mockpump.scenario.load import load
from mockpump.scenario.model import Scenario
from mockpump.seam import Opened
from mockpump.strategies import (
    ON_THE_LINE,
    line_faults,
    possible_in,
    pump_faults,
    settings_of,
    stories,
    written,
)
from mockpump.trace import Header

KEYS: dict[str, Any] = {
    "name": "any",
    "about": "Whatever comes.",
    "pump": {"preset": "ambulatory-100"},
    "timeline": [{"at": "1s", "hangup": True}],
    "ends": "20s",
}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Garble(), "garble"),
        (
            Garble(rate=20_000, direction="to_pump"),
            {"garble": {"rate": "2%", "direction": "to_pump"}},
        ),
        (Lose(reply_to="bolus", count=2), {"lose": {"reply_to": "bolus", "count": 2}}),
        (OverInfusion(factor=200_000), {"over_infusion": {"factor": "20%"}}),
    ],
)
def test_a_fault_in_a_files_words(fault: Struct, said: Data) -> None:
    assert written(fault) == said


@given(st.data())
def test_what_is_written_reads_back_as_the_same_fault(data: st.DataObject) -> None:
    pump = PRESETS[data.draw(st.sampled_from(sorted(PRESETS)))]
    for key, faults in (("fault", pump_faults(pump)), ("line_fault", line_faults())):
        drawn = data.draw(faults)
        keys = {
            **KEYS,
            "pump": {"preset": pump.preset},
            "timeline": [{"at": "1s", key: written(drawn)}],
        }
        assert getattr(scenario(**keys).timeline[0], key) == drawn


@pytest.mark.parametrize("kind", [*BYTE_FAULTS.values(), *FRAME_FAULTS.values()])
def test_every_line_fault_can_be_drawn_and_bears_a_setting_of_its_own(kind: type[Any]) -> None:
    faults = settings_of(kind, ON_THE_LINE)
    assert find(faults, lambda fault: fault != kind()).name == kind.name


@pytest.mark.parametrize("kind", PUMP_FAULTS.values())
def test_every_pump_fault_can_be_drawn(kind: type[Any]) -> None:
    assert find(settings_of(kind), lambda _fault: True).name == kind.name


def test_which_faults_a_pump_can_have() -> None:
    implanted, external = (
        possible_in(PRESETS[name]) for name in ("intrathecal-20", "ambulatory-100")
    )
    assert "pocket_fill" in implanted
    assert "air_in_line" not in implanted
    assert "air_in_line" in external
    assert {*implanted, *external} <= {*PUMP_FAULTS}


def test_an_aim_is_drawn() -> None:
    assert find(line_faults(), lambda fault: getattr(fault, "reply_to", None) == "bolus")


@settings(max_examples=25)
@given(stories(**KEYS))
def test_a_story_plays_to_its_end_and_can_be_made_again_from_its_text(story: Scenario) -> None:
    assert story.timeline[0].hangup
    assert len(story.timeline) <= 6
    run = play(Run(story), [(0, Opened())])
    assert run.verdict is not None
    assert run.verdict.at == 20 * SECOND
    header = run.records[0]
    assert isinstance(header, Header)
    again = play(Run(load(header.source, header.file)), [(0, Opened())])
    assert trace_of(again) == trace_of(run)


def test_wrong_keys_are_told_at_once() -> None:
    with pytest.raises(ScenarioError, match=r"line\.baud: the whole number 1"):
        stories(**KEYS, line={"baud": 1})
