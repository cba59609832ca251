"""The memory that holds the programme. A reset may lose it: then only a whole new one will do."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.operations import PROGRAMME
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.refused import RefusedError
from mockpump.seam import Value

_BLANK = frozenset({"memory_critical", "parameters_lost"})
"""Alarms that tell of a programme of which nothing is left."""


class Memory:
    """`lost` is the alarm that tells why the programme must be given anew; empty if it need not."""

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms
        self.lost = ""

    def lose(self, alarm: str, now: Nanos) -> None:
        """Lose the programme; an alarm tells so until it is given anew."""
        self.reprogrammed(now)
        self.lost = alarm
        self._alarms.judge(alarm, now, holds=True)

    def reprogrammed(self, now: Nanos) -> None:
        """Take note of a whole new programme."""
        if self.lost:
            self._alarms.judge(self.lost, now, holds=False)
            self.lost = ""

    def show(self, values: dict[str, Value]) -> dict[str, Value]:
        """Return values as the pump shows them: what it has lost, it cannot tell."""
        if self.lost in _BLANK:
            return {name: value for name, value in values.items() if name not in PROGRAMME}
        return values

    def legible(self) -> None:
        """Refuse to read a programme of which nothing is left."""
        if self.lost in _BLANK:
            raise RefusedError("wrong_state", f"nothing is left of the programme ({self.lost})")

    def check(self) -> None:
        """Refuse what needs a programme."""
        if self.lost:
            raise RefusedError(
                "wrong_state", f"the programme is lost ({self.lost}): programme the pump anew"
            )
