"""`mockpump monitor`, as a user starts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import mockpump


@pytest.mark.parametrize("speed", ["abc", "0", "-1", "", "nan", "1001"])
def test_a_speed_that_is_none_is_told_by_its_name(
    speed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCKPUMP_SPEED", speed)
    done = mockpump("monitor", "/nowhere/at-all")
    told = f"mockpump: MOCKPUMP_SPEED: {speed!r} is not a number from 0.001 to 1000\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_a_fraction_is_a_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKPUMP_SPEED", "1/3")
    done = mockpump("monitor", "/nowhere/at-all")
    assert done.returncode == 3
    assert done.stderr.startswith("mockpump: cannot open /nowhere/at-all: ")


def test_an_operator_on_a_closed_stdin_asks_for_nothing(tmp_path: Path) -> None:
    done = mockpump("monitor", "/nowhere/at-all", "--operator-on-stdin", cwd=tmp_path, deaf=True)
    assert done.returncode == 3
    assert done.stderr.startswith("mockpump: cannot open /nowhere/at-all: ")
