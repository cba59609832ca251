"""`run` with a ward: several pumps side by side, each with its address, its trace and its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from mockpump.cli.exits import VERDICTS, told_of
from mockpump.cli.run import Options, prepare, tell_verdict
from mockpump.cli.sink import Sink
from mockpump.errors import MachineError
from mockpump.expect import Verdict
from mockpump.live import play_together
from mockpump.report.coverage import coverage_line
from mockpump.report.text import NOTICE
from mockpump.ward import Bed

GRAVEST = (130, 2, 4, 3, 1, 5, 0)
"""Of the exit codes of several pumps, the first of these that there is stands for all of them."""


def play_ward(beds: Sequence[Bed], options: Options, play_again: str) -> int:
    """Play every pump of a ward to its verdict and print them; return one exit code for all."""
    each = [_options(bed, options) for bed in beds]
    for folder in filter(None, (options.trace, options.verdict)):
        _make(folder)
    with ExitStack() as opened:
        sinks = [opened.enter_context(Sink(own.trace, own.name)) for own in each]
        lives = [
            prepare(bed.scenario, own, bed.profile, sink)
            for bed, own, sink in zip(beds, each, sinks, strict=True)
        ]

        def ready() -> None:
            for bed, live in zip(beds, lives, strict=True):
                click.echo(f"{bed.name} {live.address}")

        play_together(lives, ready)
    codes, verdicts = [], list[Verdict]()
    for live, own, sink in zip(lives, each, sinks, strict=True):
        outcome = live.outcome()
        if isinstance(outcome, Exception):
            code, told = told_of(outcome)
            click.echo(f"\nmockpump: {own.name}: {told}", err=True)
            codes.append(code)
        else:
            click.echo("", err=True)
            tell_verdict(outcome, own, play_again, sink.lost)
            codes.append(VERDICTS[outcome.result])
            verdicts.append(outcome)
    if not options.brief:
        click.echo(f"\n{coverage_line(verdicts)}\n{NOTICE}", err=True)
    return gravest(codes)


def gravest(codes: Iterable[int]) -> int:
    """Return the exit code that tells most of what went wrong."""
    return min(codes, key=GRAVEST.index)


def _options(bed: Bed, options: Options) -> Options:
    """Return how one pump is played; its trace and its verdict bear its name."""
    return options._replace(
        name=bed.name,
        port=bed.port,
        link=bed.link,
        seed=bed.seed,
        dialect=bed.dialect,
        trace=options.trace and options.trace / f"{bed.name}.jsonl",
        verdict=options.verdict and options.verdict / f"{bed.name}.json",
    )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f"cannot make the folder {folder}: {error.strerror}") from error
