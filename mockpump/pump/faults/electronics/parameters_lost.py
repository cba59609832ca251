"""A reset has lost the programme, or put the defaults in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mockpump.clock import Nanos
from mockpump.pump.faults.base import LastingFault
from mockpump.pump.upsets import fall_back

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class ParametersLost(LastingFault, frozen=True):
    """It lasts until the pump is programmed anew."""

    name: ClassVar[str] = "parameters_lost"
    about: ClassVar[str] = (
        "a reset loses the programme, or replaces it by the defaults: the minimum rate"
    )
    shows: ClassVar[str] = (
        "nothing left: the alarm parameters_lost, stopped, no rate in the status; defaults: the "
        "alarm reset_to_defaults and the minimum rate; an update that is not whole is refused"
    )

    leaves: Literal["nothing", "defaults"] = "nothing"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Lose the programme."""
        if self.leaves == "defaults":
            fall_back(parts, "reset_to_defaults", now)
        else:
            parts.memory.lose("parameters_lost", now)
