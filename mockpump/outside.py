"""What others ask a pump for, past the client at the line: another session, a key, a clinician."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.operations import OPERATIONS, VALUES, Operation, Outcome, in_words
from mockpump.pump import Pump
from mockpump.seam import Effect, Mistaken, Note, Value


class Outside(Struct, frozen=True):
    """Operations, one after the other. What one finds (a token, a volume) the next is told.

    `must`: a refusal is a mistake in the story; otherwise it is part of it.
    """

    operations: tuple[Operation, ...]
    must: bool = False


def ask(pump: Pump, outside: Outside, now: Nanos, pump_now: Nanos) -> Iterator[Effect]:
    """Carry out what others ask for, each with its note; what must not fail ends it if it does."""
    found: dict[str, Value] = {}
    for wanted in outside.operations:
        takes = OPERATIONS[wanted.name].args
        given = {**{name: v for name, v in found.items() if name in takes}, **wanted.args}
        if "alarm" in takes and "alarm" not in given and (standing := pump.standing()):
            given["alarm"] = standing[0].code
        operation = Operation(wanted.name, given, wanted.origin)
        outcome = pump.perform(operation, pump_now)
        if outside.must and outcome.refusal:
            yield Mistaken(now, f"the pump refuses: {outcome.message or outcome.refusal}")
            return
        for done in (operation, *outcome.amounts_to):
            yield Note(
                now, "outside", done.name, outcome.state, pump_now, _said(done, outcome, wanted)
            )
        found |= outcome.values


def _said(done: Operation, outcome: Outcome, wanted: Operation) -> dict[str, Value]:
    data = {"origin": wanted.origin, **in_words(OPERATIONS[done.name].args, done.args)}
    if done.name == "aspirate":
        data |= in_words(VALUES, outcome.values)
    if outcome.refusal:
        data["refusal"] = outcome.refusal
    return data
