"""A magnetic field stops the rotor; it turns again late, and the log says so later still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.clock import Nanos
from mockpump.pump.courses import INTERROGATED
from mockpump.pump.faults.base import TimedFault, at_least_a_second
from mockpump.pump.flow_config import HOUR
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.courses import Course
    from mockpump.pump.parts import Parts


class MriStall(TimedFault, frozen=True, kw_only=True):
    """A stall for the exposure and some time after it [V MRI guidelines 2008; MDA/2008/087]."""

    name: ClassVar[str] = "mri_stall"
    about: ClassVar[str] = (
        "a magnetic field stops the rotor; it recovers late, which is logged only when asked for"
    )
    shows: ClassVar[str] = (
        "the alarm motor_stall; drug flows again `recovers_after` the exposure, but alarm and state "
        "stay until somebody has interrogated so often; then a log entry, since when the rotor turns"
    )

    exposure: Duration = HOUR
    recovers_after: Duration = 2 * HOUR  # 2 to 24 h
    logged_after: Annotated[int, Meta(ge=0, le=100)] = 2  # interrogations

    def mistakes(self) -> Iterator[str]:
        """An exposure lasts."""
        yield from at_least_a_second(exposure=self.exposure)

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """A valve is not stopped by a field, but opened."""
        if config.motor.drive != "rotor":
            yield "it has no rotor: motor.drive is valve"

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Stall; turn again; be believed to turn again."""
        parts.motor.stalls.add(self.name)
        parts.motor.felt.add(self.name)
        now = yield now + self.exposure + self.recovers_after
        parts.motor.stalls.discard(self.name)
        self.tell(parts, now, "recovered")
        for _ in range(self.logged_after):
            yield INTERROGATED
        parts.motor.felt.discard(self.name)

    def undo(self, parts: Parts) -> None:
        """Let it turn, and be believed to."""
        parts.motor.stalls.discard(self.name)
        parts.motor.felt.discard(self.name)
