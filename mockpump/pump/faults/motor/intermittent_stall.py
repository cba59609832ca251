"""The rotor stalls and recovers, again and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import TimedFault, at_least_a_second
from mockpump.pump.flow_config import HOUR
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.courses import Course
    from mockpump.pump.parts import Parts


class IntermittentStall(TimedFault, frozen=True, kw_only=True):
    """A stall of some length in every period, beginning with one [V Neuromodulation 2014]."""

    name: ClassVar[str] = "intermittent_stall"
    about: ClassVar[str] = "the rotor stalls for a while in every period"
    shows: ClassVar[str] = (
        "the alarm motor_stall comes and goes, latched until acknowledged; a log entry for each"
    )

    period: Duration = 24 * HOUR
    stalled: Duration = 2 * HOUR

    def mistakes(self) -> Iterator[str]:
        """Both states last."""
        if self.stalled >= self.period:
            yield "stalled is not shorter than period: that is the fault motor_stall"
        yield from at_least_a_second(stalled=self.stalled, period=self.period - self.stalled)

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Stall, recover, over and over."""
        while True:
            parts.motor.stalls.add(self.name)
            parts.motor.felt.add(self.name)
            now = yield now + self.stalled
            self.undo(parts)
            now = yield now + self.period - self.stalled

    def undo(self, parts: Parts) -> None:
        """Let it turn again."""
        parts.motor.stalls.discard(self.name)
        parts.motor.felt.discard(self.name)
