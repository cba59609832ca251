"""What the lines of a scenario are made of: a span of time, and a match of what happened.

The classes are the file format: a field is a key, its type is what may stand there, its default is
what a missing key means. `where` says where a thing was written and is not a key. A class with a
`shorthand` may be written as that one field's value alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from msgspec import Struct

from mockpump.clock import format_duration
from mockpump.errors import Where
from mockpump.quantity import Duration
from mockpump.scenario.names import AlarmName, OperationName, OperatorVerb


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True, rename=lambda f: f.rstrip("_")):
    """Base of everything written in a scenario: knows where it was written."""

    not_keys: ClassVar[frozenset[str]] = frozenset({"where"})
    where: Where = Where()

    def mistakes(self) -> Iterator[str]:
        """Say what is wrong with the keys taken together; each is reported at `where`."""
        yield from ()


def exactly_one(part: Part, names: tuple[str, ...], what: str) -> Iterator[str]:
    """Say so if not exactly one of some keys is written."""
    written = [name for name in names if not _absent(getattr(part, name))]
    if len(written) != 1:
        found = " and ".join(name.rstrip("_") for name in written) or "none"
        yield f"{what} has exactly one of {', '.join(n.rstrip('_') for n in names)}: found {found}"


def _absent(value: Any) -> bool:
    return value is None or value is False  # and 0 is neither


class Span(Part, frozen=True):
    """A length of time: run time as it stands (`10s`), pump time as `{pump: 2h}`."""

    shorthand: ClassVar[str] = "run"
    run: Duration | None = None
    pump: Duration | None = None

    def mistakes(self) -> Iterator[str]:
        """Measure a span on one clock."""
        yield from exactly_one(self, ("run", "pump"), "a span")

    def __str__(self) -> str:
        if self.pump is not None:
            return f"{format_duration(self.pump)} of pump time"
        return format_duration(self.run or 0)


_ALARM_STATES = ("raised", "reported", "acknowledged", "cleared")


class Match(Part, frozen=True):
    """What a note must say: one subject, and what became of it."""

    alarm: AlarmName | None = None
    operation: OperationName | None = None
    operator: OperatorVerb | None = None
    fault: str | None = None
    port: Literal["opened", "closed", "unplugged", "replugged"] | None = None
    shows: str | None = None
    of: str | None = None
    state: Literal["raised", "reported", "acknowledged", "cleared", "set"] | None = None
    outcome: Literal["attempted", "accepted", "refused", "repeated"] | None = None

    subjects: ClassVar[tuple[str, ...]] = (
        "alarm", "operation", "operator", "fault", "port", "shows"
    )  # fmt: skip
    subject_of: ClassVar[str] = "a condition"

    def mistakes(self) -> Iterator[str]:
        """Have one subject; `state`, `outcome` and `of` only where they mean something."""
        yield from exactly_one(self, self.subjects, self.subject_of)
        states = {"alarm": _ALARM_STATES, "fault": ("set", "cleared")}
        for subject, possible in states.items():
            if getattr(self, subject) and self.state and self.state not in possible:
                known = " or ".join(possible)
                yield f"'state' of this {subject} is {known}: found {self.state}"
        if self.state and not (self.alarm or self.fault):
            yield "'state' belongs to an alarm or a fault"
        if self.outcome and not self.operation:
            yield "'outcome' belongs to an operation"
        if self.of and not (self.operation or self.operator or self.shows):
            yield "'of' belongs to an operation, an operator or what the client shows"

    def __str__(self) -> str:
        subject = next(name for name in self.subjects if getattr(self, name) is not None)
        text = str(getattr(self, subject))
        if subject in ("operator", "port", "fault", "alarm"):
            text = f"{subject} {text}"
        elif subject == "shows":
            text = f"shows {text}"
        if self.of:
            text += f" of {self.of}"
        state = self.state or self.outcome
        return f"{text} {state}" if state else text
