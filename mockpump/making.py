"""What a run is made of: the options that override its scenario, its dialect and wire, its pumps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mockpump.dialects.base import Dialect
from mockpump.errors import ScenarioError, UsageError, legible
from mockpump.line import Wire
from mockpump.pump import Pump
from mockpump.scenario import dialects
from mockpump.scenario.build import MOST
from mockpump.scenario.model import Scenario
from mockpump.scenario.story import matches
from mockpump.seam import Value


def seed_of(seed: int | None) -> int | None:
    """Return a seed as a trace can hold it, if one is given. Raises UsageError."""
    if seed is not None and not (type(seed) is int and 0 <= seed <= MOST):
        raise UsageError(f"a seed is a whole number from 0 to {MOST}: found {seed!r}")
    return seed


def pumps_of(scenario: Scenario, spoken: Dialect) -> dict[str, Pump]:
    """Make a pump for each address, which tells of every value that the story waits for."""
    addresses = scenario.line.at() or spoken.addresses
    pumps = {at: Pump(scenario.pump, scenario.start) for at in addresses}
    for watch in filter(None, (match.watched() for match in matches(scenario))):
        for pump in pumps.values():
            pump.watch(watch)
    return pumps


def each_of(option: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that an option lists. Raises UsageError.

    A text is not taken for a list of its letters.
    """
    if isinstance(names, str):
        raise UsageError(f"{option}={names!r} is a text; expected a list: {option}=[{names!r}]")
    if not isinstance(names, Iterable):
        raise UsageError(f"{option}={names!r}; expected a list of names")
    listed = tuple(names)
    for one in listed:
        if not isinstance(one, str):
            raise UsageError(f"{option}: {one!r}; expected a name")
    return listed


def spoken_by(
    scenario: Scenario, asked: str | Dialect | None
) -> tuple[Dialect, Mapping[str, Value], Wire]:
    """Return the dialect, its options and its wire.

    What the file's `line` says is for the file's own dialect: another one comes with its own settings.
    """
    line = scenario.line
    if asked is None or asked == line.dialect:
        dialect = dialects.find(line.dialect, line.where)
        options = dialects.options(dialect, line.options, line.where)
        return dialect, options, Wire.of(line.baud or dialect.baud, line.format or dialect.format)
    if isinstance(asked, Dialect):
        wire = Wire.of(line.baud or asked.baud, line.format or asked.format)
        return asked, dialects.options(asked, {}), wire
    if legible(asked) != asked:
        raise UsageError(f"the dialect '{legible(asked)}': a trace holds no name that is not UTF-8")
    try:
        dialect = dialects.find(asked)
    except ScenarioError as error:
        raise UsageError(str(error)) from error
    return dialect, dialects.options(dialect, {}), Wire.of(dialect.baud, dialect.format)
