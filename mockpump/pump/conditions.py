"""The conditions of alarms: what the pump's parts find, and what its alarms make of it.

On a sound pump these are the same. Faults turn the dials between them: an alarm without a
condition, a condition without an alarm, an alarm that comes late. What a condition does to the
infusion it does by itself, whether or not an alarm tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.pump.alarms import ALARMS
from mockpump.pump.ramp import NEVER


class Late(NamedTuple):
    """An alarm that a fault holds back, and for how long after its condition; NEVER is one of these."""

    code: str
    by: Nanos


class Feigned(NamedTuple):
    """An alarm that a fault raises without its condition, and whether the infusion obeys it."""

    code: str
    acts: bool


class Conditions:
    """`comes` has each condition that holds, and when its alarm comes; the rest are dials.

    Faults turn theirs each under its own name.
    """

    def __init__(self) -> None:
        self.comes: dict[str, Nanos] = {}
        self.disabled: set[str] = set()
        """Alarms that the clinician does not want."""
        self.delays: dict[str, Late] = {}
        """Faults that hold an alarm back."""
        self._held: dict[str, dict[str, Nanos]] = {}
        """Conditions that hold -> the faults that hold their alarm back, each until when."""
        self.false: dict[str, Feigned] = {}
        """Faults that raise an alarm."""
        self.unjudged: frozenset[str] = frozenset()
        """Alarms whose condition nobody can judge: it stays as it was found last."""

    def say(self, code: str, now: Nanos, *, holds: bool) -> bool:
        """Take note of what a part finds; return whether that is new."""
        if holds == (code in self.comes) or code in self.unjudged:
            return False
        if holds:
            held = {
                fault: min(now + by, NEVER)
                for fault, (late, by) in self.delays.items()
                if late == code
            }
            self._held[code] = held
            self.comes[code] = max(held.values(), default=now)
        else:
            del self.comes[code], self._held[code]
        return True

    def hasten(self, fault: str, now: Nanos) -> str:
        """Let a fault hold nothing back any more; return which alarm that was, if it was one.

        What waits comes now, or when the next fault lets it.
        """
        if (late := self.delays.pop(fault, None)) is None:
            return ""
        held = self._held.get(late.code, {})
        if held.pop(fault, None) is not None:
            self.comes[late.code] = max(held.values(), default=min(self.comes[late.code], now))
        return late.code

    def alarms(self, code: str, now: Nanos) -> bool:
        """Return whether there is to be an alarm now."""
        if any(code == false.code for false in self.false.values()):
            return True
        return code not in self.disabled and self.comes.get(code, NEVER) <= now

    def effects(self) -> Mapping[str, str]:
        """Return the states that conditions put the infusion in -> the alarm that is their name."""
        obeyed = [*self.comes, *(code for code, acts in self.false.values() if acts)]
        return {effect: code for code in obeyed if (effect := ALARMS[code].effect)}

    def waiting(self, now: Nanos) -> dict[str, Nanos]:
        """Return the alarms that are late but will come, and when."""
        return {code: at for code, at in self.comes.items() if now < at < NEVER}
