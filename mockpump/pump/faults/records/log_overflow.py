"""The event log overflows, and the oldest entries are overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.clock import Nanos
from mockpump.pump.faults.base import LastingFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class LogOverflow(LastingFault, frozen=True):
    """What is overwritten is marked by how many entries are lost."""

    name: ClassVar[str] = "log_overflow"
    about: ClassVar[str] = "all but the latest entries of the event log are overwritten at once"
    shows: ClassVar[str] = "state=overflow with lost= as the first entry of the log"

    keeps: Annotated[int, Meta(ge=0, le=1000)] = 1

    def set(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """Overwrite them."""
        parts.log.forget(self.keeps)
