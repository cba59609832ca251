"""The lines of a timeline: when a step comes, and the one thing that happens then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from mockpump.clock import DAY, Nanos, format_duration
from mockpump.line.faults.base import ByteFault
from mockpump.quantity import SHARE, Duration
from mockpump.scenario.names import (
    Address,
    AlarmName,
    LineFault,
    OperatorVerb,
    PortName,
    PumpFault,
    VisitName,
)
from mockpump.scenario.outside import Foreign, Key, Programmed, Refill
from mockpump.scenario.parts import Match, Part, exactly_one

ALL = SHARE.parse("100%")
Times = Annotated[int, Meta(ge=1, le=1_000_000)]


class Operator(Part, frozen=True):
    """Something the person at the client is asked to do."""

    shorthand: ClassVar[str] = "do"
    do: OperatorVerb
    of: Annotated[str, Meta(max_length=200)] = ""


class Until(Part, frozen=True):
    """Where a skip ends."""

    alarm: AlarmName


class SkipStep(Part, frozen=True):
    """Let pump time leap, by a span or until an alarm is raised."""

    shorthand: ClassVar[str] = "span"
    span: Duration | None = None
    until: Until | None = None
    at_most: Duration = 3650 * DAY
    crosses: tuple[AlarmName, ...] = ()
    connected: bool = False

    def mistakes(self) -> Iterator[str]:
        """Give a skip one end."""
        yield from exactly_one(self, ("span", "until"), "a skip")


class Step(Part, frozen=True):
    """One line of the timeline: when, and the one thing that happens then.

    `count` bounds how often it comes; `nth` lets it come at one occurrence of its `when` alone.
    `address` names the one pump it is about, where several share the line.
    """

    at: Duration | None = None
    every: Annotated[Duration, Meta(ge=1)] | None = None
    until: Duration | None = None
    when: Match | None = None
    nth: Times | None = None
    count: Times | None = None
    after: Duration = 0
    for_: Duration | None = None
    id: str = ""
    address: Address | None = None

    fault: PumpFault | None = None
    line_fault: LineFault | None = None
    clear: str | None = None
    operator: Operator | None = None
    skip: SkipStep | None = None
    hangup: bool = False
    unplug: bool = False
    replug: PortName | None = None
    set: Programmed | None = None
    refill: Refill | None = None
    aspirate: bool = False
    press: Key | None = None
    foreign: Foreign | None = None
    visit: VisitName | None = None
    note: Annotated[str, Meta(max_length=200)] | None = None

    actions: ClassVar[tuple[str, ...]] = (
        "fault", "line_fault", "clear", "operator", "skip", "hangup", "unplug", "replug",
        "set", "refill", "aspirate", "press", "foreign", "visit", "note",
    )  # fmt: skip
    at_an_address: ClassVar[tuple[str, ...]] = (
        "fault", "line_fault", "clear", "set", "refill", "aspirate", "press", "foreign",
    )  # fmt: skip

    @classmethod
    def miswritten(cls, texts: Mapping[str, str]) -> Iterator[str]:
        """An action is done, or not written."""
        for name in ("hangup", "unplug", "aspirate"):
            if texts.get(name) == "false":
                yield f"{name}: false does nothing: leave the step out"

    def mistakes(self) -> Iterator[str]:
        """One trigger, one action; each bound only on what it can bound."""
        repeated = self.at is not None and self.every is not None
        triggers = ("every", "when") if repeated else ("at", "every", "when")
        yield from exactly_one(self, triggers, "a step")
        yield from exactly_one(self, self.actions, "a step")
        if self.every is not None:
            if self.every == 0:
                yield "'every' is longer than nothing"
            yield from exactly_one(self, ("count", "until"), "a step that comes 'every'")
            yield from self._too_late()
        elif self.until is not None:
            yield "'until' ends an 'every'"
        elif self.count is not None and self.when is None:
            yield "'count' bounds an 'every' or a 'when'"
        if self.nth is not None and (self.when is None or self.count is not None):
            yield "'nth' is one occurrence of a 'when', so that there is nothing to count"
        if self.after and self.when is None:
            yield "'after' follows a 'when'; with 'at', write the time itself"
        if self.for_ is not None and self.fault is None and self.line_fault is None:
            yield "'for' belongs to a fault: nothing else ends by itself"
        if self.for_ == 0:
            yield "'for' is longer than nothing"
        if (rate := getattr(self.line_fault, "rate", 0)) > ALL:
            yield f"line_fault: a rate of {SHARE.format(rate)} is over 100%"
        yield from self._at_an_address()

    def _too_late(self) -> Iterator[str]:
        first = self.first()
        if self.until is not None and first is not None and self.until < first:
            until, comes = format_duration(self.until), format_duration(first)
            yield f"until: {until} is before the step comes for the first time, at {comes}"

    def _at_an_address(self) -> Iterator[str]:
        if self.address is None:
            return
        if not any(getattr(self, name) for name in self.at_an_address):
            yield f"'address' belongs to one of {', '.join(self.at_an_address)}"
        elif isinstance(self.line_fault, ByteFault):
            yield "'address' belongs to faults of whole frames: bytes are on a line that all share"

    def first(self) -> Nanos | None:
        """When it comes first, if that is known."""
        return self.every if self.at is None else self.at

    def last(self) -> Nanos | None:
        """When it comes last, if that is known."""
        first = self.first()
        if first is None or self.every is None:
            return first
        if self.until is not None:
            return first + max(0, self.until - first) // self.every * self.every
        return first + ((self.count or 1) - 1) * self.every
