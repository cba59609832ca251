"""Gravity draws drug through an external pump."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.section import ML
from mockpump.quantity import Rate

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class FreeFlow(SteadyFault, frozen=True, kw_only=True):
    """Drug runs through the motor without being driven, also while it stands [V ECRI 2017]."""

    name: ClassVar[str] = "free_flow"
    about: ClassVar[str] = "gravity draws drug through the pump, beside what it drives"
    shows: ClassVar[str] = (
        "with a flow sensor: measured flow, the alarm over_infusion once its window has passed; "
        "without: nothing, until less is aspirated at a refill than the estimate says"
    )

    rate: Rate = 24 * 20 * ML  # 20 mL/h

    def mistakes(self) -> Iterator[str]:
        """Something flows."""
        if not self.rate:
            yield "rate is 0: nothing flows"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """An implant does not hang above the patient."""
        if config.implanted:
            yield "it is implanted: no gravity draws on it"

    def turn(self, parts: Parts) -> None:
        """Let it run."""
        parts.motor.bypass[self.name] = self.rate

    def undo(self, parts: Parts) -> None:
        """Stop it."""
        parts.motor.bypass.pop(self.name, None)
