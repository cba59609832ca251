"""`dialect`: check a wire protocol that somebody has written, and type frames at it."""

from __future__ import annotations

import sys

import click

from mockpump.errors import ScenarioError
from mockpump.pump.presets import PRESETS
from mockpump.report.mistakes import mistake_lines
from mockpump.scenario.dialects import PLACES, find
from mockpump.trial import Trial

PROMPT = "> "


@click.group("dialect")
def dialect_command() -> None:
    """Check a dialect of your own, and type frames at it. How one is written: docs/dialects.md."""


@dialect_command.command("check")
@click.argument("names", nargs=-1, required=True)
def check(names: tuple[str, ...]) -> None:
    """Check dialects, by the path of their file (YAML or Python) or by name.

    Every mistake is told with file, line and column. A file in Python is run.

    \b
    mockpump dialect check my-pump.yaml

    \b
    Exit codes: 0 all are right, 2 not all.
    """
    wrong = False
    for name in names:
        try:
            dialect = find(name)
        except ScenarioError as error:
            wrong = True
            for mistake in error.mistakes:
                for line in mistake_lines(mistake):
                    click.echo(line, err=True)
        else:
            alarms = "all" if dialect.alarms is None else len(dialect.alarms)
            click.echo(
                f"{dialect.name}: {len(dialect.operations)} operations, {alarms} alarms, "
                f"{dialect.baud} baud {dialect.format}, no mistakes"
            )
    sys.exit(2 if wrong else 0)


@dialect_command.command("try")
@click.argument("name")
@click.option(
    "--pump",
    type=click.Choice([*PRESETS]),
    default="syringe-60",
    show_default=True,
    help="The pump that speaks it.",
)
def try_(name: str, pump: str) -> None:
    """Type frames at a pump that speaks a dialect, or pipe them in; time passes when you say so.

    \b
    A line is               for example
    the body of a frame     INF_RATE                  (what stands around it is put in)
    bytes as they are       <STX>00S<ETX>             (where a name in brackets is among them)
    time that passes        @10s                      (to so long after the beginning)
    a fault of the pump     @10s fault motor_stall    (or: clear motor_stall)

    \b
    What comes back:  <  from the pump    .  what it has noted    !  what could not be done

    \b
    printf 'VER\\nRUN\\n' | mockpump dialect try harvard
    """
    trial = Trial(find(name), PRESETS[pump])
    by_hand = sys.stdin.isatty()
    if by_hand:
        click.echo(
            f"{name}, a pump {pump}. End with Ctrl-D. Dialects: {', '.join(PLACES)}", err=True
        )
    while True:
        click.echo(PROMPT if by_hand else "", nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            break
        typed = line.rstrip("\r\n")
        if not by_hand and typed:
            click.echo(f"> {typed}")
        for told in trial.type(typed):
            click.echo(told)
