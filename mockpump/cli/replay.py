"""`replay`: re-compute a recorded run and compare."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mockpump.cli.exits import VERDICTS
from mockpump.cli.paint import tell
from mockpump.errors import MachineError
from mockpump.play import replay
from mockpump.report.text import verdict_lines


@click.command("replay")
@click.argument("trace", type=click.Path(path_type=Path))
def replay_command(trace: Path) -> None:
    """Re-compute the run recorded in TRACE from its inputs, in virtual time, and compare every byte.

    Prints the verdict again. Exit codes: as the run's own; 3 where a line comes out otherwise (a
    trace that was edited, or recorded by another version); 2 where it is no trace.

    \b
    mockpump run occlusion --trace out.jsonl
    mockpump replay out.jsonl
    """
    run, recorded, differs = replay(trace)
    if differs is not None:
        raise MachineError(
            f"{trace}:{differs}: comes out otherwise when re-computed: the trace was edited, or "
            "recorded by another version of mockpump"
        )
    count = len(recorded.lines)
    if run.verdict is None:
        click.echo(f"{trace}: {count} lines, identical; the run was cut off before its verdict")
        sys.exit(0)
    for line in verdict_lines(run.verdict):
        tell(line)
    click.echo(f"{trace}: {count} lines, identical")
    sys.exit(VERDICTS[run.verdict.result])
