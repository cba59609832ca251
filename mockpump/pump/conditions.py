"""The conditions of alarms: what the pump's parts find, and what its alarms make of it.

On a sound pump these are the same. Faults turn the dials between them: an alarm without a
condition, a condition without an alarm, an alarm that comes late. What a condition does to the
infusion it does by itself, whether or not an alarm tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.pump.alarms import ALARMS
from mockpump.pump.ramp import NEVER


class Conditions:
    """`comes` has each condition that holds, and when its alarm comes; the rest are dials."""

    def __init__(self) -> None:
        self.comes: dict[str, Nanos] = {}
        self.disabled: set[str] = set()
        """Alarms that the clinician does not want."""
        self.delays: dict[str, Nanos] = {}
        """Alarms that come so long after their condition; NEVER is one of these times."""
        self.false: dict[str, bool] = {}
        """Alarms that come without a condition, and whether the infusion obeys them."""
        self.unjudged: frozenset[str] = frozenset()
        """Alarms whose condition nobody can judge: it stays as it was found last."""

    def say(self, code: str, now: Nanos, *, holds: bool) -> bool:
        """Take note of what a part finds; return whether that is new."""
        if holds == (code in self.comes) or code in self.unjudged:
            return False
        if holds:
            self.comes[code] = min(now + self.delays.get(code, 0), NEVER)
        else:
            del self.comes[code]
        return True

    def hasten(self, code: str, now: Nanos) -> None:
        """Delay an alarm no more; what waits comes now."""
        self.delays.pop(code, None)
        if code in self.comes:
            self.comes[code] = min(self.comes[code], now)

    def alarms(self, code: str, now: Nanos) -> bool:
        """Return whether there is to be an alarm now."""
        if code in self.false:
            return True
        return code not in self.disabled and self.comes.get(code, NEVER) <= now

    def effects(self) -> Mapping[str, str]:
        """Return the states that conditions put the infusion in -> the alarm that is their name."""
        obeyed = [*self.comes, *(code for code, acts in self.false.items() if acts)]
        return {effect: code for code in obeyed if (effect := ALARMS[code].effect)}

    def waiting(self, now: Nanos) -> dict[str, Nanos]:
        """Return the alarms that are late but will come, and when."""
        return {code: at for code, at in self.comes.items() if now < at < NEVER}
