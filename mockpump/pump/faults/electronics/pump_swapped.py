"""Another pump answers at this line than before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.electronics_config import Serial
from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class PumpSwapped(SteadyFault, frozen=True, kw_only=True):
    """It is of the same kind, and programmed alike: only its serial number says so."""

    name: ClassVar[str] = "pump_swapped"
    about: ClassVar[str] = "another pump answers at this line than before"
    shows: ClassVar[str] = "another serial= in the reply to HELLO, and nothing else"

    serial: Serial = "SIM-000002"

    def turn(self, parts: Parts) -> None:
        """Be another one."""
        parts.electronics.claim(self.name, serial=self.serial)

    def undo(self, parts: Parts) -> None:
        """Be the one that it was."""
        parts.electronics.claim(self.name)
