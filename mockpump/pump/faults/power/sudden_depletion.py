"""The pump loses its power all at once: no warning, no alarm, no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import PumpFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class SuddenDepletion(PumpFault, frozen=True):
    """A dead pump answers nothing and infuses nothing. Cleared, it comes up as if switched on."""

    name: ClassVar[str] = "sudden_depletion"
    about: ClassVar[str] = "the pump loses its power without a warning: it answers nothing any more"
    shows: ClassVar[str] = (
        "nothing at all: no alarm, no reply, no event, and no key does anything; the last share of "
        "the battery was a normal one"
    )

    def set(self, parts: Parts, now: Nanos) -> None:
        """Cut the power."""
        parts.processor.cut(self.name, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Give it back: the pump comes up."""
        parts.processor.supply(self.name, now)
