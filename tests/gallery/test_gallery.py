"""Every story of the gallery: the careful client passes it, and nothing passes on nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mockpump.hazards import HAZARDS
from mockpump.scenario.files import find, gallery, read
from mockpump.scenario.model import Scenario
from tests.gallery.golden import golden, kept
from tests.gallery.mutants import MUTANTS, Mutant
from tests.gallery.player import SHOWS, play

STORIES = {name: read(path) for name, path in gallery()}
TROUBLE = ("fault", "line_fault", "foreign", "set", "hangup", "unplug", "press", "skip", "operator")
"""What goes wrong in a story: all its steps of the first of these kinds that it has."""
NOTHING_TO_SEE = {
    "steady": "nothing goes wrong",
    "catheter-moved": "nothing on the line can tell: the test is that no alarm is invented",
}

GOLDEN = kept()

every_story = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


@every_story
def test_the_careful_client_passes(story: Scenario) -> None:
    verdict = play(story).verdict
    assert verdict.result == "passed", [one for one in verdict.findings if one.what != "passed"]
    assert {one.what for one in verdict.findings} == {"passed"}


def without_trouble(story: Scenario) -> Scenario:
    kind = next(kind for kind in TROUBLE if any(getattr(step, kind) for step in story.timeline))
    names = {type(step.fault).name for step in story.timeline if kind == "fault" and step.fault}
    return replace(
        story,
        assume=(),  # so that the client's own part must fail
        timeline=tuple(
            step for step in story.timeline if not getattr(step, kind) and step.clear not in names
        ),
    )


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("name", sorted({*STORIES} - {*NOTHING_TO_SEE}))
def test_without_what_goes_wrong_the_story_fails(name: str) -> None:
    assert play(without_trouble(STORIES[name])).verdict.result == "failed"


@pytest.mark.parametrize(
    ("mutant", "name", "expectation"),
    [(one, name, expected) for one in MUTANTS for name, expected in one.fails],
    ids=[f"{one.name}-{name}" for one in MUTANTS for name, _ in one.fails],
)
def test_a_mutant_fails_at_the_expectation_that_names_its_behaviour(
    mutant: Mutant, name: str, expectation: str
) -> None:
    assert expectation in play(STORIES[name], mutant.client).failed()


@every_story
def test_every_story_is_failed_by_a_mutant(story: Scenario) -> None:
    assert story.name in {name for one in MUTANTS for name, _ in one.fails}


def test_every_mutant_is_found_out_somewhere() -> None:
    assert all(one.fails for one in MUTANTS)
    assert len({one.name for one in MUTANTS}) == len(MUTANTS)


@every_story
def test_what_it_asks_to_be_shown_can_be_seen_of_the_careful_client(story: Scenario) -> None:
    asked = {part.shows for expected in story.expect for part in expected.parts() if part.shows}
    assert asked <= {*SHOWS}


def test_every_published_hazard_has_a_story() -> None:
    assert {hazard for story in STORIES.values() for hazard in story.hazards} == {*HAZARDS}


@pytest.mark.usefixtures("unmeasured")
@every_story
def test_its_trace_is_the_golden_one(story: Scenario) -> None:
    """Where it is meant to be another: `python -m tests.gallery.golden`."""
    assert golden(find(story.name)) == GOLDEN.get(story.name)


def test_no_golden_trace_is_left_over() -> None:
    assert {*GOLDEN} == {*STORIES}


def test_another_seed_makes_another_trace_and_the_same_seed_the_same() -> None:
    story = STORIES["occlusion"]
    traces = [play(replace(story, seed=seed)).trace for seed in (7, 7, 8)]
    assert traces[0] == traces[1] != traces[2]
