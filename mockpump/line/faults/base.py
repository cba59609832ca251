"""What every byte fault is: settings, a direction, and how it changes bytes on the wire."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

from mockpump.chance import Stream

Direction = Literal["to_client", "to_pump"]


class ByteFault(Struct, frozen=True, kw_only=True):
    """A fault that acts on bytes while they pass. Its fields are its settings in a scenario."""

    name: ClassVar[str]
    about: ClassVar[str]

    direction: Direction = "to_client"

    def alter(self, data: bytes, stream: Stream) -> bytes:
        """Return what becomes of the bytes; draw per byte, in wire order, whatever the chunking."""
        raise NotImplementedError
