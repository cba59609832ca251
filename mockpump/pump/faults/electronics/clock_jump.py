"""The pump's calendar leaps, forward or back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import SECOND, Nanos
from mockpump.pump.faults.base import LastingFault
from mockpump.pump.upsets import jump_calendar
from mockpump.quantity import Duration

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class ClockJump(LastingFault, frozen=True):
    """Set again, it leaps again; nothing leaps it back."""

    name: ClassVar[str] = "clock_jump"
    about: ClassVar[str] = "the pump's calendar leaps; doses by the time of day go with it"
    shows: ClassVar[str] = (
        "another time in the status; no alarm; entries of the log keep their order"
    )

    by: Duration = 3600 * SECOND
    back: bool = False

    def mistakes(self) -> Iterator[str]:
        """Leap somewhere."""
        if not self.by:
            yield "by is 0s: nothing would change"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Leap once."""
        jump_calendar(parts, -self.by if self.back else self.by, now)
