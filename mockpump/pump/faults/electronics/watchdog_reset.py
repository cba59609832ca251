"""The watchdog restarts the pump's processor: whoever was connected has lost the session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import SECOND, Nanos
from mockpump.pump.faults.base import LastingFault
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class WatchdogReset(LastingFault, frozen=True):
    """The infusion is held until the pump is up again. Set again, it happens again.

    A pump without power has no watchdog either.
    """

    name: ClassVar[str] = "watchdog_reset"
    about: ClassVar[str] = (
        "the watchdog restarts the processor: the session is lost, the infusion held until it is up"
    )
    shows: ClassVar[str] = (
        "no answer for as long as it takes, then a session that begins anew (telemetry, "
        "unconfirmed events and the watchdog of the line are forgotten), and the alarm "
        "watchdog_reset"
    )

    takes: Duration = 2 * SECOND
    keeps_programme: bool = True

    def mistakes(self) -> Iterator[str]:
        """Take some time."""
        if not self.takes:
            yield "takes is 0s: a restart takes some time"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Go down, and up again by itself."""
        restarts = parts.processor.restart(now, now + self.takes, "watchdog_reset")
        if restarts and not self.keeps_programme:
            parts.memory.lose("parameters_lost", now)
