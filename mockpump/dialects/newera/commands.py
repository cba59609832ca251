"""The commands of a New Era pump as a table: what each asks for, which the docs are drawn from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class Command(NamedTuple):
    """One command: the operations that it asks for without and with an argument, and what it does.

    An empty operation: the pump's own setting, of which no other part knows.
    """

    name: str
    query: str = ""
    sets: str = ""
    takes: str = ""
    about: str = ""
    system: bool = False  # understood only behind a `*`


_TABLE = (
    Command("", "read_status", about="the status alone"),
    Command("VER", "identify", about="model and version"),
    Command("DIA", takes="mm", about="inside diameter of the syringe; it limits the rate"),
    Command(
        "RAT",
        "read_therapy",
        "set_rate",
        takes="number, unit `MM` `MH` `UM` `UH`",
        about="rate of the phase; without a unit in the last one; while pumping, the unit stays",
    ),
    Command(
        "VOL",
        "read_totals",
        "set_target",
        takes="number, or unit `ML` `UL`",
        about="volume of the phase, after which it ends; 0: it does not",
    ),
    Command(
        "DIR",
        "read_totals",
        "set_direction",
        takes="`INF` `WDR` `REV`",
        about="direction of the phase",
    ),
    Command("DIS", "read_totals", about="volumes infused and withdrawn since they were cleared"),
    Command("CLD", sets="clear_total", takes="`INF` `WDR`", about="clear one of these volumes"),
    Command("RUN", "start", "start", takes="phase", about="start, or go on after a pause"),
    Command("PUR", "prime", about="run at the pump's bolus rate until it is stopped"),
    Command("STP", "stop", about="pause; once paused: stop, and go back to phase 1"),
    Command("PHN", takes="1 to 41", about="the phase that other commands are about"),
    Command("FUN", takes="`RAT` `STP` `PAS` and seconds", about="what the phase does"),
    Command("SAF", takes="0 to 255", about="safe mode, and the seconds after which it alarms"),
    Command("AL", takes="0 1", about="whether the pump sounds its alarms; it has no sound here"),
    Command("TRG", takes="mode", about="mode of the foot switch, which nobody presses here"),
    Command("IN", takes="pin", about="an input pin: nothing is connected, so it reads 1"),
    Command("ADR", takes="0 to 99", about="the pump's address", system=True),
    Command("RESET", "stop", about="stop, forget all settings but the address", system=True),
)

COMMANDS: Mapping[str, Command] = {command.name: command for command in _TABLE}

_NAMES = "|".join(sorted(filter(None, COMMANDS), key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?:(?P<all>\*)|(?P<to>[0-9]{{0,2}}))(?P<name>{_NAMES}|)(?P<argument>.*)", re.DOTALL
)


class Asked(NamedTuple):
    """A command as it was written: `to` an address, or (None) to any. `command` None: it is none."""

    to: int | None
    command: Command | None
    argument: str

    @property
    def of(self) -> str:
        """The operation that it asks for, if any."""
        if self.command is None:
            return ""
        return self.command.sets if self.argument else self.command.query

    @property
    def switches_to(self) -> int | None:
        """The seconds of the safe mode that it asks for, 0 for the basic one; None: it does not."""
        if self.command is None or self.command.name != "SAF" or not self.argument.isdecimal():
            return None
        return int(self.argument[:8])


def parse(text: str) -> Asked:
    """Read a command: an address of up to two digits, absent for 0; `*`: whatever the address."""
    written = _WRITTEN.fullmatch(text)
    assert written is not None, text  # it matches whatever there is
    name, argument, everybody = written["name"], written["argument"], bool(written["all"])
    to = None if everybody else int(written["to"] or 0)
    command = COMMANDS[name]
    known = (everybody or not command.system) and (bool(name) or not argument)
    return Asked(to, command if known else None, argument)
