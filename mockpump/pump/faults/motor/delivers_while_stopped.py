"""The motor goes on turning although the pump says that it has stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.quantity import Rate

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class DeliversWhileStopped(SteadyFault, frozen=True, kw_only=True):
    """It turns at a rate whenever it is asked for nothing [V MF-24; GIP 5.10]."""

    name: ClassVar[str] = "delivers_while_stopped"
    about: ClassVar[str] = "the motor goes on at a rate although the pump says that it has stopped"
    shows: ClassVar[str] = (
        "a contradiction: state stopped, flow 0, and a delivered volume that grows; "
        "with counted: false nothing, until less is aspirated at a refill than the estimate says"
    )

    rate: Rate | None = None  # None: what is programmed when the fault is set
    counted: bool = True  # the pump counts the turns of its motor

    def turn(self, parts: Parts) -> None:
        """Let it turn."""
        parts.motor.idle[self.name] = parts.infusion.rate if self.rate is None else self.rate
        parts.motor.counted.discard(self.name)
        if self.counted:
            parts.motor.counted.add(self.name)

    def undo(self, parts: Parts) -> None:
        """Let it stand when it is asked to."""
        parts.motor.counted.discard(self.name)
        parts.motor.idle.pop(self.name, None)
