"""How each command of a module is carried out, and what its reply says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from mockpump.clock import DAY, Nanos
from mockpump.dialects.base import Carried
from mockpump.dialects.fresenius.commands import (
    BASE_LETTERS,
    LETTERS,
    REFUSALS,
    TENTH,
    THOUSANDTH,
    Code,
)
from mockpump.dialects.fresenius.module import Module
from mockpump.operations import Operation, Outcome

Args: TypeAlias = tuple[str, ...]

MOST_TEXT = 40


class Answer(NamedTuple):
    """What a reply says: data, or the code of a refusal; `asked`: the pump itself was asked."""

    data: str = ""
    code: Code | None = None
    alarms: Carried = ()


def answer(module: Module, name: str, args: Args, now: Nanos) -> Answer:
    """Carry out a command of the table, in an open session."""
    return _ANSWERS[name](module, args, now)


def letters_of(args: Args, here: frozenset[str]) -> str | Answer:
    """Read the letters that a command names, of those that are known at its address."""
    if len(args) != 1 or not args[0]:
        return Answer(code="04")
    for letter in args[0]:
        if letter not in LETTERS:
            return Answer(code="0B" if letter.isalpha() else "04")
        if letter not in here:
            return Answer(code="0A")
    return "".join(dict.fromkeys(args[0]))


MODULE_LETTERS = frozenset(LETTERS) - BASE_LETTERS


def _done(module: Module, outcome: Outcome, now: Nanos) -> Answer:
    """Tell what became of what the pump was asked for."""
    if outcome.refusal is None:
        return Answer()
    code = REFUSALS.get(outcome.refusal)
    if code is None:
        code = "12" if module.standing(now) else "03"
    return Answer(code=code)


def _number(text: str, prefix: str, digits: int) -> int | None:
    """Read hex digits, before which the letter of the value may stand."""
    match = re.fullmatch(f"{prefix}?([0-9A-Fa-f]{{1,{digits}}})", text)
    return None if match is None else int(match[1], 16)


def _read(module: Module, args: Args, now: Nanos) -> Answer:
    letters = letters_of(args, MODULE_LETTERS)
    if isinstance(letters, Answer):
        return letters
    told = module.read(letters, now, module.ask(now, "read_status").values)
    return Answer(told.text, alarms=told.alarms)


def _device(module: Module, args: Args, now: Nanos) -> Answer:
    if args != ("b",):
        return Answer(code="04")
    return Answer(f"b{module.ask(now, 'identify').values['model']}")


def _mode(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    match args:
        case ("1" | "2" as mode,):
            if module.mode == mode:
                return Answer(code="06")
            module.mode = mode
            return Answer()
        case (_,):
            return Answer(code="05")
        case _:
            return Answer(code="04")


def _acknowledge(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    for one in module.standing(now):
        module.ask(now, "ack_alarm", alarm=one.alarm)
    return Answer()


def _silence(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    """Silence all that can be; for one that cannot it is a refusal all the same."""
    outcomes = [module.ask(now, "silence_alarm", alarm=one.alarm) for one in module.standing(now)]
    return Answer(code="03") if any(one.refusal for one in outcomes) else Answer()


def _stop(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    return _done(module, module.ask(now, "stop"), now)


def _off(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    module.ask(now, "stop")
    module.close()
    return Answer()


def _rate(module: Module, args: Args, now: Nanos) -> Answer:
    rate = _number(args[0], "d", 4) if len(args) == 1 else None
    if rate is None:
        return Answer(code="04")
    outcome = module.ask(now, "set_rate", rate=rate * TENTH)
    if outcome.refusal is None and module.look(now, Operation("read_status"))["state"] == "stopped":
        outcome = module.ask(now, "start")
    return _done(module, outcome, now)


def _bolus(module: Module, args: Args, now: Nanos) -> Answer:
    volume = _number(args[0], "s", 6) if len(args) in (1, 2) else None
    rate = _number(args[1], "k", 4) if len(args) == 2 else 0  # noqa: PLR2004 - volume and rate
    if volume is None or rate is None:
        return Answer(code="04")
    pl = volume * THOUSANDTH
    duration = {"duration": -(-pl * DAY // (rate * TENTH))} if rate else {}
    left = int(module.look(now, Operation("read_reservoir"))["reservoir"])
    outcome = module.ask(now, "bolus", volume=pl, id=module.next_bolus(), **duration)
    if outcome.refusal == "out_of_range" and pl > left:
        return Answer(code="15")
    return _done(module, outcome, now)


def _empty(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    outcome = module.ask(now, "prime", until_stopped=1)
    return Answer() if outcome.refusal is None else Answer(code="16")


def _target(module: Module, args: Args, now: Nanos) -> Answer:
    volume = _number(args[0], "r", 6) if len(args) == 1 else None
    if volume is None:
        return Answer(code="04")
    return _done(module, module.ask(now, "set_target", volume=volume * THOUSANDTH), now)


def _clear(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    return _done(module, module.ask(now, "clear_total", total="infused"), now)


def _named(key: str, code: Code) -> Callable[[Module, Args, Nanos], Answer]:
    """Make what gives a name, which outlives the session."""

    def give(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
        if len(args) != 1 or not args[0]:
            return Answer(code="04")
        if len(args[0]) > MOST_TEXT:
            return Answer(code=code)
        module.memory[key] = args[0]
        return Answer()

    return give


def _read_drug(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    outcome = module.ask(now, "read_therapy")
    drug = module.memory.get("drug") or outcome.values.get("drug")
    return Answer(str(drug)) if drug else Answer(code="25")


def _read_id(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    return Answer(str(module.memory.get("id", "")))


def _nothing(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    return Answer()


def _fixed(module: Module, args: Args, now: Nanos) -> Answer:  # noqa: ARG001 - signature
    return Answer(code="02")


_ANSWERS: Mapping[str, Callable[[Module, Args, Nanos], Answer]] = {
    "MO": _mode,
    "RZ": _acknowledge,
    "OF": _off,
    "SI": _silence,
    "EP": _named("drug", "25"),
    "LP": _read_drug,
    "AP": _nothing,
    "EN": _named("id", "08"),
    "LN": _read_id,
    "LE": _read,
    "LM": _read,
    "LF": _device,
    "PR": _rate,
    "PO": _stop,
    "PB": _bolus,
    "PF": _empty,
    "PV": _target,
    "RV": _clear,
    "PP": _fixed,
    "PS": _fixed,
}
