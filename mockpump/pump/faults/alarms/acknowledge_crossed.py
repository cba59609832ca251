"""Acknowledging one alarm acknowledges another in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.alarms import AlarmName
from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.needs import impossible

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class AcknowledgeCrossed(SteadyFault, frozen=True):
    """The reply names the alarm that was meant."""

    name: ClassVar[str] = "acknowledge_crossed"
    about: ClassVar[str] = "acknowledging one alarm acknowledges another in its place"
    shows: ClassVar[str] = (
        "the reply to ACK names the alarm that was meant; the list of alarms says which was hit"
    )

    of: AlarmName = "empty_reservoir"
    hits: AlarmName = "low_reservoir"

    def mistakes(self) -> Iterator[str]:
        """Hit another one."""
        if self.of == self.hits:
            yield "hits is the alarm that is meant: nothing would be crossed"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for what the alarm takes."""
        yield from impossible(config, self.of, self.hits)

    def turn(self, parts: Parts) -> None:
        """Cross them."""
        parts.alarms.crossed[self.name] = self.of, self.hits

    def undo(self, parts: Parts) -> None:
        """Hit the one that is meant."""
        parts.alarms.crossed.pop(self.name, None)
