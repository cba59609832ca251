"""Every alarm that a pump can raise, as one table of data. `lifecycle.py` has what becomes of them.

An implanted pump has two classes [V Medtronic advisory 2011; Gillette ITB sheet]: non-critical, one
tone about hourly; critical, two tones, every 10 min [M]. High, medium and low after IEC 60601-1-8
are a convention of the interface on top; no conformance is claimed, with that or with ISO 14708-4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from mockpump.clock import SECOND, Nanos

Priority = Literal["high", "medium", "low"]
RANKS: Mapping[str, int] = {"high": 0, "medium": 1, "low": 2}
MINUTE: Nanos = 60 * SECOND
AUDIO_PAUSE: Nanos = 2 * MINUTE
"""How long a silenced alarm keeps quiet."""


class Alarm(Struct, frozen=True, kw_only=True):
    """One alarm.

    `effect` is the state that it puts the infusion in: "empty" while its condition holds,
    "stopped" until somebody starts it again, "ended" for good, "" for none. `follows` is the milder
    alarm that this one escalates from. `reminder` is how often it sounds until it is acknowledged.
    """

    code: str
    priority: Priority
    critical: bool
    latching: bool
    tone: Literal["single", "two-tone"]
    reminder: Nanos
    effect: Literal["", "empty", "stopped", "ended"] = ""
    follows: str = ""
    about: str
    source: str


_TABLE = (
    Alarm(
        code="low_reservoir",
        priority="low",
        critical=False,
        latching=False,
        tone="single",
        reminder=60 * MINUTE,
        about="the estimated volume has reached the low alarm volume",
        source="Medtronic advisory 2011; hazard RES-1",
    ),
    Alarm(
        code="empty_reservoir",
        priority="high",
        critical=True,
        latching=True,
        tone="two-tone",
        reminder=10 * MINUTE,
        effect="empty",
        follows="low_reservoir",
        about="the estimated volume has reached the empty alarm volume: nothing is delivered",
        source="Medtronic advisory 2011; hazard RES-2",
    ),
    Alarm(
        code="occlusion",
        priority="medium",
        critical=True,
        latching=True,
        tone="two-tone",
        reminder=2 * MINUTE,
        effect="stopped",
        about="the catheter's pressure has reached the alarm pressure: the motor has stopped",
        source="external pumps only; hazard CAT-3",
    ),
    Alarm(
        code="eri",
        priority="low",
        critical=False,
        latching=False,
        tone="single",
        reminder=60 * MINUTE,
        about="elective replacement indicator: the battery's charge is low, the end is dated",
        source="Medtronic advisory 2011; hazard PWR-1",
    ),
    Alarm(
        code="eos",
        priority="high",
        critical=True,
        latching=True,
        tone="two-tone",
        reminder=10 * MINUTE,
        effect="ended",
        follows="eri",
        about="end of service: the pump has stopped for good",
        source="Medtronic advisory 2011; hazard PWR-2",
    ),
    Alarm(
        code="low_battery",
        priority="low",
        critical=False,
        latching=False,
        tone="single",
        reminder=10 * MINUTE,
        about="the charge of a replaceable battery is low",
        source="external pumps only; hazard PWR-5",
    ),
    Alarm(
        code="battery_depleted",
        priority="high",
        critical=True,
        latching=True,
        tone="two-tone",
        reminder=2 * MINUTE,
        effect="ended",
        follows="low_battery",
        about="a replaceable battery is depleted: the pump has stopped",
        source="external pumps only; hazard PWR-2",
    ),
)

ALARMS: Mapping[str, Alarm] = {alarm.code: alarm for alarm in _TABLE}
