"""A dialect as a file in YAML: its format, as classes. `declaring.py` makes a dialect of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta

from mockpump.dialects.checks import CHECKS, Writing
from mockpump.dialects.declared.session import OF_A_COMMAND, OF_A_FRAME
from mockpump.dialects.declared.vocabulary import MILLIONTH
from mockpump.dialects.numbers import number
from mockpump.errors import QuantityError
from mockpump.line.faults.wrong_baud import Format
from mockpump.operations import OPERATIONS as ALL_OPERATIONS
from mockpump.pump.alarms import ALARMS
from mockpump.quantity import Duration
from mockpump.scenario.part import Part
from mockpump.scenario.words import did_you_mean, listed

Text = Annotated[str, Meta(max_length=500)]
Word = Annotated[
    str, Meta(pattern=r"^[a-z][a-z_]*$", description="a name in small letters", examples=["remote"])
]
CheckName = Annotated[
    str,
    Meta(
        description="an algorithm",
        extra={"names": CHECKS},
        extra_json_schema={"enum": [*CHECKS]},
    ),
]
OPERATIONS = {
    name: spec
    for name, spec in ALL_OPERATIONS.items()
    if name not in ("ack_event", "read_errors", "telemetry")
}
"""What a command can ask for: not what takes a dialect in Python, because it goes on by itself."""
Operation = Annotated[
    str,
    Meta(
        description="an operation in dialect-neutral words",
        extra={"names": OPERATIONS},
        extra_json_schema={"enum": sorted(OPERATIONS)},
    ),
]
ERRORS = (*OF_A_FRAME, *OF_A_COMMAND, "otherwise")
"""Why something is refused. `otherwise` is for every command whose reason has no line of its own."""


class SerialPart(Part, frozen=True):
    """The serial settings that such a pump comes with."""

    baud: Annotated[int, Meta(ge=50, le=4_000_000)]
    format: Format = "8N1"


class FramePart(Part, frozen=True):
    """How frames are laid out. `bare`: a reply that has no body; where it is missing, as `reply`.

    `drops` are characters that the pump overlooks, with `upper` it does not tell cases apart.
    """

    request: Text
    reply: Text
    bare: Text | None = None
    longest: Annotated[int, Meta(ge=2, le=4096)] = 256
    between: Duration = 0
    drops: Text = ""
    upper: bool = False
    abort: Annotated[str, Meta(max_length=1)] = ""


class CheckPart(Part, frozen=True):
    """The check of a frame: by which algorithm, over which part of it, and how it is written."""

    by: CheckName
    over: Text
    written: Writing = "HEX"


class AddressPart(Part, frozen=True):
    """The addresses that pumps may have, and that of a pump which is alone on its line."""

    most: Annotated[int, Meta(ge=0, le=999)]
    least: Annotated[int, Meta(ge=0, le=999)] = 0
    alone: Annotated[int, Meta(ge=0, le=999)] = 0

    def mistakes(self) -> Iterator[str]:
        """Have an address at least."""
        if not self.least <= self.alone <= self.most:
            yield f"alone {self.alone} is not from {self.least} to {self.most}"


class SettingPart(Part, frozen=True):
    """Something that the pump remembers: one of some words, or of a table's, or a number."""

    start: Text | int
    words: tuple[Text, ...] | Word | None = None
    least: Text | int | None = None
    most: Text | int | None = None

    def mistakes(self) -> Iterator[str]:
        """Be either words or a number within bounds."""
        if self.words is not None:
            if self.least is not None or self.most is not None:
                yield "words and bounds are two kinds: give one of them"
            if isinstance(self.words, tuple) and str(self.start) not in self.words:
                yield f"start {self.start!r} is none of its words"
            return
        if self.least is None or self.most is None:
            yield "a setting has words, or is a number with least and most"
            return
        try:
            least, start, most = self.numbers()
        except QuantityError as error:
            yield f"start, least or most: {error}"
        else:
            if not least <= start <= most:
                yield f"start {self.start} is not from {self.least} to {self.most}"

    def numbers(self) -> tuple[int, int, int]:
        """Return least, start and most in millionths. Raises QuantityError."""
        least, start, most = (
            number(str(n), MILLIONTH) for n in (self.least, self.start, self.most)
        )
        return least, start, most


class CommandPart(Part, frozen=True):
    """A command: what it looks like, what it asks the pump for, what is replied.

    `needs` are settings that it is refused without; `sets` are those that it changes, beside those
    that are fields of it. It `starts` and `stops` timers. `acknowledges`: what stands is acknowledged
    at the pump, as it would be by a key.
    """

    ask: Text
    does: Operation | None = None
    with_: Mapping[str, Text | int] = {}
    needs: Mapping[str, Text | int] = {}
    sets: Mapping[str, Text | int] = {}
    reply: Text | None = None
    starts: tuple[Word, ...] = ()
    stops: tuple[Word, ...] = ()
    acknowledges: bool = False
    about: Text = ""


class TimerPart(Part, frozen=True):
    """A timer that commands start: what happens when it runs out."""

    after: Duration
    does: Operation | None = None
    with_: Mapping[str, Text | int] = {}
    sets: Mapping[str, Text | int] = {}
    says: Text | None = None
    about: Text = ""

    def mistakes(self) -> Iterator[str]:
        """Do something when it runs out."""
        if self.does is None and not self.sets and self.says is None:
            yield "a timer that does, sets and says nothing"


class DialectFile(Part, frozen=True):
    """A wire protocol, declared. `no_alarm` is what stands where an alarm would.

    `cannot` lists what a real pump does and this file does not.
    """

    dialect: Literal[1]
    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$", examples=["acme-500"])]
    about: Text
    serial: SerialPart
    frame: FramePart
    commands: tuple[CommandPart, ...]
    check: CheckPart | None = None
    address: AddressPart | None = None
    tables: Mapping[str, Mapping[str, Text]] = {}
    settings: Mapping[str, SettingPart] = {}
    alarms: Mapping[str, Text] = {}
    no_alarm: Text = ""
    errors: Mapping[str, Text] = {}
    timers: Mapping[str, TimerPart] = {}
    announces: Text | None = None
    cannot: tuple[Text, ...] = ()

    def mistakes(self) -> Iterator[str]:
        """Name alarms and errors that there are, and have a command."""
        if not self.commands:
            yield "commands: there is none"
        for alarm in self.alarms:
            if alarm not in ALARMS:
                hint = did_you_mean(alarm, ALARMS)
                yield f"alarms: there is no alarm {alarm!r}{f' ({hint})' if hint else ''}"
        for error in self.errors:
            if error not in ERRORS:
                hint = did_you_mean(error, ERRORS) or f"expected {listed(ERRORS)}"
                yield f"errors: {error!r} is no reason; {hint}"
