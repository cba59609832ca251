"""What is wrong where a scenario meets a client's profile."""

from __future__ import annotations

import pytest

from mockpump import ports
from mockpump.errors import ScenarioError
from mockpump.live import Live
from mockpump.run import Run
from mockpump.scenario.load import load, load_profile
from mockpump.scenario.meeting import uncaptured
from tests.scenario.test_story import HEAD

SCENARIO = "expect: [{{shows: {}, with: {{rat: 5 mL/h}}, within: 2s}}]\n"
RATE = r"command: [ui, '{port}']" + "\nshows: {rate: 'rate=(?P<rate>.+)'}\n"
BARE = RATE.replace("(?P<rate>.+)", ".+")
DAYS = RATE.replace("(?P<rate>", "(?P<days>")
RAT = RATE.replace("(?P<rate>", "(?P<rat>")
FOUND = "f:4:36: with: the profile's pattern for 'rate' captures no 'rat'"


@pytest.mark.parametrize(
    ("shows", "profiles", "told"),
    [
        ("rate", [RATE], [f"{FOUND} (did you mean 'rate'?)"]),
        ("rate", [DAYS], [f"{FOUND}; expected days"]),
        ("rate", [BARE], [f"{FOUND}; expected a group (?P<rat>…) in it"]),
        ("rate", [RAT], []),
        ("rate", [DAYS, RAT], []),
        ("rate", [RATE, DAYS], [f"{FOUND} (did you mean 'rate'?)"]),
        ("eros", [RATE], []),
        ("rate", [], []),
    ],
)
def test_what_is_shown_must_be_captured(shows: str, profiles: list[str], told: list[str]) -> None:
    scenario = load(HEAD + SCENARIO.format(shows), "f")
    assert [*map(str, uncaptured(scenario, *map(load_profile, profiles)))] == told


def test_nothing_is_played_to_such_a_client() -> None:
    run = Run(load(HEAD + SCENARIO.format("rate"), "f"))
    with pytest.raises(ScenarioError) as caught:
        Live(run, ports.make("pty"), lambda _: None, profile=load_profile(RATE))
    assert str(caught.value) == f"{FOUND} (did you mean 'rate'?)"
