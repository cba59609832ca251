"""Alarms in the words of a New Era pump: one letter each, told as the reply to the next command."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.dialects.base import Carried

RESET, STALLED, TIMEOUT, ERROR, RANGE = "R", "S", "T", "E", "O"
LETTERS: Mapping[str, str] = {
    RESET: "the power was interrupted, or the pump has restarted",
    STALLED: "the motor has stalled",
    TIMEOUT: "safe mode: no valid packet in time; the pump has stopped",
    ERROR: "the pumping program is damaged",
    RANGE: "the phase's rate is beyond what the syringe's diameter allows",
}
CODES: Mapping[str, str] = {
    "occlusion": STALLED,
    "repeated_occlusion": STALLED,
    "upstream_occlusion": STALLED,
    "motor_stall": STALLED,
    "watchdog_reset": RESET,
    "reset_low_battery": RESET,
    "reset_to_defaults": RESET,
    "battery_depleted": RESET,
    "eos": RESET,
    "memory_critical": ERROR,
    "parameters_lost": ERROR,
    "self_test_failed": ERROR,
}
"""Our alarms -> the letter that a New Era pump has for them; all others it cannot tell."""


class Pending:
    """Alarms that no reply has told yet, in the order in which they came; each letter once."""

    def __init__(self) -> None:
        self._waiting: dict[str, Carried] = {}

    def add(self, letter: str, carried: Carried = ()) -> None:
        """Let an alarm wait for the next command."""
        self._waiting[letter] = (*self._waiting.get(letter, ()), *carried)

    def __bool__(self) -> bool:
        """Say whether any waits."""
        return bool(self._waiting)

    def take(self) -> tuple[str, Carried]:
        """Take the first one, which is being told, with the occurrences that it tells of."""
        letter = next(iter(self._waiting))
        return letter, self._waiting.pop(letter)
