"""A run fed by a script of inputs: virtual, as fast as it computes. A replay is such a script too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mockpump.clock import Nanos
from mockpump.errors import TraceError, UsageError
from mockpump.expect import Abilities
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.seam import Input
from mockpump.trace import Header, Recorded, read, to_line

Script = Iterable[tuple[Nanos, Input]]


def play(run: Run, script: Script) -> Run:
    """Feed a script to a run, then let it go on to its own end; return the run, with its verdict."""
    for at, input_ in script:
        run.receive(input_, at)
    while (due := run.next_deadline()) is not None:
        run.tick(due)
    return run


def trace_of(run: Run) -> bytes:
    """Return all records of a run that nobody drained, as JSON Lines."""
    return b"".join(map(to_line, run.records))


def remake(header: Header) -> Run:
    """Build the run again that a trace was recorded from."""
    return Run(
        load(header.source, header.file, header.case, header.defaults),
        seed=header.seed,
        dialect=header.dialect,
        pacing=header.pacing,
        abilities=Abilities(
            operator=header.operator, shows=frozenset(header.shows), output=header.output
        ),
        line_faults=header.line_faults,
    )


def replay(path: Path) -> tuple[Run, Recorded, int | None]:
    """Re-compute a recorded run from its inputs.

    Return the new run, the trace as read, and the number of the first line that differs (from 1;
    None: every whole line is the same, byte for byte). Raises TraceError, ScenarioError.
    """
    run, recorded = begin_again(path)
    for received in recorded.inputs:
        run.receive(received.input, received.at)
    if recorded.complete:
        play(run, ())
    elif recorded.last > run.now:
        run.tick(recorded.last)
    return run, recorded, first_difference(recorded, run)


def begin_again(path: Path) -> tuple[Run, Recorded]:
    """Read a trace and build its run, ready for its inputs. Raises TraceError, ScenarioError."""
    try:
        with path.open("rb") as file:
            recorded = read(file, str(path))
    except OSError as error:
        raise TraceError(f"{path}: {error.strerror}") from error
    try:
        return remake(recorded.header), recorded
    except UsageError as error:
        raise TraceError(f"{path}:1: {error}") from error


def first_difference(recorded: Recorded, run: Run) -> int | None:
    """Compare line by line; a trace that was cut off may end sooner, and never later."""
    lines, again = recorded.lines, [to_line(record) for record in run.records]
    for number, (line, new) in enumerate(zip(lines, again, strict=False), start=1):
        if line != new:
            return number
    if len(lines) == len(again) or (len(lines) < len(again) and not recorded.complete):
        return None
    return min(len(lines), len(again)) + 1
