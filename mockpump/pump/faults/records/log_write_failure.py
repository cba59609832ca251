"""The event log cannot be written: what happens now will be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class LogWriteFailure(PumpFault, frozen=True):
    """Events are still told to whoever is connected."""

    name: ClassVar[str] = "log_write_failure"
    about: ClassVar[str] = "the event log cannot be written: no entry is added"
    shows: ClassVar[str] = (
        "the alarm log_failed, told as an event that is not in the log either; a gap in the "
        "log's numbers"
    )

    def set(self, parts: Parts, now: Nanos) -> None:
        """Write nothing any more."""
        parts.log.skips[self.name] = 1
        parts.alarms.judge("log_failed", now, holds=True)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Write again."""
        parts.log.skips.pop(self.name, None)
        parts.alarms.judge("log_failed", now, holds=False)
