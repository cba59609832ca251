"""The catheter closes step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.clock import SECOND, Nanos
from mockpump.pump.catheter import OCCLUDED
from mockpump.pump.faults.base import TimedFault, at_least_a_second
from mockpump.pump.flow_config import HOUR
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.courses import Course
    from mockpump.pump.parts import Parts


class GradualOcclusion(TimedFault, frozen=True, kw_only=True):
    """The time constant grows by its first value with every step; the last step is an occlusion."""

    name: ClassVar[str] = "gradual_occlusion"
    about: ClassVar[str] = "the catheter closes step by step until nothing gets through"
    shows: ClassVar[str] = (
        "with an occlusion sensor: pressure that climbs in steps, then the alarm occlusion; "
        "without: nothing, until more is aspirated at a refill than the estimate says"
    )

    time_constant: Duration = 5 * SECOND
    steps: Annotated[int, Meta(ge=1, le=1000)] = 10
    every: Duration = HOUR

    def mistakes(self) -> Iterator[str]:
        """Each step takes time."""
        yield from at_least_a_second(time_constant=self.time_constant, every=self.every)

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Take a step at once, and another after each wait."""
        for step in range(1, self.steps):
            parts.catheter.narrowed[self.name] = self.time_constant * step
            self.tell(parts, now, "narrowed")
            now = yield now + self.every
        parts.catheter.narrowed[self.name] = OCCLUDED
        self.tell(parts, now, "occluded")

    def undo(self, parts: Parts) -> None:
        """Open it again."""
        parts.catheter.narrowed.pop(self.name, None)
