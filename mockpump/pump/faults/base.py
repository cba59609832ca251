"""What every pump fault is: settings, and how it changes the pump's parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from mockpump.clock import SECOND, Nanos, format_duration
from mockpump.pump.needs import impossible

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig
    from mockpump.pump.courses import Course
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

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:  # noqa: ARG002 - for those who ask
        """Say why a pump has nothing that could fail so, naming the part that it would need."""
        yield from ()

    def set(self, parts: Parts, now: Nanos) -> None:
        """Change the parts. Setting it again changes them to the new settings."""
        raise NotImplementedError

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Put the parts right again."""
        raise NotImplementedError


class SteadyFault(PumpFault, frozen=True, kw_only=True):
    """A fault that turns dials, which stay as they are until it is cleared."""

    def turn(self, parts: Parts) -> None:
        """Turn the dials, each under the fault's own name."""
        raise NotImplementedError

    def undo(self, parts: Parts) -> None:
        """Turn them back."""
        raise NotImplementedError

    def set(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """Turn the dials."""
        self.turn(parts)

    def clear(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """Turn them back."""
        self.undo(parts)


class ReportedFault(PumpFault, frozen=True, kw_only=True):
    """A fault that is the condition of an alarm, as long as it is set."""

    alarm: ClassVar[str]

    def mistakes_for(self, config: PumpConfig) -> Iterator[str]:
        """Ask for what the alarm takes."""
        yield from impossible(config, self.alarm)

    def set(self, parts: Parts, now: Nanos) -> None:
        """Let the condition hold."""
        parts.alarms.judge(self.alarm, now, holds=True)

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Let it end."""
        parts.alarms.judge(self.alarm, now, holds=False)


class LastingFault(PumpFault, frozen=True, kw_only=True):
    """A fault that happens once, when it is set: clearing it changes nothing of what it has done."""

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Change nothing."""


class TimedFault(PumpFault, frozen=True, kw_only=True):
    """A fault that goes on by itself. Its durations are pump time.

    `course` turns the dials; it yields the time at which it goes on and is sent the time when it
    does. `undo` turns back whatever dials it may have turned.
    """

    def course(self, parts: Parts, now: Nanos) -> Course:
        """Turn the dials, from now on."""
        raise NotImplementedError

    def undo(self, parts: Parts) -> None:
        """Turn the dials back."""
        raise NotImplementedError

    def set(self, parts: Parts, now: Nanos) -> None:
        """Begin its course, anew if it is set already."""
        self.clear(parts, now)
        parts.courses.begin(self.name, self.course(parts, now))

    def clear(self, parts: Parts, now: Nanos) -> None:  # noqa: ARG002 - the signature of all faults
        """End its course and undo what it has done."""
        parts.courses.end(self.name)
        self.undo(parts)

    def tell(self, parts: Parts, now: Nanos, state: str) -> None:
        """Tell the trace what the pump does not know: that it acts, or rests."""
        parts.log.tell(now, "fault", self.name, state)


def at_least_a_second(**settings: Nanos) -> Iterator[str]:
    """Refuse durations so short that a year of them would never end."""
    for name, span in settings.items():
        if span < SECOND:
            yield f"{name} is {format_duration(span)}: at least 1s"
