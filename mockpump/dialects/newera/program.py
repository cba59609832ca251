"""The pumping program: phases, one after the other, each with a function of its own."""

from __future__ import annotations

import re
from typing import Literal

from mockpump.clock import SECOND, Nanos

PHASES = 41
FIRST = 1

_PAUSE = re.compile(r"PAS([0-9]{1,2})")


class Phase:
    """One phase: what it does, and what it then runs with. `rate` None: the rate that was."""

    def __init__(self) -> None:
        self.function = "STP"
        self.rate: int | None = None
        self.volume = 0
        self.direction = "infuse"

    def take(self, function: str) -> bool:
        """Take a function, if it is one."""
        known = function in ("RAT", "STP") or _PAUSE.fullmatch(function) is not None
        if known:
            self.function = function
        return known

    @property
    def pause(self) -> Nanos | None:
        """How long it only waits; 0: until somebody runs it on. None: it does not wait."""
        match = _PAUSE.fullmatch(self.function)
        return None if match is None else int(match[1]) * SECOND


class Program:
    """All phases, the one that is selected, and what the program waits for."""

    def __init__(self) -> None:
        self.phases = [Phase() for _ in range(PHASES)]
        self.phases[0].function = "RAT"
        self.number = FIRST
        self.waits: Literal["", "paused", "time", "trigger"] = ""
        self.due: Nanos | None = None

    @property
    def phase(self) -> Phase:
        """The phase that is selected."""
        return self.phases[self.number - FIRST]

    def wait(self, pause: Nanos, now: Nanos) -> None:
        """Wait for some time; 0: for a trigger."""
        self.waits = "time" if pause else "trigger"
        self.due = now + pause if pause else None

    def rest(self, *, paused: bool = False) -> None:
        """Wait for nothing any more; or, paused, to be run on."""
        self.waits = "paused" if paused else ""
        self.due = None
