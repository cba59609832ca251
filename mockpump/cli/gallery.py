"""`list`, `check` and `schema`: the scenarios there are, whether one is right, what one may say."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from mockpump.errors import Mistake, ScenarioError, Where
from mockpump.pump.alarms import ALARMS
from mockpump.report.catalogue import entries, text
from mockpump.report.machine import verdict_schema
from mockpump.scenario.files import ENDINGS, find, gallery, read
from mockpump.scenario.schema import profile_schema, scenario_schema

SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "scenario": scenario_schema,
    "profile": profile_schema,
    "verdict": verdict_schema,
}


@click.command("list")
@click.option(
    "--faults",
    is_flag=True,
    help="List the faults that a scenario can set, their settings and what shows of them.",
)
@click.option("--alarms", is_flag=True, help="List the alarms that a pump can raise, instead.")
def list_command(faults: bool, alarms: bool) -> None:
    r"""List the scenarios that come with mockpump; play one with `mockpump run NAME`.

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
        for name, path in gallery():
            click.echo(f"{name:<22} {read(path).about.strip().splitlines()[0]}")


@click.command("check")
@click.argument("paths", nargs=-1, required=True)
def check_command(paths: tuple[str, ...]) -> None:
    r"""Check scenarios, by name, file or folder: every mistake with file, line and column.

    Exit codes: 0 all are right, 2 not all.

    \b
    mockpump check occlusion
    mockpump check my-scenarios/ other.yaml
    """
    mistakes: list[Mistake] = []
    count = 0
    for path in _files(paths, mistakes):
        count += 1
        try:
            read(path)
        except ScenarioError as error:
            mistakes += error.mistakes
    for mistake in sorted(mistakes, key=lambda mistake: mistake.where):
        click.echo(str(mistake), err=True)
    if mistakes:
        files = len({mistake.where.file for mistake in mistakes})
        click.echo(f"{len(mistakes)} mistakes in {files} of {count} files", err=True)
        sys.exit(2)
    click.echo(f"{count} scenarios, no mistakes")


def _files(paths: tuple[str, ...], mistakes: list[Mistake]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.is_dir():
            try:
                yield find(name)
            except ScenarioError as error:
                mistakes += error.mistakes
            continue
        inside = sorted(file for file in path.rglob("*") if file.suffix in ENDINGS)
        if not inside:
            mistakes.append(Mistake(Where(name), "no scenario in this folder", "*.yaml"))
        yield from inside


@click.command("schema")
@click.argument("what", type=click.Choice([*SCHEMAS]), default="scenario")
def schema_command(what: str) -> None:
    r"""Print the JSON Schema of a scenario or of a client profile, for an editor, or of a verdict.

    \b
    mockpump schema > scenario.schema.json
    mockpump schema profile > client.schema.json
    mockpump schema verdict
    """
    click.echo(json.dumps(SCHEMAS[what](), indent=2))
