"""A bolus that was interrupted begins again, whole, once the pump infuses again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class BolusRegiven(SteadyFault, frozen=True, kw_only=True):
    """Of every bolus that is interrupted while it is set [V MF-20, MF-24]."""

    name: ClassVar[str] = "bolus_regiven"
    about: ClassVar[str] = (
        "a bolus that was interrupted begins again, whole, as soon as the pump infuses again"
    )
    shows: ClassVar[str] = (
        "state=bolus after a START although nobody has ordered one; an entry in the log for each "
        "time under one id; RESULT? knows only of what was interrupted"
    )

    def turn(self, parts: Parts) -> None:
        """Keep it in mind."""
        parts.infusion.regives = True

    def undo(self, parts: Parts) -> None:
        """Let what is interrupted be over."""
        parts.infusion.forget_interrupted()
