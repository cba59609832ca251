"""What every pump fault is: settings, and how it changes the pump's parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from mockpump.clock import Nanos

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class PumpFault(Struct, frozen=True, kw_only=True):
    """Something that goes wrong inside pump, catheter or battery. Its fields are its settings.

    `shows` says what the pump reports of it, and what it does not. Nothing else knows a fault by
    name: it turns the dials of parts, and the pump goes on from there.
    """

    name: ClassVar[str]
    about: ClassVar[str]
    shows: ClassVar[str]

    def mistakes(self) -> Iterator[str]:
        """Say what is wrong with the settings taken together."""
        yield from ()

    def set(self, parts: Parts, now: Nanos) -> None:
        """Change the parts. Setting it again changes them to the new settings."""
        raise NotImplementedError

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Put the parts right again."""
        raise NotImplementedError
