"""`docs/dialects.md`: its steps played as a reader does, and what each can say of the gallery."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from mockpump.dialects.base import Dialect
from mockpump.errors import ScenarioError
from mockpump.expect import Abilities
from mockpump.run import Run
from mockpump.scenario.dialects import DIALECTS, find
from mockpump.scenario.files import gallery, read_cases
from mockpump.scenario.model import Scenario
from mockpump.seam import Stop
from tests.dialects.trials import retried

MARK = "<!-- from here on drawn by `make docs` from the gallery and the dialects' tables -->\n"
BLOCK = re.compile(r"^```(yaml|python|try)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE, PROGRAM = "acme-500.yaml", "twice.py"


def page(text: str) -> str:
    """Play the steps of the page; put in what the pump says now, and the numbers."""
    head, _, _ = text.partition(MARK)
    with tempfile.TemporaryDirectory() as folder:
        steps = Steps(Path(folder))
        return BLOCK.sub(steps.played, head) + MARK + "\n".join(_numbers()) + "\n"


class Steps:
    """What the reader has written so far, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: dict[str, Any] = {}

    def played(self, block: re.Match[str]) -> str:
        """Do what a block is for; return it as it should be."""
        kind, name, text = block.groups()
        if kind == "yaml":
            self._add(yaml.safe_load(text))
            (self.folder / FILE).write_text(yaml.safe_dump(self._written, sort_keys=False))
        elif kind == "python":
            (self.folder / PROGRAM).write_text(text)
        else:
            told = retried(text, find(str(self.folder / (name or FILE))))
            return f"```{kind}{f' {name}' if name else ''}\n{told}```"
        return block[0]

    def _add(self, more: Mapping[str, Any]) -> None:
        """Add to the file; a command with the same text is written anew."""
        for key, value in more.items():
            was = self._written.get(key)
            match was:
                case list():
                    anew = {one["ask"] for one in value}
                    self._written[key] = [one for one in was if one["ask"] not in anew] + value
                case dict():
                    self._written[key] = {**was, **value}
                case _:
                    self._written[key] = value


# how much of the gallery can be said ---------------------------------------------------------------


class Said(NamedTuple):
    """Of the gallery's cases, those that can be played; of what they expect, what can be decided."""

    plays: int
    decided: int
    not_applicable: int


@cache
def stories() -> tuple[Scenario, ...]:
    """Every case of the gallery."""
    return tuple(case for _, path in gallery() for case in read_cases(path))


def said(dialect: Dialect) -> Said:
    """Count what a dialect can say, with a client whose profile leaves nothing to wish."""
    plays = decided = not_applicable = 0
    for story in stories():
        shows = {p.shows for e in story.expect for p in e.parts() if p.shows is not None}
        abilities = Abilities(operator=True, shows=frozenset(shows), output=True)
        try:
            run = Run(story, dialect=dialect, abilities=abilities)
        except ScenarioError:
            continue
        run.receive(Stop("interrupted"), 0)
        assert run.verdict is not None
        expected = [one for one in run.verdict.findings if one.clause == "expect"]
        cannot = sum(one.what == "not_applicable" for one in expected)
        plays += 1
        decided += len(expected) - cannot
        not_applicable += cannot
    return Said(plays, decided, not_applicable)


def _numbers() -> Iterator[str]:
    yield (
        f"\nOf the {len(stories())} cases in the gallery, those that play (others need a frame fault "
        "that the dialect\nhas no form for, such as a repeated number); of what these expect of the "
        "client, what can be decided, and what\nis not applicable. What each cannot say is on its page."
    )
    yield ""
    yield "| Dialect | Cases that play | Expectations decided | Not applicable |"
    yield "| --- | --- | --- | --- |"
    for name in DIALECTS:
        counts = said(DIALECTS[name])
        yield f"| `{name}` | {counts.plays} | {counts.decided} | {counts.not_applicable} |"
