"""Commands of a Fresenius base and its modules, letters and errors, which the docs are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from mockpump.operations import Refusal
from mockpump.quantity import RATE, VOLUME

TENTH = RATE.units["mL/h"] // 10
THOUSANDTH = VOLUME.units["uL"]

Code: TypeAlias = Literal[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "0A", "0B", "0C", "0D", "0E", "12", "14",
    "15", "16", "1A", "1E", "1F", "20", "22", "24", "25",
]  # fmt: skip
ERRORS: Mapping[Code, str] = {
    "01": "no such command at this address",
    "02": "disabled in this mode, or not settable in this pump",
    "03": "disabled in this status",
    "04": "no such syntax",
    "05": "no such operating mode",
    "06": "the mode is active already",
    "07": "a new mode is disabled in this mode: never sent",
    "08": "out of limit",
    "09": "a new mode is disabled in this status: never sent",
    "0A": "a letter that is unused at this address",
    "0B": "no such letter",
    "0C": "the message is too long",
    "0D": "the session with the base is not open",
    "0E": "there is no such module",
    "12": "an alarm is present",
    "14": "no rate has been chosen: never sent, there is one from the start",
    "15": "not enough volume for the bolus",
    "16": "the syringe cannot be emptied now",
    "1A": "no such recorded event: never sent",
    "1E": "the session with the module is not open",
    "1F": "a module is not in the manual mode",
    "20": "not at this port: never sent",
    "22": "a new mode is not authorised: never sent",
    "24": "no such connection mode: never sent",
    "25": "no such drug",
}
"""The codes of a refusal, and what each means here."""

REFUSALS: Mapping[Refusal, Code] = {
    "out_of_range": "08",
    "unconfirmed": "08",
    "dose_limit": "08",
    "misread": "04",
    "unsupported": "02",
}
"""The code for each refusal of the pump; for all that is not here it is 03, with an alarm 12."""

Where: TypeAlias = Literal["base", "module", "both"]


class Command(NamedTuple):
    """One command: where it is known, what it asks for, what it takes.

    `manual`: it is refused (02) in the manual mode.
    """

    name: str
    where: Where
    operation: str
    about: str
    takes: str = ""
    manual: bool = False


_TABLE = (
    Command("DC", "both", "", "begin a session"),
    Command("FC", "both", "", "end a session; the base ends all"),
    Command("MO", "module", "", "manual mode, or control by the PC", "`1` or `2`"),
    Command("RZ", "module", "ack_alarm", "acknowledge every alarm that stands"),
    Command("OF", "module", "stop", "stop, and end the session", manual=True),
    Command("SI", "module", "silence_alarm", "pause the audio of every alarm that stands"),
    Command("EP", "module", "", "give the drug a name", "text"),
    Command("LP", "module", "read_therapy", "read the drug's name"),
    Command("AP", "module", "", "show the drug's name on the pump, which nobody sees here"),
    Command("EN", "module", "", "give the pump an identifier", "text"),
    Command("LN", "module", "", "read the identifier"),
    Command("DE", "both", "", "be told when values change", "letters"),
    Command("AE", "both", "", "be told no more"),
    Command("LE", "both", "read_status", "read values", "letters"),
    Command("DM", "both", "", "as DE; what comes begins with M", "letters"),
    Command("AM", "both", "", "as AE"),
    Command("LM", "both", "read_status", "as LE", "letters"),
    Command("LF", "both", "identify", "read the type of the device", "`b`"),
    Command(
        "PR",
        "module",
        "set_rate",
        "set the rate, and infuse",
        "4 hex digits, 0.1 mL/h",
        manual=True,
    ),
    Command("PO", "module", "stop", "pause the infusion", manual=True),
    Command(
        "PB",
        "module",
        "bolus",
        "give a bolus",
        "6 hex digits, 1 uL; 4 hex digits, 0.1 mL/h",
        manual=True,
    ),
    Command("PF", "module", "prime", "empty the syringe", manual=True),
    Command(
        "PV",
        "module",
        "set_target",
        "stop after so much; 0: do not",
        "6 hex digits, 1 uL",
        manual=True,
    ),
    Command("RV", "module", "clear_total", "count the volume from 0 again", manual=True),
    Command("PP", "module", "", "pressure limit: refused (02), this pump's is fixed", "value"),
    Command("PS", "module", "", "dynamic pressure: refused (02), this pump has none"),
    Command("E", "both", "ack_event", "say that an event was received"),
    Command("M", "both", "ack_event", "say that an adjusted event was received"),
)

COMMANDS: Mapping[str, Command] = {command.name: command for command in _TABLE}

LETTERS: Mapping[str, str] = {
    "a": "alarms of delivery and supply, 16 bits (below)",
    "e": "errors of the pump's own technique, 16 bits (below)",
    "m": "what the pump does, and the mode, 16 bits (below)",
    "d": "programmed rate, 4 hex digits, 0.1 mL/h",
    "r": "volume infused since RV, 6 hex digits, 1 uL",
    "k": "rate of the bolus that runs, 4 hex digits, 0.1 mL/h",
    "s": "volume given of the latest bolus, 6 hex digits, 1 uL",
    "i": "base: how many modules there are, 2 hex digits",
    "b": "base: which modules there are, 2 hex digits, bit 0 for module 1",
}
BASE_LETTERS = frozenset("ib")
