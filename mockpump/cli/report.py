"""`report`: recorded runs told of, in words or as one HTML file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from mockpump.cli.paint import tell, tell_all
from mockpump.cli.places import must_be_writable
from mockpump.report.account import Account, Unreadable, accounts
from mockpump.report.coverage import coverage_line, hazards, hazards_line
from mockpump.report.picture.text import text
from mockpump.report.text import NOTICE, verdict_line, verdict_lines

UNREADABLE = 2


@click.command("report")
@click.argument("traces", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write one HTML file instead."
)
@click.option("--brief", is_flag=True, help="One line for each run, and no pictures.")
def report_command(traces: tuple[Path, ...], html: Path | None, brief: bool) -> None:
    """Tell of the runs recorded in TRACES: verdicts, each run as a picture, and what was met of all.

    Each is re-computed from its trace, as `mockpump replay` does, because a trace holds no volumes. A
    folder stands for all traces (*.jsonl) in it. The HTML file needs nothing beside it: no network, no
    script.

    Exit codes: 0 all could be told of, 2 not all.

    \b
    mockpump run occlusion --trace out.jsonl
    mockpump report out.jsonl
    mockpump report traces/ --html report.html
    """
    if html is not None:
        must_be_writable(html, "the report")
    found = list(_found(traces))
    if html is not None:
        from mockpump.report.html import save  # noqa: PLC0415 - start-up: Jinja2

        save(html, found)
    else:
        _tell(found, brief=brief)
    wrong = [one for one in found if isinstance(one, Unreadable)]
    for one in wrong:
        click.echo(f"mockpump: {one.why}", err=True)
    sys.exit(UNREADABLE if wrong else 0)


def _found(traces: tuple[Path, ...]) -> Iterator[Account | Unreadable]:
    for trace in traces:
        files = sorted(trace.rglob("*.jsonl")) if trace.is_dir() else [trace]
        if not files:
            why = f"{trace}: no trace in this folder; expected *.jsonl"
            yield Unreadable(str(trace), why)
        yield from accounts(files)


def _tell(found: list[Account | Unreadable], *, brief: bool) -> None:
    told = [one for one in found if isinstance(one, Account)]
    for one in told:
        if not brief:
            click.echo(f"\n{one.trace}")
            tell_all(text, one.picture)
        _tell_verdict(one, brief=brief)
    verdicts = [one.verdict for one in told if one.verdict is not None]
    became = hazards((one.scenario.hazards, one.verdict) for one in told)
    click.echo(f"\n{coverage_line(verdicts)}\n{hazards_line(became)}\n{NOTICE}")


def _tell_verdict(one: Account, *, brief: bool) -> None:
    if one.differs is not None:
        click.echo(f"{one.trace}:{one.differs}: comes out otherwise when it is re-computed")
    if one.verdict is None:
        tell(f"CUT OFF  {one.name}  seed {one.header.seed}  the trace ends before the verdict")
    elif brief:
        tell(verdict_line(one.verdict))
    else:
        for line in verdict_lines(one.verdict, one.recompute, one.play_again):
            tell(line)
