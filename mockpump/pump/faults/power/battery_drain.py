"""The battery has lost its charge before its time: a film in the cell, a short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import LastingFault
from mockpump.pump.motor import MILLION
from mockpump.quantity import Share

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class BatteryDrain(LastingFault, frozen=True):
    """The charge falls at once and does not come back."""

    name: ClassVar[str] = "battery_drain"
    about: ClassVar[str] = (
        "the battery's charge falls to a share at once: its warning comes far too early"
    )
    shows: ClassVar[str] = (
        "the battery's share falls; at or below warn_at the alarm eri (implanted) or low_battery"
    )

    to: Share = 40_000  # 4%

    def mistakes(self) -> Iterator[str]:
        """Drain it, not charge it."""
        if self.to >= MILLION:
            yield "to is not below 100%"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Lose the charge."""
        parts.power.drop(self.to, now)
