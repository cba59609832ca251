"""The firmware or the drug library has another version than before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.electronics_config import Version
from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class WrongVersion(SteadyFault, frozen=True):
    """What is left out stays as it is."""

    name: ClassVar[str] = "wrong_version"
    about: ClassVar[str] = "the pump names another version of its firmware or of its drug library"
    shows: ClassVar[str] = "another firmware= or library= in the reply to HELLO, and nothing else"

    firmware: Version = "SIM-0.9"
    library: Version | None = None

    def turn(self, parts: Parts) -> None:
        """Name them."""
        versions = {"firmware": self.firmware}
        if self.library is not None:
            versions["library"] = self.library
        parts.electronics.claim(self.name, **versions)

    def undo(self, parts: Parts) -> None:
        """Name the true ones."""
        parts.electronics.claim(self.name)
