"""The shipped scenarios: each loads, fits on a screen, and says what the docs of the gallery need."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.hazards import folder
from mockpump.scenario.files import gallery, home, read

MINUTE = 60 * 10**9

every_scenario = pytest.mark.parametrize(
    "path", [path for _, path in gallery()], ids=[name for name, _ in gallery()]
)


@every_scenario
def test_it_loads_under_its_own_name(path: Path) -> None:
    assert read(path).name == path.stem


@every_scenario
def test_it_fits_on_one_screen(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 120


@every_scenario
def test_it_expects_something_and_ends_within_two_minutes(path: Path) -> None:
    scenario = read(path)
    assert scenario.expect
    assert scenario.end() <= 2 * MINUTE


@every_scenario
def test_where_something_goes_wrong_its_hazard_is_named(path: Path) -> None:
    scenario = read(path)
    assert bool(scenario.timeline) == bool(scenario.hazards)


@every_scenario
def test_it_lies_in_the_folder_of_the_first_hazard_that_it_names(path: Path) -> None:
    group = path.parent.relative_to(home()).as_posix()
    assert group in (".", *map(folder, read(path).hazards[:1]))


def test_no_two_have_one_name() -> None:
    names = [name for name, _ in gallery()]
    assert sorted({*names}) == names
