"""What a report tells of one recorded run: its trace, re-computed, and looked at while it plays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.errors import MockpumpError
from mockpump.expect import Finding, Verdict
from mockpump.expect.verdict import Lapse
from mockpump.play import begin_again, first_difference
from mockpump.report.again import Played, play_again, recompute
from mockpump.report.picture.camera import Camera
from mockpump.report.picture.model import Bar, Lane, Mark, Picture, Row
from mockpump.report.picture.rows import Rows, about
from mockpump.report.text import WORDS, seconds, worth_telling
from mockpump.run import Run
from mockpump.scenario.model import Scenario
from mockpump.seam import Note
from mockpump.trace import Header, Recorded

MOST_READINGS = 100
"""A table of more rows is read by nobody."""


class Account(NamedTuple):
    """One run. `differs`: the first line of its trace that this version computes otherwise."""

    trace: str
    header: Header
    scenario: Scenario
    verdict: Verdict | None
    picture: Picture
    events: tuple[str, ...]
    readings: tuple[tuple[str, ...], ...]
    differs: int | None
    played: str = ""
    """The command that plays it again to the same client, where whoever played it knows."""

    @property
    def name(self) -> str:
        """Name what was played: a scenario, or a case of it."""
        return named(self.scenario)

    @property
    def recompute(self) -> str:
        """Return the command that computes it again."""
        return recompute(self.trace)

    @property
    def play_again(self) -> str:
        """Return the command that plays it again; of a trace alone, without its client."""
        if self.played:
            return self.played
        header = self.header
        played = Played(
            header.file,
            header.seed,
            header.case,
            no_pacing=header.pacing is False,
            line_faults=header.line_faults,
            dialect=header.dialect,
        )
        return play_again(played)


def named(scenario: Scenario) -> str:
    """`occlusion`, or a case of it, `occlusion [slow]`."""
    return f"{scenario.name} [{scenario.case}]" if scenario.case else scenario.name


class Unreadable(NamedTuple):
    """A trace of which nothing can be told, and why."""

    trace: str
    why: str


def accounts(traces: Iterable[Path]) -> Iterator[Account | Unreadable]:
    """Tell of each trace, one after the other; of one that cannot be read, why."""
    for trace in traces:
        try:
            yield account(trace)
        except MockpumpError as error:
            yield Unreadable(str(trace), str(error))


def account(trace: Path) -> Account:
    """Tell of one trace. Raises TraceError, or ScenarioError where its story loads no more."""
    run, recorded = begin_again(trace)
    return retold(recorded, run, str(trace))


def retold(recorded: Recorded, run: Run, trace: str) -> Account:
    """Tell of a run that was built again, from what was recorded of it."""
    camera = Camera(run)
    for received in recorded.inputs:
        camera.receive(received.input, received.at)
    camera.play(None if recorded.complete else recorded.last)
    differs = first_difference(recorded, run)
    verdict = _told(recorded) if recorded.complete else None
    end = verdict.at if verdict is not None else recorded.last
    picture = picture_of(camera, end, verdict)
    events = tuple(about(note) for note in _notes(run) if worth_telling(note))
    header = recorded.header
    read = tuple(readings(picture))
    return Account(trace, header, run.scenario, verdict, picture, events, read, differs)


def picture_of(camera: Camera, end: Nanos, verdict: Verdict | None) -> Picture:
    """Make the picture of a run that has been played before a camera."""
    rows = Rows()
    for note in _notes(camera.run):
        rows.see(note)
    failed = tuple(_failed(verdict, camera.run, end)) if verdict is not None else ()
    lanes = (Lane("failed", "failed", failed),) if failed else ()
    failures = sorted({mark.at for row in failed for mark in row.marks})
    return Picture(
        f"{named(camera.run.scenario)}, seed {camera.run.seed}",
        max(end, 1),
        (*lanes, *rows.lanes()),
        camera.charts(),
        tuple(failures),
        tuple(rows.skips),
    )


def readings(picture: Picture) -> Iterator[tuple[str, ...]]:
    """Return exact values as rows of a table, its head first: whenever a bar begins or ends."""
    curves = [(chart, curve) for chart in picture.charts for curve in chart.curves]
    yield ("run time", *(f"{chart.title}, {curve.name}" for chart, curve in curves))
    bars = (bar for lane in picture.lanes for row in lane.rows for bar in row.bars)
    times = {0, picture.end, *(skip.at for skip in picture.skips)}
    for bar in bars:
        times |= {bar.since, picture.end if bar.until is None else bar.until}
    for at in sorted(times)[:MOST_READINGS]:
        values = (chart.kind.format(curve.at(at), chart.unit) for chart, curve in curves)
        yield (seconds(at).strip(), *values)


def _told(recorded: Recorded) -> Verdict:
    return msgspec.json.decode(recorded.lines[-1], type=_Ended).verdict


class _Ended(Struct):
    verdict: Verdict


def _notes(run: Run) -> Iterator[Note]:
    return (record for record in run.records if isinstance(record, Note))


def _failed(verdict: Verdict, run: Run, end: Nanos) -> Iterator[Row]:
    """Return a row for each expectation and assumption that was not met."""
    lapses = run.lapses()
    for found in verdict.findings:
        if found.what in ("failed", "warned"):
            when = lapses.get((found.clause, found.index)) or [Lapse(0, end)]
            told = f"{WORDS[found.what]} {label(found)}: {found.text}"
            bars = tuple(Bar(one.since, min(one.at, end), told) for one in when)
            marks = tuple(Mark(min(one.at, end), "failed", told) for one in when)
            yield Row(label(found), found.text, bars, marks)


def label(found: Finding) -> str:
    """`expect[1]`."""
    return f"{found.clause}[{found.index}]"
