"""What every frame fault is: an aim, a count, and what becomes of a frame that it hits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta, Struct

from mockpump.chance import MILLION, Stream
from mockpump.clock import Nanos
from mockpump.quantity import Share
from mockpump.seam import Frame, Spoil


class Delivery(NamedTuple):
    """One coming through of a frame that was hit: how late, and how spoilt.

    `behind`: behind the next frame of its way, but at the latest after that time.
    """

    after: Nanos = 0
    spoilt: tuple[Spoil, ...] = ()
    behind: bool = False

    def is_prompt(self) -> bool:
        """Whether the frame comes through at once."""
        return not self.after and not self.behind

    def then(self, next_: Delivery) -> Delivery:
        """Return what two faults, one behind the other, make of a frame."""
        spoilt = self.spoilt + next_.spoilt
        return Delivery(self.after + next_.after, spoilt, self.behind or next_.behind)


class FrameFault(Struct, frozen=True, kw_only=True):
    """A fault that acts on whole frames after cutting, where a frame's meaning is known.

    It is aimed by one of `reply_to` (the reply to an operation), `event` (an alarm's event) or
    `operation` (the command itself, on its way to the pump). Without an aim it is meant for every
    frame of its `direction`, to the client if nothing is said. `rate` is the share of those that it
    hits; after `count` hits it is over.
    """

    name: ClassVar[str]
    about: ClassVar[str]
    needs: ClassVar[Spoil | None] = None
    """What a dialect must know how to spoil, so that its frames can be hit."""

    reply_to: str | None = None
    event: str | None = None
    operation: str | None = None
    direction: Literal["to_client", "to_pump"] | None = None
    rate: Share = MILLION
    count: Annotated[int, Meta(ge=1)] | Literal["every"] = 1

    def mistakes(self) -> Iterator[str]:
        """Say what is wrong with the settings taken together."""
        if sum(aim is not None for aim in (self.reply_to, self.event, self.operation)) > 1:
            yield "a frame fault has at most one aim: reply_to, event or operation"
        elif self.direction not in (None, self.way()):
            yield f"'direction' of what this fault is aimed at is {self.way()}"

    def way(self) -> Literal["to_client", "to_pump"]:
        """Return the direction of what it is aimed at."""
        if self.operation is not None:
            return "to_pump"
        if self.reply_to is not None or self.event is not None:
            return "to_client"
        return self.direction or "to_client"

    def aims_at_sent(self, frame: Frame) -> bool:
        """Whether a frame to the client is what this fault is aimed at."""
        if self.reply_to is not None:
            return frame.kind == "reply" and frame.of == self.reply_to
        if self.event is not None:
            return frame.kind == "event" and frame.of == self.event
        return self.way() == "to_client" and frame.kind in ("reply", "event", "telemetry")

    def aims_at_heard(self, operation: str) -> bool:
        """Whether a command from the client is what this fault is aimed at; "": it asks for none."""
        return self.way() == "to_pump" and operation != "" and self.operation in (None, operation)

    def deliveries(self, stream: Stream) -> tuple[Delivery, ...]:
        """Say how a frame that is hit comes through: not at all, once, or more often."""
        raise NotImplementedError
