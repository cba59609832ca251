"""What drives the drug and what talks with the client lose each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import ReportedFault
from mockpump.pump.sensors import CHANNEL

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class InternalLinkLost(ReportedFault, frozen=True, kw_only=True):
    """A part of the pump is lost, and not the pump: it infuses as programmed."""

    name: ClassVar[str] = "internal_link_lost"
    about: ClassVar[str] = (
        "the part of the pump that drives the drug tells the one that the client talks with nothing"
    )
    shows: ClassVar[str] = (
        "flow, measured, delivered, pressure and level are missing from the status, and the alarm "
        "comm_error; the infusion goes on"
    )
    alarm: ClassVar[str] = "comm_error"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Hear nothing of it."""
        parts.sensors.lose(self.name, *CHANNEL)
        super().set(parts, now)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Hear of it again."""
        parts.sensors.lose(self.name)
        super().clear(parts, now)
