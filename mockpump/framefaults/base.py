"""What every frame fault is: an aim, a count, and how often a frame it hits gets through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from mockpump.clock import Nanos
from mockpump.seam import Frame


class FrameFault(Struct, frozen=True, kw_only=True):
    """A fault that acts on whole frames after cutting, where a frame's meaning is known.

    It is aimed by one of `reply_to` (the reply to an operation), `event` (an alarm's event) or
    `operation` (the command itself, on its way to the pump).
    """

    name: ClassVar[str]
    about: ClassVar[str]

    reply_to: str | None = None
    event: str | None = None
    operation: str | None = None
    count: Annotated[int, Meta(ge=1)] | Literal["every"] = 1

    def mistakes(self) -> Iterator[str]:
        """Say what is wrong with the settings taken together."""
        if sum(aim is not None for aim in (self.reply_to, self.event, self.operation)) != 1:
            yield "a frame fault has exactly one aim: reply_to, event or operation"

    def hits_sent(self, frame: Frame) -> bool:
        """Whether a frame to the client is what this fault is aimed at."""
        if frame.kind == "reply":
            return frame.of == self.reply_to
        return frame.kind == "event" and frame.of == self.event

    def hits_heard(self, operation: str) -> bool:
        """Whether a command from the client is what this fault is aimed at."""
        return self.operation is not None and operation == self.operation

    def deliveries(self) -> tuple[Nanos, ...]:
        """Say after which delays a frame that is hit gets through: none means that it is lost."""
        raise NotImplementedError
