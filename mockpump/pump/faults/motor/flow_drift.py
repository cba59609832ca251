"""What the motor delivers drifts away from what it is asked to, in steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.clock import DAY, Nanos
from mockpump.pump.faults.base import TimedFault, at_least_a_second
from mockpump.pump.motor import MILLION
from mockpump.quantity import Duration, Share

if TYPE_CHECKING:
    from mockpump.pump.courses import Course
    from mockpump.pump.parts import Parts


class FlowDrift(TimedFault, frozen=True, kw_only=True):
    """The factor goes to its last value in equal steps, one after each `every`, and stays there."""

    name: ClassVar[str] = "flow_drift"
    about: ClassVar[str] = "what the motor delivers drifts away in steps, up or down"
    shows: ClassVar[str] = (
        "as over_infusion or under_infusion, once it is out of bounds; without a flow sensor nothing"
    )

    to: Share = 1_200_000
    steps: Annotated[int, Meta(ge=1, le=1000)] = 10
    every: Duration = DAY

    def mistakes(self) -> Iterator[str]:
        """A drift goes somewhere, in some time."""
        if self.to == MILLION:
            yield "to is 100%: nothing drifts"
        yield from at_least_a_second(every=self.every)

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Wait, and take a step."""
        for step in range(1, self.steps + 1):
            now = yield now + self.every
            parts.motor.factors[self.name] = MILLION + (self.to - MILLION) * step // self.steps
            self.tell(parts, now, "drifted")

    def undo(self, parts: Parts) -> None:
        """Deliver as asked again."""
        parts.motor.factors.pop(self.name, None)
