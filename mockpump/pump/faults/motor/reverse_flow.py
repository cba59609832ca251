"""Liquid flows from the patient into an external pump."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.section import ML
from mockpump.quantity import Rate

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class ReverseFlow(SteadyFault, frozen=True, kw_only=True):
    """A flow against the pump's own, into the reservoir until that is full [GIP 1.14]."""

    name: ClassVar[str] = "reverse_flow"
    about: ClassVar[str] = "liquid flows back from the patient, against what the pump drives"
    shows: ClassVar[str] = (
        "with a flow sensor: negative measured flow, the alarm reverse_flow once its window has "
        "passed; without: nothing, until more is aspirated at a refill than the estimate says"
    )

    rate: Rate = 24 * 10 * ML  # 10 mL/h

    def mistakes(self) -> Iterator[str]:
        """Something flows."""
        if not self.rate:
            yield "rate is 0: nothing flows"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """An implant's rotor or valve lets nothing back."""
        if config.implanted:
            yield "it is implanted: nothing flows back through its rotor or valve"

    def turn(self, parts: Parts) -> None:
        """Let it run back."""
        parts.motor.bypass[self.name] = -self.rate

    def undo(self, parts: Parts) -> None:
        """Stop it."""
        parts.motor.bypass.pop(self.name, None)
