"""The pump's calendar stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault
from mockpump.pump.motor import MILLION
from mockpump.pump.upsets import run_calendar

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class ClockStop(PumpFault, frozen=True):
    """Only the calendar: the infusion goes on, but the time of the next step of a day never comes."""

    name: ClassVar[str] = "clock_stop"
    about: ClassVar[str] = (
        "the pump's calendar stands still; doses by the time of day stay as they are"
    )
    shows: ClassVar[str] = "the same time in every status, and the alarm clock_error"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Stand still."""
        run_calendar(parts, self.name, 0, now)
        parts.alarms.judge("clock_error", now, holds=True)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Go on, from the time at which it stood."""
        run_calendar(parts, self.name, MILLION, now)
        parts.alarms.judge("clock_error", now, holds=False)
