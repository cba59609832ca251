"""The rotor stops turning, and the pump notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class MotorStall(SteadyFault, frozen=True, kw_only=True):
    """A stall that lasts until it is cleared; a foreign particle's is for good."""

    name: ClassVar[str] = "motor_stall"
    about: ClassVar[str] = "the rotor does not turn, and the pump notices at once"
    shows: ClassVar[str] = (
        "the alarm motor_stall, state stalled, flow 0, volumes that stand still; "
        "cleared: a log entry of the recovery, since when the rotor turns"
    )

    def turn(self, parts: Parts) -> None:
        """Stop the rotor."""
        parts.motor.stalls.add(self.name)
        parts.motor.felt.add(self.name)

    def undo(self, parts: Parts) -> None:
        """Let it turn again."""
        parts.motor.stalls.discard(self.name)
        parts.motor.felt.discard(self.name)
