"""The catheter is blocked in some positions of the patient, and open in others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.catheter import OCCLUDED
from mockpump.pump.faults.base import TimedFault, at_least_a_second
from mockpump.pump.flow_config import HOUR
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.courses import Course
    from mockpump.pump.parts import Parts


class PositionalOcclusion(TimedFault, frozen=True, kw_only=True):
    """Blocked for some time in every period, beginning with that [Cureus 2024 10.7759/cureus.53425]."""

    name: ClassVar[str] = "positional_occlusion"
    about: ClassVar[str] = (
        "the catheter is blocked for a while in every period, as the patient moves"
    )
    shows: ClassVar[str] = (
        "with an occlusion sensor: the alarm occlusion comes and goes; so many in 10 min are the "
        "alarm repeated_occlusion; without: nothing, each opening releases a bolus"
    )

    period: Duration = 4 * HOUR
    occluded: Duration = HOUR

    def mistakes(self) -> Iterator[str]:
        """Both states last."""
        if self.occluded >= self.period:
            yield "occluded is not shorter than period: that is the fault catheter_occlusion"
        yield from at_least_a_second(occluded=self.occluded, period=self.period - self.occluded)

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Block it, open it, over and over."""
        while True:
            parts.catheter.narrowed[self.name] = OCCLUDED
            self.tell(parts, now, "occluded")
            now = yield now + self.occluded
            self.undo(parts)
            self.tell(parts, now, "opened")
            now = yield now + self.period - self.occluded

    def undo(self, parts: Parts) -> None:
        """Open it again."""
        parts.catheter.narrowed.pop(self.name, None)
