"""`list`, `check` and `schema`: the scenarios there are, whether one is right, what one may say."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from mockpump import rehearsal, ward
from mockpump.errors import Mistake, ScenarioError, Where
from mockpump.pump.alarms import ALARMS
from mockpump.report.catalogue import entries, text
from mockpump.report.machine import verdict_schema
from mockpump.report.mistakes import Weight, mistake_lines, mistakes_json
from mockpump.scenario.cases import each_once
from mockpump.scenario.declared import DialectFile
from mockpump.scenario.defaults import DEFAULTS
from mockpump.scenario.files import (
    by_group,
    check_defaults,
    check_dialect,
    check_profile,
    find,
    is_yaml,
    kind_of,
    read_cases,
)
from mockpump.scenario.meeting import uncaptured
from mockpump.scenario.model import Scenario
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.schema import defaults_schema, document, profile_schema, scenario_schema

SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "scenario": scenario_schema,
    "defaults": defaults_schema,
    "profile": profile_schema,
    "ward": lambda: document(ward.Ward, "A mockpump ward"),
    "dialect": lambda: document(DialectFile, "A mockpump dialect"),
    "verdict": verdict_schema,
}


_THINGS = ("scenario", "profile", "dialect")
"""What files are counted as: a ward as a scenario, and so what does not say what it is."""


@click.command("list")
@click.option(
    "--faults",
    is_flag=True,
    help="List the faults that a scenario can set, their settings and what shows of them.",
)
@click.option("--alarms", is_flag=True, help="List the alarms that a pump can raise, instead.")
def list_command(faults: bool, alarms: bool) -> None:
    """List the scenarios that come with mockpump; play one with `mockpump run NAME`.

    \b
    mockpump list
    mockpump list --faults
    mockpump list --alarms
    """
    if faults:
        for entry in entries():
            click.echo(text(entry))
    elif alarms:
        for name, alarm in ALARMS.items():
            click.echo(f"{name:<22} {alarm.priority:<7} {alarm.about}")
    else:
        for group, scenarios in by_group().items():
            if group and scenarios:
                click.echo(f"\n{group}:")
            for name, path in scenarios:
                click.echo(scenario_line(name, path))


def scenario_line(name: str, path: Path) -> str:
    """Tell of one scenario: the first sentence about it, and how many cases it has."""
    told, *others = read_cases(path)
    cases = f" ({len(others) + 1} cases)" if told.case else ""
    return f"{name:<28} {_first_sentence(told.about)}{cases}"


def _first_sentence(about: str) -> str:
    return re.split(r"(?<=[.])\s", about.strip(), maxsplit=1)[0]


@click.command("check")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="As a person reads it, or for an editor or a build.",
)
@click.option(
    "--rehearse/--no-rehearse",
    default=True,
    show_default=True,
    help="Play each story once, in virtual time, with a client that is silent.",
)
def check_command(paths: tuple[str, ...], form: str, rehearse: bool) -> None:
    """Check scenarios, wards, client profiles and declared dialects: every mistake with its place.

    Each is given by its file, a scenario of the gallery by its name; a folder stands for every YAML
    file in it. One with the key `command` is a client profile, one with the key `dialect` a dialect;
    one in Python is checked by `mockpump dialect check`.

    Of a scenario with a matrix, every case is checked; `defaults.yaml` goes with its folder. A story
    that can be read is rehearsed with a client that opens the port and says nothing: a step that
    cannot be done is a mistake; what never comes of itself is told as a warning. Beside a client
    profile, what the scenario asks of the values shown must be what its patterns capture.

    Exit codes: 0 all are right, perhaps with warnings, 2 not all.

    \b
    mockpump check occlusion
    mockpump check my-scenarios/ other.yaml client.yaml
    mockpump check --format json my-scenarios/
    """
    mistakes: list[Mistake] = []
    doubts: list[Mistake] = []
    counts: Counter[str] = Counter()
    profiles: list[ClientProfile] = []
    found: list[Scenario] = []
    for path in _files(paths, mistakes):
        kind = kind_of(path)
        if kind != "defaults":
            counts[kind if kind in _THINGS else "scenario"] += 1
        try:
            match kind:
                case "defaults":
                    check_defaults(path)
                case "profile":
                    profiles.append(check_profile(path))
                case "dialect":
                    check_dialect(path)
                case "ward":
                    ward.read_ward(path)
                case _:
                    scenarios = read_cases(path)
                    found += scenarios
                    if rehearse:
                        _rehearse(scenarios, mistakes, doubts)
        except ScenarioError as error:
            mistakes += error.mistakes
    mistakes += (one for scenario in found for one in uncaptured(scenario, *profiles))
    told: dict[tuple[Weight, Mistake], None] = {("error", one): None for one in mistakes}
    told |= {("warning", one): None for one in doubts}  # once: several files share their defaults
    weighed = sorted(told, key=lambda one: one[1].where)
    if form == "json":
        click.echo(mistakes_json(weighed))
    else:
        _tell(weighed, counts)
    sys.exit(2 if mistakes else 0)


def _rehearse(
    scenarios: tuple[Scenario, ...], mistakes: list[Mistake], doubts: list[Mistake]
) -> None:
    """Play every case of a scenario; tell once what several of them have."""
    wrong: dict[str, tuple[Mistake, ...]] = {}
    doubted: dict[str, list[Mistake]] = {}
    for scenario in scenarios:
        try:
            doubted[scenario.case] = rehearsal.rehearse(scenario)
        except ScenarioError as error:
            wrong[scenario.case] = error.mistakes
    mistakes += each_once(wrong, len(scenarios))
    doubts += each_once(doubted, len(scenarios))


def _tell(weighed: list[tuple[Weight, Mistake]], counts: Counter[str]) -> None:
    for weight, mistake in weighed:
        for line in mistake_lines(mistake, weight):
            click.echo(line, err=True)
    wrong = [mistake.where.file for weight, mistake in weighed if weight == "error"]
    if wrong:
        files = len({*filter(None, wrong)})
        where = f" in {_count(files, 'file')}" if files else ""
        click.echo(f"{_count(len(wrong), 'mistake')}{where}", err=True)
    else:
        warned = f", {_count(len(weighed), 'warning')}" if weighed else ""
        told = [_count(counts[thing], thing) for thing in _THINGS if counts[thing]]
        told = told or [_count(0, "scenario")]
        click.echo(f"{', '.join(told)}, no mistakes{warned}")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _files(paths: tuple[str, ...], mistakes: list[Mistake]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.is_dir():
            try:
                yield find(name)
            except ScenarioError as error:
                mistakes += error.mistakes
            continue
        inside = sorted(
            file
            for file in path.rglob("*")
            if is_yaml(file) and file.name != DEFAULTS  # which each scenario reads
        )
        if not inside:
            mistakes.append(Mistake(Where(name), "no scenario in this folder", "*.yaml"))
        yield from inside


@click.command("schema")
@click.argument("what", type=click.Choice([*SCHEMAS]), default="scenario")
def schema_command(what: str) -> None:
    """Print the JSON Schema of one of the files that people write, or of a verdict.

    \b
    mockpump schema > scenario.schema.json
    mockpump schema defaults > defaults.schema.json
    mockpump schema profile > client.schema.json
    mockpump schema ward > ward.schema.json
    mockpump schema dialect > dialect.schema.json
    mockpump schema verdict
    """
    click.echo(json.dumps(SCHEMAS[what](), indent=2))
