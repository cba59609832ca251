"""A key of the pump is stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import ReportedFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class KeyStuck(ReportedFault, frozen=True, kw_only=True):
    """External pumps only: an implant has no keys."""

    name: ClassVar[str] = "key_stuck"
    about: ClassVar[str] = "a key of the pump is stuck: none of its keys does anything"
    shows: ClassVar[str] = "the alarm key_stuck, and the infusion goes on"
    alarm: ClassVar[str] = "key_stuck"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Let it be stuck."""
        parts.keypad.stuck = True
        super().set(parts, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Let it come up."""
        parts.keypad.stuck = False
        super().clear(parts, now)
