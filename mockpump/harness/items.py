"""Scenario files as tests: each scenario, case and seed played live to a fresh client."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mockpump import ports
from mockpump.clock import read_speed
from mockpump.errors import MockpumpError, ScenarioError, UsageError
from mockpump.expect import Abilities, Verdict
from mockpump.harness.excerpt import Excerpt
from mockpump.harness.keeping import Keep, shown
from mockpump.harness.outcome import (
    PASSES,
    UNJUDGED,
    Became,
    UnmetError,
    became_of,
    became_of_error,
    properties,
    text_of,
)
from mockpump.live import Live
from mockpump.report.again import Played, play_again
from mockpump.run import Run
from mockpump.scenario.defaults import DEFAULTS
from mockpump.scenario.files import kind_of, read_cases, read_profile
from mockpump.scenario.model import Scenario
from mockpump.scenario.profile import ClientProfile
from mockpump.tracefile import TraceFile

_SCENARIO = re.compile(rb"^[{\s]*[\"']?mockpump[\"']?\s*:", re.MULTILINE)
_LOOK = 4096
"""Within so many bytes a scenario says that it is one."""


class Playing(NamedTuple):
    """How scenarios are played as tests: all that comes from the command line."""

    profile_path: Path
    profile: ClientProfile
    keep: Keep
    seed: int | None = None
    seeds: int = 1
    port: str = "pty"
    speed: Fraction = Fraction(1)
    every: bool = False

    def takes(self, path: Path) -> bool:
        """Whether a YAML file that was found in a folder is to be played."""
        return kind_of(path) in ("scenario", "") if self.every else is_scenario(path)

    def play_again(self, scenario: Scenario, seed: int) -> str:
        """Return the command that plays one scenario to the same client."""
        played = Played(
            scenario.where.file,
            seed,
            scenario.case,
            self.port,
            speed=self.speed,
            profile=shown(self.profile_path),
        )
        return play_again(played)


def playing(
    profile: Path, keep: Keep, *, seed: int | None, seeds: int, port: str, speed: str
) -> Playing:
    """Make it of what was written. Raises ScenarioError, UsageError."""
    if seed is not None and seed < 0:
        raise UsageError(f"a seed is 0 or more: found {seed}")
    ports.make(port)  # a word that is none is told before anything is played
    return Playing(profile, read_profile(profile), keep, seed, seeds, port, read_speed(speed))


def is_scenario(path: Path) -> bool:
    """Whether a YAML file says that it is a scenario: others are nobody's business here."""
    if path.name == DEFAULTS:
        return False
    try:
        with path.open("rb") as file:
            return bool(_SCENARIO.search(file.read(_LOOK)))
    except OSError:
        return True  # it is told when it is read


class ScenarioFile(pytest.File):
    """A file with a scenario, or with the cases of one."""

    playing: Playing

    def collect(self) -> Iterator[pytest.Item]:
        """Make a test of every case and seed. A mistake in the file is told with its place."""
        try:
            cases = read_cases(self.path)
        except ScenarioError as error:
            raise self.CollectError(str(error)) from error
        for scenario in cases:
            first = scenario.seed if self.playing.seed is None else self.playing.seed
            for seed in range(first, first + self.playing.seeds):
                yield ScenarioItem.from_parent(
                    self, name=self._name(scenario, seed), scenario=scenario, seed=seed
                )

    def _name(self, scenario: Scenario, seed: int) -> str:
        chosen = self.playing.seeds > 1 or self.playing.seed is not None
        told = [scenario.case] if scenario.case else []
        told += [f"seed{seed}"] if chosen else []
        return f"{scenario.name}[{'-'.join(told)}]" if told else scenario.name


class ScenarioItem(pytest.Item):
    """One scenario, played once to one client that is started for it."""

    def __init__(self, *, scenario: Scenario, seed: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scenario, self.seed = scenario, seed
        self.playing = self.parent.playing  # type: ignore[union-attr]
        self.extra_keyword_matches.update(scenario.hazards, (scenario.case,))

    def runtest(self) -> None:
        """Play it. Raises UnmetError, a MockpumpError, or pytest's own for what is no pass."""
        playing = self.playing
        path, printed = playing.keep.path(self.nodeid), Excerpt()
        again = playing.play_again(self.scenario, self.seed)
        failed = True
        try:
            playing.keep.make()
            verdict = self._play(path, printed)
            became = became_of(verdict)
            self.user_properties += properties(verdict, became, path, again)
            failed = became not in PASSES
            _judge(became, text_of(verdict, path, again))
        except MockpumpError as error:
            self.user_properties.append(("mockpump_became", became_of_error(error)))
            raise
        finally:
            if str(printed):
                self.add_report_section("call", "client output", str(printed))
            playing.keep.keeps(path, failed=failed)

    def _play(self, path: Path, printed: Excerpt) -> Verdict:
        """Play it with the trace going to a file."""
        profile = self.playing.profile
        run = Run(self.scenario, seed=self.seed, abilities=Abilities.of(profile))
        trace = TraceFile(path, lambda what: printed(f"mockpump: {what}\n".encode()))
        live = Live(
            run,
            ports.make(self.playing.port),
            trace.write,
            speed=self.playing.speed,
            profile=profile,
            pass_on=printed,
        )
        try:
            return live.play(lambda _address: None)
        finally:
            trace.close()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell what is wrong, without a traceback of ours where it is not our own mistake."""
        if isinstance(excinfo.value, UnmetError | MockpumpError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Where it is, and how it is called."""
        return self.path, max(0, self.scenario.where.line - 1), self.name


def _judge(became: Became, text: str) -> None:
    """End the test as what the run became."""
    if became == "interrupted":
        raise KeyboardInterrupt
    if became in UNJUDGED:
        pytest.skip(text)
    if became not in PASSES:
        raise UnmetError(became, text)
