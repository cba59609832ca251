"""What a line is laid before: any layer of the seam."""

from __future__ import annotations

from typing import Protocol

from mockpump.clock import Nanos
from mockpump.seam import Effect, Input


class Layer(Protocol):
    """The three verbs, and what a layer that cuts one frame at a time gives back."""

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        """Take one input; say what must now be done."""
        ...

    def tick(self, now: Nanos) -> list[Effect]:
        """Do what is due; now <= next_deadline()."""
        ...

    def next_deadline(self) -> Nanos | None:
        """When to tick if nothing comes."""
        ...

    def take_unheard(self) -> bytes:
        """Give back bytes that were received but not dealt with."""
        ...
