"""A setting has changed by itself, in a magnetic field or by a flipped bit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import LastingFault
from mockpump.pump.motor import MILLION
from mockpump.pump.upsets import alter_rate
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class SettingChanged(LastingFault, frozen=True):
    """No alarm, no entry in the log: only what is read back differs from what was written."""

    name: ClassVar[str] = "setting_changed"
    about: ClassVar[str] = (
        "the programmed rate changes by itself: there is no alarm, and no entry in the log"
    )
    shows: ClassVar[str] = "another rate in the status than was programmed, and nothing else"

    factor: Share = 500_000  # 50% of what was programmed

    def mistakes(self) -> Iterator[str]:
        """Change something."""
        if self.factor == MILLION:
            yield "factor is 100%: nothing would change"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Change it once; set again, it changes again."""
        alter_rate(parts, self.factor, now)
