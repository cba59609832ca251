"""The catheter has come off: all that the motor drives goes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.faults.base import SteadyFault
from mockpump.pump.motor import MILLION

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class CatheterDisconnection(SteadyFault, frozen=True, kw_only=True):
    """Nothing reaches its place [V FA579]."""

    name: ClassVar[str] = "catheter_disconnection"
    about: ClassVar[str] = "the catheter has come off or moved: nothing reaches its place"
    shows: ClassVar[str] = (
        "nothing, and at a refill the volumes agree; with an occlusion sensor an occlusion of the "
        "catheter is not seen any more, for no pressure rises"
    )

    def turn(self, parts: Parts) -> None:
        """Let all of it leak."""
        parts.catheter.leaks[self.name] = MILLION

    def undo(self, parts: Parts) -> None:
        """Connect it again."""
        parts.catheter.leaks.pop(self.name, None)
