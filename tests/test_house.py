"""The house as `pyproject.toml` says it is: which checks hold what, and the one version."""

from __future__ import annotations

import tomllib
from pathlib import Path

from mockpump.cli import VERSION

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
LAYERS, CORE = PROJECT["tool"]["importlinter"]["contracts"]


def test_from_run_down_every_room_is_held_to_open_nothing() -> None:
    """But for `asking` and all above, which are there to meet the world."""
    layers = LAYERS["layers"]
    rooms = [room for layer in layers[layers.index("run") :] for room in layer.split(" | ")]
    assert sorted(CORE["source_modules"]) == sorted(f"mockpump.{room}" for room in rooms)


def test_there_is_one_version() -> None:
    assert PROJECT["project"]["version"] == VERSION
