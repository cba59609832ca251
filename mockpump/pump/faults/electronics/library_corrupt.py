"""The drug library is absent or corrupt: its limits are not active."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class LibraryCorrupt(PumpFault, frozen=True):
    """The pump goes on without it."""

    name: ClassVar[str] = "library_corrupt"
    about: ClassVar[str] = "the drug library is absent or corrupt: its limits are not active"
    shows: ClassVar[str] = "no library= in the reply to HELLO, and the alarm library_bad"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Lose the library."""
        parts.electronics.claim(self.name, library="")
        parts.alarms.judge("library_bad", now, holds=True)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Find it again."""
        parts.electronics.claim(self.name)
        parts.alarms.judge("library_bad", now, holds=False)
