"""How each command is carried out: what it asks the pump for, and what stands in its reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from mockpump.clock import Nanos
from mockpump.dialects.newera.numbers import MICROMETRES, RATE_UNITS, VOLUME_UNITS, read, written
from mockpump.dialects.newera.program import FIRST, PHASES
from mockpump.dialects.newera.unit import Unit
from mockpump.operations import Outcome, Refusal

Error: TypeAlias = Literal["?", "?NA", "?OOR", "?COM", "?IGN"]
ERRORS: Mapping[Error, str] = {
    "?": "no such command, or no such argument",
    "?NA": "not applicable now, or to this pump",
    "?OOR": "out of range",
    "?COM": "a damaged packet; always in a packet of the safe mode",
    "?IGN": "ignored: the pump is busy, which it is only where a scenario says so",
}
REFUSALS: Mapping[Refusal, Error] = {
    "out_of_range": "?OOR",
    "unconfirmed": "?OOR",  # a soft limit: nothing in this protocol could confirm it
    "dose_limit": "?OOR",
    "misread": "?",
}
"""The error for each refusal of the pump; for all that is not here it is ?NA."""

SMALLEST, LARGEST = 100, 80_000  # micrometres
MOST_SECONDS = 255
HIGHEST_ADDRESS = 99
PINS = ("2", "3", "4", "6")
DIRECTIONS: Mapping[str, str] = {"INF": "infuse", "WDR": "withdraw"}
TOTALS: Mapping[str, str] = {"INF": "infused", "WDR": "withdrawn"}


class Answer(NamedTuple):
    """What stands in a reply behind the status; `refused`: why no pump was even asked."""

    data: str = ""
    refused: Refusal | None = None


def answer(unit: Unit, name: str, argument: str, now: Nanos) -> Answer:
    """Carry out a command of the table."""
    if not argument:
        return _QUERIES[name](unit, now) if name in _QUERIES else _no("misread")
    if name not in _SETTERS:
        return _no("misread")
    return _SETTERS[name](unit, argument, now)


def _no(refusal: Refusal) -> Answer:
    """Refuse without asking the pump."""
    return Answer(REFUSALS.get(refusal, "?NA"), refusal)


def _done(outcome: Outcome) -> Answer:
    """Tell what became of what the pump was asked for."""
    if outcome.refusal is None:
        return Answer()
    return Answer(REFUSALS.get(outcome.refusal, "?NA"))


# without an argument ------------------------------------------------------------------------------


def _status(unit: Unit, now: Nanos) -> Answer:
    unit.ask(now, "read_status")
    return Answer()


def _diameter(unit: Unit, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    return Answer(written(unit.diameter, MICROMETRES))


def _rate(unit: Unit, now: Nanos) -> Answer:
    outcome = unit.ask(now, "read_therapy")
    rate = unit.see(now, "read_status").get("rate")
    if outcome.refusal or not isinstance(rate, int):
        return Answer("?NA")
    name = unit.unit_for(rate)
    return Answer(written(rate, RATE_UNITS[name]) + name)


def _volume(unit: Unit, now: Nanos) -> Answer:
    target = unit.ask(now, "read_totals").values["target"]
    return Answer(written(int(target), unit.volume_step) + unit.volume_unit)


def _direction(unit: Unit, now: Nanos) -> Answer:
    direction = unit.ask(now, "read_totals").values["direction"]
    return Answer("WDR" if direction == "withdraw" else "INF")


def _dispensed(unit: Unit, now: Nanos) -> Answer:
    values = unit.ask(now, "read_totals").values
    step = unit.volume_step
    infused, withdrawn = (written(int(values[name]), step) for name in TOTALS.values())
    return Answer(f"I{infused}W{withdrawn}{unit.volume_unit}")


def _run(unit: Unit, now: Nanos) -> Answer:
    if unit.runs(now) and unit.program.waits != "trigger":
        return _no("wrong_state")
    outcome = unit.run(now)
    return Answer() if outcome is None else _done(outcome)


def _purge(unit: Unit, now: Nanos) -> Answer:
    if unit.runs(now) or unit.program.phase.direction == "withdraw":
        return _no("wrong_state")
    unit.program.rest()
    return _done(unit.ask(now, "prime", until_stopped=1))


def _stop(unit: Unit, now: Nanos) -> Answer:
    """Pause what runs; end what is paused. Stopping once more changes nothing, and is no error."""
    letter = unit.letter(now)
    unit.ask(now, "stop")
    if letter in "SX":
        unit.program.rest()
    elif letter == "P":
        unit.rewind(now)
    else:
        unit.program.rest(paused=True)
    return Answer()


def _version(unit: Unit, now: Nanos) -> Answer:
    unit.ask(now, "identify")
    return Answer(unit.version)


def _reset(unit: Unit, now: Nanos) -> Answer:
    unit.ask(now, "stop")
    unit.forget()
    unit.load(now)
    return Answer()


_QUERIES: Mapping[str, Callable[[Unit, Nanos], Answer]] = {
    "": _status,
    "VER": _version,
    "DIA": _diameter,
    "RAT": _rate,
    "VOL": _volume,
    "DIR": _direction,
    "DIS": _dispensed,
    "RUN": _run,
    "PUR": _purge,
    "STP": _stop,
    "PHN": lambda unit, _: Answer(str(unit.program.number)),
    "FUN": lambda unit, _: Answer(unit.program.phase.function),
    "SAF": lambda unit, _: Answer(str(unit.safe)),
    "AL": lambda unit, _: Answer(unit.switches["AL"]),
    "TRG": lambda unit, _: Answer(unit.switches["TRG"]),
    "ADR": lambda unit, _: Answer(f"{unit.address:02}"),
    "RESET": _reset,
}

# with an argument ---------------------------------------------------------------------------------


def _number(text: str, unit: int, low: int, high: int) -> int | Answer:
    """Read a number of a unit, in whole steps, between bounds."""
    try:
        value = read(text, unit)
    except OverflowError:
        return _no("out_of_range")
    if value is None:
        return _no("misread")
    return value if low <= value <= high else _no("out_of_range")


def _set_diameter(unit: Unit, text: str, now: Nanos) -> Answer:
    if unit.runs(now):
        return _no("wrong_state")
    diameter = _number(text, MICROMETRES, SMALLEST, LARGEST)
    if isinstance(diameter, Answer):
        return diameter
    unit.insert(diameter)
    return Answer()


def _set_rate(unit: Unit, text: str, now: Nanos) -> Answer:
    there = unit.see(now, "read_status").get("rate")
    name, number = unit.unit_for(there if isinstance(there, int) else 0), text
    if text[-2:] in RATE_UNITS:
        number, chosen = text[:-2], text[-2:]
        if chosen != name and unit.runs(now):
            return _no("wrong_state")
        name = chosen
    rate = _number(number, RATE_UNITS[name], 1, unit.fastest)
    if isinstance(rate, Answer):
        return rate
    outcome = unit.ask(now, "set_rate", rate=rate)
    if outcome.refusal is None:
        unit.rate_unit, unit.program.phase.rate = name, rate
    return _done(outcome)


def _set_volume(unit: Unit, text: str, now: Nanos) -> Answer:
    if unit.runs(now):
        return _no("wrong_state")
    if text in VOLUME_UNITS:
        unit.volume_unit = text
        return Answer()
    volume = _number(text, unit.volume_step, 0, 10**4 * unit.volume_step)
    if isinstance(volume, Answer):
        return volume
    outcome = unit.ask(now, "set_target", volume=volume)
    if outcome.refusal is None:
        unit.program.phase.volume = volume
    return _done(outcome)


def _set_direction(unit: Unit, text: str, now: Nanos) -> Answer:
    if unit.runs(now):
        return _no("wrong_state")
    phase = unit.program.phase
    opposite = "infuse" if phase.direction == "withdraw" else "withdraw"
    direction = opposite if text == "REV" else DIRECTIONS.get(text)
    if direction is None:
        return _no("misread")
    outcome = unit.ask(now, "set_direction", direction=direction)
    if outcome.refusal is None:
        phase.direction = direction
    return _done(outcome)


def _clear(unit: Unit, text: str, now: Nanos) -> Answer:
    if text not in TOTALS:
        return _no("misread")
    if unit.runs(now):
        return _no("wrong_state")
    return _done(unit.ask(now, "clear_total", total=TOTALS[text]))


def _whole(text: str, low: int, high: int) -> int | Answer:
    """Read a whole number between bounds."""
    if not (text.isascii() and text.isdigit()):
        return _no("misread")
    value = int(text[:8])
    return value if low <= value <= high else _no("out_of_range")


def _run_phase(unit: Unit, text: str, now: Nanos) -> Answer:
    chosen = _select(unit, text, now)
    return chosen if chosen.refused else _run(unit, now)


def _select(unit: Unit, text: str, now: Nanos) -> Answer:
    number = _whole(text, FIRST, PHASES)
    if isinstance(number, Answer):
        return number
    if unit.runs(now):
        return _no("wrong_state")
    unit.program.rest()
    unit.select(number, now)
    return Answer()


def _set_function(unit: Unit, text: str, now: Nanos) -> Answer:
    if unit.runs(now):
        return _no("wrong_state")
    return Answer() if unit.program.phase.take(text) else _no("misread")


def _set_safe(unit: Unit, text: str, now: Nanos) -> Answer:
    seconds = _whole(text, 0, MOST_SECONDS)
    if isinstance(seconds, Answer):
        return seconds
    unit.go_safe(seconds)
    unit.watchdog.restart(now)
    return Answer()


def _switch(name: str, values: tuple[str, ...]) -> Callable[[Unit, str, Nanos], Answer]:
    """Make the setter of a switch that changes nothing here."""

    def switch(unit: Unit, text: str, now: Nanos) -> Answer:  # noqa: ARG001 - signature
        if text not in values:
            return _no("misread")
        unit.switches[name] = text
        return Answer()

    return switch


def _pin(unit: Unit, text: str, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    return Answer("1") if text in PINS else _no("out_of_range")


def _set_address(unit: Unit, text: str, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    address = _whole(text, 0, HIGHEST_ADDRESS)
    if isinstance(address, Answer):
        return address
    unit.address = address
    return Answer()


_SETTERS: Mapping[str, Callable[[Unit, str, Nanos], Answer]] = {
    "DIA": _set_diameter,
    "RAT": _set_rate,
    "VOL": _set_volume,
    "DIR": _set_direction,
    "CLD": _clear,
    "RUN": _run_phase,
    "PHN": _select,
    "FUN": _set_function,
    "SAF": _set_safe,
    "AL": _switch("AL", ("0", "1")),
    "TRG": _switch("TRG", ("FT", "FH", "F2", "LE", "ST", "T2", "SP", "P2", "RL", "RH", "SL", "SH")),
    "IN": _pin,
    "ADR": _set_address,
}
