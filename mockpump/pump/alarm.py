"""What an alarm is, as data, and the classes of alarms that pumps have.

An implanted pump has two classes [V Medtronic advisory 2011; Gillette ITB sheet]: non-critical, one
tone about hourly; critical, two tones, every 10 min [M]. High, medium and low after IEC 60601-1-8
are a convention of the interface on top; no conformance is claimed, with that or with ISO 14708-4.
What an external pump raises is of our own two classes: notice and urgent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from mockpump.clock import SECOND, Nanos

Priority = Literal["high", "medium", "low"]
RANKS: Mapping[str, int] = {"high": 0, "medium": 1, "low": 2}
MINUTE: Nanos = 60 * SECOND

MDC_CODES: Mapping[str, int] = {
    "MDC_EVT_BATT_LO": 196802,
    "MDC_EVT_DEPLET": 196626,
    "MDC_EVT_EMPTY": 196634,
    "MDC_EVT_FLOW_LO": 196950,
    "MDC_EVT_FLUID_LINE_OCCL": 196940,
    "MDC_EVT_LO_LT_LIM": 196672,
}
"""IEEE 11073 event codes [V IHE PCD TF-2]."""


class Alarm(Struct, frozen=True, kw_only=True):
    """One alarm.

    `effect` is what its condition does to the infusion: "empty" and "stalled" hold it as long as it
    lasts, "stopped" stops it until somebody starts it again, "ended" ends it for good, "" nothing.
    `follows` is the milder alarm that this one escalates from. `reminder` is how often it sounds
    until it is acknowledged; `can_pause`: it may be silenced for a while. A latching one stands on
    after its condition until it is acknowledged. `mdc` is its name among MDC_CODES, if it has one.
    """

    code: str
    priority: Priority
    critical: bool
    latching: bool
    tone: Literal["single", "two-tone"]
    reminder: Nanos
    effect: Literal["", "empty", "stalled", "stopped", "ended"] = ""
    follows: str = ""
    can_pause: bool = True
    mdc: str = ""
    about: str
    source: str

    @property
    def wire(self) -> str:
        """Its IEEE 11073 name; where no public one was found, a private one, which says so."""
        return self.mdc or f"MDCX_EVT_{self.code.upper()}"


NON_CRITICAL = Alarm(
    code="",
    priority="low",
    critical=False,
    latching=False,
    tone="single",
    reminder=60 * MINUTE,
    about="",
    source="",
)
CRITICAL = replace(
    NON_CRITICAL,
    priority="high",
    critical=True,
    latching=True,
    tone="two-tone",
    reminder=10 * MINUTE,
)
NOTICE = replace(NON_CRITICAL, reminder=10 * MINUTE)
URGENT = replace(CRITICAL, priority="medium", reminder=2 * MINUTE)


def like(pattern: Alarm, code: str, about: str, source: str, **other: Any) -> Alarm:
    """Return an alarm of a class, but for what it does otherwise."""
    return replace(pattern, code=code, about=about, source=source, **other)
