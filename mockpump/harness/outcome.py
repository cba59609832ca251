"""What a verdict is to a test: its text, whether it fails, and what is told to machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from mockpump.errors import ClientError, MachineError, MockpumpError, legible
from mockpump.expect import Finding, Verdict
from mockpump.harness.keeping import shown
from mockpump.report.again import recompute
from mockpump.report.machine import summary
from mockpump.report.text import RESULTS, ended, finding_lines

Became: TypeAlias = Literal[
    "passed",
    "failed",
    "not_checked",
    "not_applicable",
    "client_died",
    "assumption_broken",
    "too_slow",
    "interrupted",
    "client_error",
    "machine_error",
    "scenario_error",
]
"""What became of a test: a verdict's result, or the kind of error that there is no verdict for."""
UNJUDGED = ("not_checked", "not_applicable")
"""Outcomes that are neither passes nor failures, each with a word of its own in pytest's summary."""
PASSES = ("passed", *UNJUDGED)
NOT_THE_CLIENTS = ("assumption_broken", "too_slow", "machine_error", "scenario_error")
"""Outcomes that are errors, not failures: they say nothing of the client."""
_ORDER = ("failed", "warned", "not_checked", "not_applicable", "passed")

Properties: TypeAlias = list[tuple[str, object]]


class UnmetError(Exception):
    """A run that fails its test. Its text is all that there is to tell."""

    def __init__(self, became: Became, text: str) -> None:
        super().__init__(text)
        self.became: Became = became


def became_of(verdict: Verdict) -> Became:
    """Return what a verdict is; where nothing could be judged, why not."""
    if verdict.result == "not_checked":
        whats = {found.what for found in verdict.findings if found.clause == "expect"}
        return "not_applicable" if whats == {"not_applicable"} else "not_checked"
    return verdict.result


def became_of_error(error: MockpumpError) -> Became:
    """Return whose error it was."""
    if isinstance(error, ClientError):
        return "client_error"
    return "machine_error" if isinstance(error, MachineError) else "scenario_error"


def text_of(verdict: Verdict, trace: Path, play_again: str) -> str:
    """Write a verdict with what went wrong first, and the commands to look at it again."""
    lines = [f"{verdict.title()}, seed {verdict.seed}: {RESULTS[verdict.result]}"]
    for found in sorted(verdict.findings, key=lambda found: _ORDER.index(found.what)):
        if found.what != "passed":
            lines += finding_lines(found)
    passed = sum(found.what == "passed" for found in verdict.findings)
    lines.append(f"{passed} of {len(verdict.findings)} passed; {ended(verdict)}")
    lines.append(f"  recompute: {recompute(shown(trace))}      play again: {play_again}")
    return "\n".join(lines)


def unjudged(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Say of each expectation that was not judged, that it was not, and why."""
    for found in verdict.findings:
        if found.what in UNJUDGED:
            yield f"mockpump_{found.what}", f"{_name(found)} {found.text}: {'; '.join(found.lines)}"


def properties(verdict: Verdict, became: Became, trace: Path, play_again: str) -> Properties:
    """Return what a JUnit file tells of a run. Times are whole nanoseconds of run time."""
    told: Properties = [
        ("mockpump_became", became),
        ("mockpump_scenario", verdict.scenario),
        ("mockpump_seed", verdict.seed),
    ]
    if verdict.case:
        told.append(("mockpump_case", verdict.case))
    told += [
        ("mockpump_trace", legible(shown(trace))),
        ("mockpump_recompute", recompute(shown(trace))),
        ("mockpump_play_again", play_again),
    ]
    told += unjudged(verdict)
    for found in verdict.findings:
        if times := summary(found.reactions):
            reactions = msgspec.json.encode(times).decode()
            told.append((f"mockpump_reaction_{_name(found)}", reactions))
    return told


def _name(found: Finding) -> str:
    return f"{found.clause}[{found.index}]"
