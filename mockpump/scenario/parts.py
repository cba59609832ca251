"""What the lines of a scenario are made of: a span of time, and a match of what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from mockpump.clock import format_duration
from mockpump.errors import QuantityError
from mockpump.operations import OPERATIONS, VALUES, Kinds
from mockpump.pump.alarms import ALARMS
from mockpump.pump.watches import Watch
from mockpump.quantity import Duration
from mockpump.scenario.names import (
    Address,
    AlarmName,
    OperationName,
    OperatorVerb,
    ValueName,
    Written,
)
from mockpump.scenario.part import Part, exactly_one
from mockpump.scenario.printout import Printout
from mockpump.scenario.values import Wanted
from mockpump.scenario.words import did_you_mean, listed

__all__ = ["Match", "Part", "Span", "exactly_one"]


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
    """What a note must say: one subject, and what became of it.

    `address` asks for one pump, where several share the line; without it any of them will do.
    """

    alarm: AlarmName | None = None
    operation: OperationName | None = None
    operator: OperatorVerb | None = None
    fault: str | None = None
    port: Literal["opened", "closed", "hung_up", "unplugged", "replugged"] | None = None
    shows: str | None = None
    output: Printout | None = None
    value: ValueName | None = None
    falls_to: Written | None = None
    rises_to: Written | None = None
    step: str | None = None
    of: str | None = None
    with_: Mapping[str, Wanted] = {}
    state: Literal["raised", "reported", "acknowledged", "cleared", "set"] | None = None
    outcome: Literal["attempted", "accepted", "refused", "repeated"] | None = None
    address: Address | None = None

    subjects: ClassVar[tuple[str, ...]] = (
        "alarm", "operation", "operator", "fault", "port", "shows", "output", "value", "step"
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
        elif (
            self.of in ALARMS and self.operation and "alarm" not in OPERATIONS[self.operation].args
        ):
            yield f"'of' names an alarm, and {self.operation} is of none"
        if self.address is not None and not (
            self.alarm or self.operation or self.fault or self.value
        ):
            yield "'address' belongs to an alarm, an operation, a fault or a value"
        yield from self._values()
        yield from self._level()

    def kinds(self) -> Kinds | None:
        """Return which values `with` may name, by their kinds; None: any, of the kind written."""
        if self.output is not None:
            return dict.fromkeys(self.output.captures())
        if self.operation is None:
            return None if self.shows is not None else {}
        return {**OPERATIONS[self.operation].args, "refusal": None}

    def _values(self) -> Iterator[str]:
        kinds = self.kinds()
        if self.with_ and kinds == {}:
            yield "'with' belongs to an operation or to what the client shows or captures"
            return
        for name, wanted in self.with_.items():
            if kinds is not None and name not in kinds:
                hint = did_you_mean(name, kinds) or f"expected {listed(kinds)}"
                what = self.operation or f"the pattern {self.output}"
                yield f"with: {what} takes no {name!r}: {hint}"
                continue
            try:
                limits = wanted.limits(kinds[name] if kinds is not None else None)
            except QuantityError as error:
                yield f"with: {name}: {error}"
            else:
                if limits.low is not None and limits.high is not None and limits.low > limits.high:
                    yield f"with: {name}: {wanted}: there is no such value"

    def _level(self) -> Iterator[str]:
        if self.value is None:
            if self.falls_to is not None or self.rises_to is not None:
                yield "'falls_to' and 'rises_to' belong to a value"
            return
        yield from exactly_one(self, ("falls_to", "rises_to"), "a value")
        try:
            self.watched()
        except QuantityError as error:
            yield f"{'falls_to' if self.rises_to is None else 'rises_to'}: {error}"

    def watched(self) -> Watch | None:
        """Return the level that the pump must watch, if this waits for one. Raises QuantityError."""
        level = self.rises_to if self.falls_to is None else self.falls_to
        if self.value is None or level is None:
            return None
        kind = VALUES[self.value]
        assert kind is not None
        return Watch(self.value, kind.parse(str(level)), rises=self.falls_to is None)

    def __str__(self) -> str:
        at = "" if self.address is None else f" at address {self.address}"
        if watch := self.watched():
            return f"{watch.name}{at} {watch.state}"
        subject = next(name for name in self.subjects if getattr(self, name) is not None)
        text = str(getattr(self, subject))
        if subject in ("operator", "port", "fault", "alarm", "step"):
            text = f"{subject} {text}"
        elif subject in ("shows", "output"):
            text = f"{'shows' if self.shows else 'prints'} {text}"
        if self.of:
            text += f" of {self.of}"
        if self.with_:
            text += f" with {', '.join(f'{name} {value}' for name, value in self.with_.items())}"
        text += at
        state = self.state or self.outcome
        return f"{text} {state}" if state else text
