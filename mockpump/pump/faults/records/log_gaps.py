"""Entries of the event log get lost while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class LogGaps(SteadyFault, frozen=True):
    """Of every so many entries one is lost, and its number with it."""

    name: ClassVar[str] = "log_gaps"
    about: ClassVar[str] = "of every so many entries of the event log one is lost"
    shows: ClassVar[str] = "gaps in the log's numbers, and nothing else"

    every: Annotated[int, Meta(ge=2, le=1000)] = 2

    def turn(self, parts: Parts) -> None:
        """Lose them."""
        parts.log.skips[self.name] = self.every

    def undo(self, parts: Parts) -> None:
        """Lose no more."""
        parts.log.skips.pop(self.name, None)
