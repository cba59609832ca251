"""Scenarios written in a test, played in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockpump.clock import Nanos
from mockpump.play import play
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.seam import Bytes, Input, Note, Send

HEAD = "mockpump: 1\nname: t\nabout: A test.\n"
FILE = "t.yaml"


def new_run(story: str, **options: Any) -> Run:
    """Make a run of a scenario; line 4 of its file is the first of `story`."""
    return Run(load(HEAD + story, FILE), **options)


def played(story: str, *script: tuple[Nanos, Input], **options: Any) -> Run:
    """Play a scenario to its end."""
    return play(new_run(story, **options), script)


def notes(run: Run, *what: str) -> list[Note]:
    """The notes of some kinds, in order."""
    return [one for one in run.records if isinstance(one, Note) and one.what in what]


def told(run: Run, *what: str) -> list[tuple[Nanos, str, str]]:
    """The notes of some kinds as (when, of, state)."""
    return [(note.at, note.of, note.state) for note in notes(run, *what)]


def sent(run: Run) -> list[tuple[Nanos, bytes]]:
    """What left for the client, and when."""
    return [(one.at, one.data) for one in run.records if isinstance(one, Send)]


def lines(run: Run) -> list[str]:
    """What left for the client, line by line, without checks."""
    data = b"".join(data for _, data in sent(run)).decode("latin-1")
    return [line.rpartition("*")[0] for line in data.splitlines()]


def say(*frames: tuple[Nanos, bytes]) -> Iterator[tuple[Nanos, Input]]:
    for at, data in frames:
        yield at, Bytes(data)
