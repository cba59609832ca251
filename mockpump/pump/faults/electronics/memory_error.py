"""An error in the pump's memory; a critical one loses the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class MemoryFault(PumpFault, frozen=True):
    """A critical error lasts until the pump is programmed anew, a minor one as long as the fault."""

    name: ClassVar[str] = "memory_error"
    about: ClassVar[str] = (
        "an error in the pump's memory: a critical one loses the programme, another does not"
    )
    shows: ClassVar[str] = (
        "critical: the alarm memory_critical, stopped, no rate in the status, an update that is "
        "not whole is refused; minor: the alarm memory_minor, and the infusion goes on"
    )

    critical: bool = True

    def set(self, parts: Parts, now: Nanos) -> None:
        """Lose the programme, or only an alarm's worth."""
        parts.alarms.judge("memory_minor", now, holds=not self.critical)
        if self.critical:
            parts.memory.lose("memory_critical", now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Mend a minor error; after a critical one only a whole new programme helps."""
        parts.alarms.judge("memory_minor", now, holds=False)
