"""The ward file (`ward.yaml`): several pumps in one run, each with its scenario, its port, its client.

What it names (a scenario that is not in the gallery, a client profile, a link) is relative to its own
folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from mockpump import ports
from mockpump.errors import Mistake, ScenarioError, UsageError, Where
from mockpump.line import Wire
from mockpump.scenario.files import find, is_yaml, read, read_cases, read_profile, shown, text_of
from mockpump.scenario.load import load_part
from mockpump.scenario.meeting import uncaptured
from mockpump.scenario.model import Scenario
from mockpump.scenario.names import DialectName
from mockpump.scenario.nodes import Items, Keys, Node
from mockpump.scenario.part import Part
from mockpump.scenario.profile import ClientProfile

MOST_PUMPS = 64
_SAYS_SO = re.compile(r"^(ward|'ward'|\"ward\")\s*:", re.MULTILINE)


class WardPump(Part, frozen=True):
    """One pump: the scenario that it plays, where its client connects, and perhaps that client.

    `case` is one of the scenario's matrix; `seed` and `dialect` replace those of the scenario; `link`
    is a name for its pty.
    """

    name: Annotated[
        str,
        Meta(
            description="up to 40 lower-case letters, digits, hyphens and underscores",
            pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$",
            examples=["bed-1"],
        ),
    ]
    scenario: Annotated[str, Meta(examples=["occlusion", "./mine.yaml"])]
    port: Annotated[str, Meta(examples=["pty", "tcp:4001"])] = "pty"
    link: str = ""
    client: Annotated[str, Meta(examples=["client.yaml"])] = ""
    case: str = ""
    seed: Annotated[int, Meta(ge=0)] | None = None
    dialect: DialectName | None = None


class Ward(Part, frozen=True):
    """Several pumps that are played side by side."""

    ward: Literal[1]
    pumps: tuple[WardPump, ...]
    about: str = ""

    def mistakes(self) -> Iterator[str]:
        """Have pumps, but not more than one machine can serve in time."""
        if not 1 <= len(self.pumps) <= MOST_PUMPS:
            yield f"pumps: {len(self.pumps)}; expected from 1 to {MOST_PUMPS}"


class Bed(NamedTuple):
    """One pump of a ward with all that its file names."""

    name: str
    scenario: Scenario
    port: str
    link: Path | None
    profile: ClientProfile | None
    seed: int | None
    dialect: str | None


def is_ward(path: Path) -> bool:
    """Whether a file says that it is a ward, and no scenario. Raises ScenarioError."""
    return is_yaml(path) and _SAYS_SO.search(text_of(path)) is not None


def read_ward(path: Path) -> tuple[Bed, ...]:
    """Load the ward in a file with the scenarios and profiles that it names. Raises ScenarioError."""
    return load_ward(text_of(path), shown(path))


def load_ward(text: str, file: str = "") -> tuple[Bed, ...]:
    """Make the beds of a ward's text: every mistake at once, those in the files it names too."""
    ward, node = load_part(Ward, text, file)
    mistakes: list[Mistake] = list(_clashes(ward, node))
    folder = Path(file).parent
    beds = [_bed(pump, _keys(node, n), folder, mistakes) for n, pump in enumerate(ward.pumps)]
    if mistakes:
        raise ScenarioError(*dict.fromkeys(mistakes))  # two pumps may play one wrong scenario
    return tuple(bed for bed in beds if bed is not None)


def _bed(pump: WardPump, keys: Keys, folder: Path, mistakes: list[Mistake]) -> Bed | None:
    known = len(mistakes)
    scenario = profile = None
    try:
        scenario = _played(pump, keys, folder)
    except ScenarioError as error:
        mistakes += _placed(error, keys.pairs["scenario"].value.where)
    if pump.client:
        try:
            profile = read_profile(folder / pump.client)
        except ScenarioError as error:
            mistakes += _placed(error, keys.pairs["client"].value.where)
    if scenario is not None and profile is not None:
        mistakes += uncaptured(scenario, profile)
    try:
        ports.make(pump.port, real=Wire(9600))  # whether a real device may be opened, its user says
    except UsageError as error:
        mistakes.append(Mistake(keys.pairs["port"].value.where, str(error)))
    if pump.link and pump.port != "pty":
        mistakes.append(Mistake(keys.pairs["link"].value.where, "a link for a port that is no pty"))
    if scenario is None or len(mistakes) > known:
        return None
    link = folder / pump.link if pump.link else None
    return Bed(pump.name, scenario, pump.port, link, profile, pump.seed, pump.dialect)


def _played(pump: WardPump, keys: Keys, folder: Path) -> Scenario:
    """Read what a pump plays. That there is no such case is a mistake of the ward."""
    path = find(pump.scenario, folder)
    try:
        return read(path, pump.case)
    except ScenarioError as error:
        read_cases(path)  # raises what is wrong with the scenario itself
        where = keys.pairs["case" if pump.case else "scenario"].value.where
        told = (mistake._replace(where=where) for mistake in error.mistakes)
        raise ScenarioError(*told) from error


def _placed(error: ScenarioError, here: Where) -> Iterator[Mistake]:
    """What has no line of its own (a file that is not there) is a mistake of the line that names it."""
    for mistake in error.mistakes:
        if mistake.where.line:
            yield mistake
        else:
            file = f"{mistake.where.file}: " if mistake.where.file else ""
            yield mistake._replace(where=here, found=f"{file}{mistake.found}")


def _clashes(ward: Ward, node: Node) -> Iterator[Mistake]:
    """Say which pumps share what each must have for itself."""
    for key in ("name", "link", "port"):
        written = [getattr(pump, key) for pump in ward.pumps]
        for n, value in enumerate(written):
            if value in written[:n] and not (key != "name" and _shareable(value)):
                first = ward.pumps[written.index(value)].where.line
                where = _keys(node, n).pairs[key].value.where
                yield Mistake(where, f"the {key} {value!r} again: the pump in line {first} has it")


def _shareable(value: str) -> bool:
    """Whether this says no port or link in particular."""
    return value in ("", *ports.KINDS) or value.endswith((":", ":0"))


def _keys(node: Node, index: int) -> Keys:
    assert isinstance(node, Keys)
    pumps = node.pairs["pumps"].value
    assert isinstance(pumps, Items)
    keys = pumps.items[index]
    assert isinstance(keys, Keys)
    return keys
