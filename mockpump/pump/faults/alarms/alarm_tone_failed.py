"""The pump cannot sound: its alarms are shown, and not heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class AlarmToneFailed(SteadyFault, frozen=True):
    """Nobody knows until an alarm test is made."""

    name: ClassVar[str] = "alarm_tone_failed"
    about: ClassVar[str] = "the pump cannot sound: its alarms are shown, and not heard"
    shows: ClassVar[str] = (
        "nothing, until ALARMTEST answers tone=failed: then the alarm tone_failed, and "
        "audio=failed where it would sound"
    )

    def turn(self, parts: Parts) -> None:
        """Let it fail."""
        parts.alarms.has_tone = False

    def undo(self, parts: Parts) -> None:
        """Let it sound; the next test says so."""
        parts.alarms.has_tone = True
