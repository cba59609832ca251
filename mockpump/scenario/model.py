"""A scenario as data: frozen, checked, every quantity a whole number. `load` makes it from YAML.

`part.py` says how a class is a file format; `parts.py` holds what these are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from mockpump.clock import SECOND, Nanos, format_duration
from mockpump.pump.config import PumpConfig
from mockpump.pump.presets import PRESETS
from mockpump.quantity import Duration
from mockpump.scenario.expectation import Expectation
from mockpump.scenario.names import (
    Address,
    DialectName,
    Hazard,
    LineFormat,
    ScenarioName,
    Written,
)
from mockpump.scenario.part import Part
from mockpump.scenario.parts import Match, Span
from mockpump.scenario.steps import Operator, SkipStep, Step, Until

__all__ = [
    "Beginning",
    "Ending",
    "Expectation",
    "LineConfig",
    "Match",
    "Operator",
    "Part",
    "Scenario",
    "SkipStep",
    "Span",
    "Step",
    "Until",
]


_CASES = Meta(
    description="lists of values by their paths, or for each case its values by their paths",
    extra_json_schema={
        "additionalProperties": {"type": ["array", "object"], "minItems": 1},
        "minProperties": 1,
        "examples": [{"pump.infusion.rate": ["1 mL/h", "5 mL/h"]}],
    },
)


class LineConfig(Part, frozen=True):
    """The serial line and the protocol spoken on it.

    `addresses`: of the pumps that share the line, where the dialect has such; each is a pump of its
    own, as the scenario's `pump` describes it.
    """

    dialect: DialectName = "mp1"
    baud: Annotated[int, Meta(ge=50, le=4_000_000)] | None = None
    format: LineFormat | None = None
    settings: Literal["matter", "any"] = "matter"
    pacing: bool = True
    crc: Literal["required", "optional"] = "required"
    addresses: tuple[Address, ...] | None = None
    options: Mapping[str, bool | Written] = {}  # of the dialect

    def mistakes(self) -> Iterator[str]:
        """Have a pump, and give each an address of its own."""
        names = self.at()
        if self.addresses is not None and not names:
            yield "addresses: no pump is at an empty list; without it, the usual ones are there"
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"addresses: {name!r} is given twice"

    def at(self) -> tuple[str, ...]:
        """Return the addresses as texts: 2 and "2" are one; none: those that the dialect has."""
        return tuple(map(str, self.addresses or ()))


class Beginning(Part, frozen=True):
    """What the story waits for: its times, and expectations without `after`, count from there."""

    when: Match


class Ending(Part, frozen=True):
    """What ends the run, so much `after` it."""

    when: Match
    after: Duration = 0


class Scenario(Part, frozen=True):
    """One story: a pump, a line, what happens when, and what the client must do about it.

    One of several that a file holds, if it has a `matrix`, is a `case` of it.
    """

    not_keys: ClassVar[frozenset[str]] = frozenset({"where", "source", "case", "defaults"})

    mockpump: Literal[1]
    name: ScenarioName
    about: str
    hazards: tuple[Hazard, ...] = ()
    seed: Annotated[int, Meta(ge=0)] = 0
    start: Annotated[
        str,
        Meta(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
            examples=["2026-01-05T08:00"],
        ),
    ] = "2026-01-05T08:00"
    pump_speed: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    pump: Annotated[PumpConfig, Meta(extra={"presets": PRESETS})] = PumpConfig()
    line: LineConfig = LineConfig()
    timeline: tuple[Step, ...] = ()
    assume: tuple[Expectation, ...] = ()
    expect: tuple[Expectation, ...] = ()
    starts: Literal["on_open", "at_once"] | Beginning = "on_open"
    ends: Literal["decided"] | Duration | Ending = "decided"
    limit: Duration = 600 * SECOND
    matrix: Annotated[Mapping[str, Any], _CASES] = {}  # in a case: empty, its values are in place

    source: str = ""  # the text it was loaded from, and that of its folder's defaults
    defaults: str = ""
    case: str = ""

    def mistakes(self) -> Iterator[str]:
        """Begin the pump's calendar on a day that there is."""
        if self.matrix:
            yield "matrix: a matrix makes cases, and none of its own"
        try:
            datetime.fromisoformat(self.start)
        except ValueError as error:
            yield f"start is no day and time: {error}"
        if not self.limit:
            yield "limit: 0s is no time in which anything could happen"
        elif self.ends == 0:
            yield "ends: 0s is no time in which anything could happen"
        elif isinstance(self.ends, int) and self.ends > self.limit:
            limit = format_duration(self.limit)
            yield f"ends: {format_duration(self.ends)} is after the limit, {limit}"

    def end(self) -> Nanos:
        """When the run is over at the latest, from its beginning."""
        return self.ends if isinstance(self.ends, int) else self.limit
