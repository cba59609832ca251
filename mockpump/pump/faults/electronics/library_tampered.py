"""Somebody has changed the drug library, but not its version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.electronics_config import Sum
from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class LibraryTampered(SteadyFault, frozen=True, kw_only=True):
    """The checksum does not fit what the version should have, or there is none [V CVE-2021-33885]."""

    name: ClassVar[str] = "library_tampered"
    about: ClassVar[str] = (
        "the drug library was changed: its version is as expected, its sum is not"
    )
    shows: ClassVar[str] = "another library_sum= in the reply to HELLO, or none, and nothing else"

    sum: Sum = "BAD0BAD0"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Only what is told can be wrong."""
        if not config.electronics.library_sum:
            yield "it tells no checksum of its library: set electronics.library_sum"

    def turn(self, parts: Parts) -> None:
        """Tell it."""
        parts.electronics.claim(self.name, library_sum=self.sum)

    def undo(self, parts: Parts) -> None:
        """Tell the right one."""
        parts.electronics.claim(self.name)
