"""The life of an alarm as two tables, in the words of IEC 60601-1-8 and IHE.

Acknowledging silences an alarm and never clears it; only the end of its condition does. A latching
alarm outlives its condition until it is acknowledged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.pump.alarm import Alarm, Priority
from mockpump.pump.ramp import NEVER
from mockpump.seam import Value

Phase = Literal["inactive", "active", "acknowledged", "latched"]
Cause = Literal["begins", "ends", "ends latching", "is acknowledged"]
Audio = Literal["on", "paused", "off"]


class Turn(NamedTuple):
    """Where a cause leads, and what is told of it."""

    to: Phase
    told: tuple[str, ...]


LIFE: Mapping[tuple[Phase, Cause], Turn] = {
    ("inactive", "begins"): Turn("active", ("raised",)),
    ("active", "is acknowledged"): Turn("acknowledged", ("acknowledged",)),
    ("active", "ends"): Turn("inactive", ("cleared",)),
    ("active", "ends latching"): Turn("latched", ("latched",)),
    ("acknowledged", "ends"): Turn("inactive", ("cleared",)),
    ("acknowledged", "ends latching"): Turn("inactive", ("cleared",)),
    ("latched", "is acknowledged"): Turn("inactive", ("acknowledged", "cleared")),
    ("latched", "begins"): Turn("active", ("cleared", "raised")),
}
"""What becomes of an alarm; whatever is not here changes nothing."""

AUDIO: Mapping[tuple[Audio, str], Audio] = {
    ("on", "is silenced"): "paused",
    ("paused", "is silenced"): "paused",
    ("paused", "the pause is over"): "on",
    ("on", "is acknowledged"): "off",
    ("paused", "is acknowledged"): "off",
    ("on", "a graver alarm follows"): "off",
    ("paused", "a graver alarm follows"): "off",
}
"""What becomes of its audio; raised, an alarm begins with `on`."""

IHE_PHASES: Mapping[str, str] = {
    "raised": "start",
    "acknowledged": "acknowledged",
    "silenced": "update",
    "audible": "update",
    "latched": "update",
    "cleared": "end",
}
IHE_AUDIO: Mapping[Audio, str] = {"on": "enabled", "paused": "audio-paused", "off": "audio-off"}
"""What is told, and what the audio is, in the words of IHE for a gateway [V IHE PCD TF-2]."""


class Standing(Struct, frozen=True):
    """One occurrence of an alarm, from raised to cleared. `n` is its latest entry in the log.

    How often it has sounded is computed from `since`, when its audio last came on, and `sounded`,
    how often before that: months of reminders cost nothing.
    """

    alarm: Alarm
    occurrence: int
    at: Nanos
    order: int
    phase: Phase = "active"
    audio: Audio = "on"
    since: Nanos = 0
    sounded: int = 0
    paused_until: Nanos = NEVER
    n: int = 0
    data: Mapping[str, Value] = {}

    @property
    def code(self) -> str:
        """The alarm's name."""
        return self.alarm.code

    @property
    def priority(self) -> Priority:
        """The alarm's priority."""
        return self.alarm.priority

    @property
    def state(self) -> Literal["active", "latched"]:
        """Whether its condition holds, or did."""
        return "latched" if self.phase == "latched" else "active"

    @property
    def acknowledged(self) -> bool:
        """Whether somebody has acknowledged it."""
        return self.phase == "acknowledged"

    def times_sounded(self, now: Nanos) -> int:
        """Return how often it has sounded: when it came on, and at every reminder since."""
        if self.audio != "on":
            return self.sounded
        return self.sounded + 1 + (now - self.since) // self.alarm.reminder

    def told(self) -> dict[str, Value]:
        """Return what the event log says of it."""
        return {"occurrence": self.occurrence, "priority": self.priority, **self.data}
