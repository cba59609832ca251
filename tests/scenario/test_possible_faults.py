"""A fault of a part that the scenario's pump has not is a mistake at the step that sets it."""

from __future__ import annotations

import pytest

from mockpump.errors import ScenarioError
from mockpump.scenario.load import load

HEAD = "mockpump: 1\nname: x\nabout: y\n"


def test_it_is_refused_with_the_reason() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(
            f"{HEAD}timeline:\n  - {{at: 1s, fault: motor_stall}}\n  - {{at: 2s, fault: air_in_line}}",
            "f",
        )
    assert str(caught.value) == (
        "f:6:5: this pump (intrathecal-20) cannot have 'air_in_line': it has no air detector"
    )


def test_the_part_may_be_given_to_it() -> None:
    pump = "pump: {preset: ambulatory-100, reservoir: {level_sensor: true}}\n"
    steps = "  - {at: 1s, fault: level_sensor_error}\n  - {at: 1s, fault: air_in_line}"
    load(f"{HEAD}{pump}timeline:\n{steps}", "f")
