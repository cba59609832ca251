"""How a request is answered: read its arguments, have its operation carried out, write the reply."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.dialects.base import Carried, Host, own_note
from mockpump.dialects.mp1.alarms import carried, from_log, status
from mockpump.dialects.mp1.grammar import Bad, Request, frame
from mockpump.dialects.mp1.own import OWN
from mockpump.dialects.mp1.replies import Row, accepted, listing, refused
from mockpump.dialects.mp1.state import Answered, State
from mockpump.dialects.mp1.verbs import REFUSALS, VERBS, Verb, read_args
from mockpump.operations import Operation, Outcome
from mockpump.seam import Effect, Note

Answer = tuple[list[Effect], Answered]
"""What to note, and the reply."""


def answer(asked: Request, state: State, host: Host, now: Nanos) -> Answer:
    """Do what a request asks for."""
    verb = VERBS.get(asked.verb)
    if verb is None:
        bad = Bad("E_VERB", f"no verb {asked.verb}")
        return [Note(now, "frame", bad.code, "bad")], _misread(asked, bad, state)
    args = read_args(verb, asked.args)
    operation = verb.operation
    if isinstance(args, Bad):
        note = Note(now, "operation", operation, "refused", data={"refusal": "misread"})
        return [note], _misread(asked, args, state, operation)
    notes: list[Effect] = []
    if (own := OWN.get(operation)) is not None:
        outcome = own(state, args, now)
        notes.append(own_note(operation, args, outcome, now))
    else:
        outcome = host.ask(Operation(operation, args, proven=state.proven), now)
    if operation == "log_in":
        state.proven = outcome.state == "accepted"
    if outcome.refusal == "misread":
        state.errors.put(REFUSALS["misread"])
    text, alarms = _reply(asked, verb, outcome, host, now)
    return notes, Answered(asked.body, frame(text), operation, args, alarms)


def _misread(asked: Request, bad: Bad, state: State, of: str = "") -> Answered:
    """Refuse a frame that is one, but makes no sense: it changes nothing but the queue of errors."""
    state.errors.put(bad.code)
    return Answered(asked.body, frame(refused(asked.ss, bad.code, bad.message)), of)


def _reply(
    asked: Request, verb: Verb, outcome: Outcome, host: Host, now: Nanos
) -> tuple[str, Carried]:
    """Write what became of it; return the alarms that the reply carries, too."""
    if outcome.state == "refused":
        code = REFUSALS[outcome.refusal or "unsupported"]
        return refused(asked.ss, code, outcome.message, outcome.values), ()
    values = outcome.values
    if verb.rows:
        return _listing(asked, verb, values, outcome.rows)
    if outcome.state == "repeated":
        values = {**values, "repeated": True}
    alarms: Carried = ()
    if "alarms" in values:
        values, alarms = status(values, host, now)
    return accepted(asked.ss, verb, values), alarms


def _listing(asked: Request, verb: Verb, values: Row, rows: tuple[Row, ...]) -> tuple[str, Carried]:
    first = 1
    if verb.operation == "read_alarms":
        values = {"total": len(rows)}
    if verb.operation == "read_events":
        rows = tuple(map(from_log, rows))
    else:
        first = max(1, int(asked.args.get("from", "1")))
        rows = rows[first - 1 :]
    text, count = listing(asked.ss, verb, values, rows, first)
    return text, carried(rows[:count])
