"""What the motor delivers swings above and below what it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.clock import SECOND, Nanos
from mockpump.pump.faults.base import TimedFault, at_least_a_second
from mockpump.pump.motor import MILLION
from mockpump.quantity import Duration, Share

if TYPE_CHECKING:
    from mockpump.pump.courses import Course
    from mockpump.pump.parts import Parts


class UnstableFlow(TimedFault, frozen=True, kw_only=True):
    """Half a period too much, half a period too little, so often; then it is steady again."""

    name: ClassVar[str] = "unstable_flow"
    about: ClassVar[str] = "what the motor delivers swings above and below what it is asked to"
    shows: ClassVar[str] = (
        "with a flow sensor: measured flow that swings, and the alarm flow_unstable once it has "
        "swung so often in its window; without: nothing, and at a refill the volumes agree"
    )

    swing: Share = 500_000
    period: Duration = 40 * SECOND
    times: Annotated[int, Meta(ge=1, le=100_000)] = 90

    def mistakes(self) -> Iterator[str]:
        """It swings, and never backwards."""
        if not 0 < self.swing <= MILLION:
            yield "swing is not above 0% and up to 100%"
        yield from at_least_a_second(**{"half of period": self.period // 2})

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Swing up, swing down."""
        half = self.period // 2
        for _ in range(self.times):
            parts.motor.factors[self.name] = MILLION + self.swing
            now = yield now + half
            parts.motor.factors[self.name] = MILLION - self.swing
            now = yield now + half
        self.undo(parts)
        self.tell(parts, now, "rested")

    def undo(self, parts: Parts) -> None:
        """Deliver steadily again."""
        parts.motor.factors.pop(self.name, None)
