"""Somebody has given the pump another key: who had the old one is not let in any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from mockpump.pump.electronics_config import Key
from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.parts import Parts


class AccessKeyChanged(SteadyFault, frozen=True, kw_only=True):
    """Who is in stays in until the session ends."""

    name: ClassVar[str] = "access_key_changed"
    about: ClassVar[str] = "the pump has another key: who has the old one is not let in"
    shows: ClassVar[str] = (
        "LOGIN with the right answer is refused; after so many the alarm access_barred"
    )

    key: Key = "another-simulated-key"

    def mistakes(self) -> Iterator[str]:
        """Have one."""
        if not self.key:
            yield "key is empty: nobody would be asked for it"

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Only a key that is there can change."""
        if not config.access.key:
            yield "it asks nobody for a key: set access.key"

    def turn(self, parts: Parts) -> None:
        """Change it."""
        parts.access.key = self.key

    def undo(self, parts: Parts) -> None:
        """Change it back."""
        parts.access.restore()
