"""The conditions of alarms: what the pump's parts find, and what its alarms make of it.

On a sound pump these are the same. Faults turn the dials between them: an alarm without a
condition, a condition without an alarm, an alarm that comes late. What a condition does to the
infusion it does by itself, whether or not an alarm tells of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mockpump.clock import Nanos
from mockpump.pump.alarms import ALARMS
from mockpump.pump.ramp import NEVER


class Conditions:
    """`since` says of each condition that holds from when on; the rest are dials, by alarm."""

    def __init__(self) -> None:
        self.since: dict[str, Nanos] = {}
        self.disabled: set[str] = set()
        """Alarms that the clinician does not want."""
        self.missing: set[str] = set()
        """Alarms that never come."""
        self.late: dict[str, Nanos] = {}
        """Alarms that come so long after their condition."""
        self.false: dict[str, bool] = {}
        """Alarms that come without a condition, and whether the infusion obeys them."""

    def say(self, code: str, now: Nanos, *, holds: bool) -> bool:
        """Take note of what a part finds; return whether that is new."""
        if holds == (code in self.since):
            return False
        if holds:
            self.since[code] = now
        else:
            del self.since[code]
        return True

    def alarms(self, code: str, now: Nanos) -> bool:
        """Return whether there is to be an alarm now."""
        if code in self.false:
            return True
        if code not in self.since or code in self.missing or code in self.disabled:
            return False
        return now >= self.since[code] + self.late.get(code, 0)

    def effects(self) -> Mapping[str, str]:
        """Return the states that conditions put the infusion in -> the alarm that is their name."""
        obeyed = [*self.since, *(code for code, acts in self.false.items() if acts)]
        return {effect: code for code in obeyed if (effect := ALARMS[code].effect)}

    def waiting(self, now: Nanos) -> Iterator[tuple[str, Nanos]]:
        """Return the alarms that are late but will come, and when."""
        for code, by in self.late.items():
            since = self.since.get(code, NEVER)
            if now < since + by < NEVER:
                yield code, since + by
