"""Entries of the event log are written more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class LogDuplicates(SteadyFault, frozen=True):
    """All copies have the same number."""

    name: ClassVar[str] = "log_duplicates"
    about: ClassVar[str] = "entries of the event log are written more than once"
    shows: ClassVar[str] = "several entries of the same number in the log"

    copies: Annotated[int, Meta(ge=2, le=9)] = 2

    def turn(self, parts: Parts) -> None:
        """Write copies."""
        parts.log.copies = self.copies

    def undo(self, parts: Parts) -> None:
        """Write each once."""
        parts.log.copies = 1
