"""The pump's calendar goes too fast or too slow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.motor import MILLION
from mockpump.pump.upsets import run_calendar
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class ClockDrift(PumpFault, frozen=True):
    """Only the calendar: time itself passes as ever, and what was lost is not made up for."""

    name: ClassVar[str] = "clock_drift"
    about: ClassVar[str] = (
        "the pump's calendar goes too fast or too slow; doses by the time of day go with it"
    )
    shows: ClassVar[str] = "a time in the status that runs away from the client's own; no alarm"

    by: Share = 1_000  # 0.1%: 86.4 s a day
    slow: bool = False

    def mistakes(self) -> Iterator[str]:
        """Go forward, and not as it should."""
        if not self.by or (self.slow and self.by >= MILLION):
            yield "by is above 0%, and for a slow calendar below 100%: see clock_stop"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Go on at another speed."""
        run_calendar(parts, self.name, MILLION - self.by if self.slow else MILLION + self.by, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Go on at the right speed, from the wrong time."""
        run_calendar(parts, self.name, MILLION, now)
