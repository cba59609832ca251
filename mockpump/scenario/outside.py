"""What happens to a pump that its client has no hand in: another session, keys, a refill visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias

from msgspec import Meta
from msgspec.structs import asdict

from mockpump.errors import QuantityError
from mockpump.operations import OPERATIONS, Kinds, Operation
from mockpump.quantity import Concentration, Dose, Duration, Rate, Volume
from mockpump.scenario.names import OperationName, Written
from mockpump.scenario.parts import Part
from mockpump.scenario.words import did_you_mean, listed
from mockpump.seam import Value

Key: TypeAlias = Literal["start", "stop", "silence", "bolus"]
KEYS: Mapping[Key, str] = {
    "start": "start",
    "stop": "stop",
    "silence": "silence_alarm",  # of the highest alarm that stands
    "bolus": "patient_bolus",
}
"""The keys on the pump, and what each asks it for."""


class Foreign(Part, frozen=True):
    """An operation that another session asks the pump for, and the client at this line does not."""

    shorthand: ClassVar[str] = "operation"
    operation: OperationName
    with_: Mapping[str, Written] = {}

    def mistakes(self) -> Iterator[str]:
        """Give an operation its own arguments."""
        kinds = OPERATIONS[self.operation].args
        for name, written in self.with_.items():
            if name not in kinds:
                hint = did_you_mean(name, kinds) or _takes(kinds)
                yield f"with: {self.operation} has no {name!r}; {hint}"
            elif kind := kinds[name]:
                try:
                    kind.parse(str(written))
                except QuantityError as error:
                    yield f"with: {name}: {error}"

    def operations(self) -> tuple[Operation, ...]:
        """Return what the pump is asked for."""
        kinds = OPERATIONS[self.operation].args
        args: dict[str, Value] = {
            name: kind.parse(str(written)) if (kind := kinds[name]) else written
            for name, written in self.with_.items()
        }
        return (Operation(self.operation, args, "foreign"),)


class Programmed(Part, frozen=True):
    """What somebody else programs, as one change: `{rate: 0.5 mL/day}`."""

    mode: Literal["minimum", "continuous", "flex"] | None = None
    rate: Rate | None = None
    dose: Dose | None = None
    flex: Annotated[str, Meta(max_length=500)] | None = None
    drug: Annotated[str, Meta(max_length=40)] | None = None
    concentration: Concentration | None = None
    low_alarm: Volume | None = None
    patient_volume: Volume | None = None
    patient_duration: Duration | None = None
    patient_lockout: Duration | None = None
    patient_allotted: Annotated[int, Meta(ge=0)] | None = None
    patient_wait: Duration | None = None

    def mistakes(self) -> Iterator[str]:
        """Program something, and nothing twice."""
        if not self._values():
            yield "nothing is set"
        if self.rate is not None and self.dose is not None:
            yield "rate and dose say the same: give one of them"

    def operations(self) -> tuple[Operation, ...]:
        """Return what the pump is asked for; the token of what is staged goes on to the commit."""
        staged = Operation("stage", {**self._values(), "confirm": 1}, "clinician")
        return staged, Operation("commit", {}, "clinician")

    def _values(self) -> dict[str, Value]:
        written = asdict(self)
        return {name: v for name, v in written.items() if v is not None and name != "where"}


class Refill(Part, frozen=True):
    """A refill visit: the reservoir is emptied and filled, and the pump is told what was found."""

    shorthand: ClassVar[str] = "volume"
    volume: Volume
    concentration: Concentration | None = None

    def operations(self) -> tuple[Operation, ...]:
        """Return what the pump is asked for; the volume aspirated goes on to the refill."""
        args: dict[str, Value] = {"volume": self.volume}
        if self.concentration is not None:
            args["concentration"] = self.concentration
        return *ASPIRATE, Operation("refill", args, "clinician")


ASPIRATE = (Operation("aspirate", {}, "clinician"),)


def pressed(key: Key) -> tuple[Operation, ...]:
    """Return what the pump is asked for by one of its keys."""
    return (Operation(KEYS[key], {}, "keys"),)


def _takes(kinds: Kinds) -> str:
    return f"expected {listed(kinds)}" if kinds else "it takes nothing"
