"""MP/1 as other pumps might speak it: without its guards, newer, or with more to say.

MP/1 is made so that a retry doubles no dose. A scenario that wants to know whether a client relies on
that says `line: {options: {forgetful: true}}`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from mockpump.clock import Nanos
from mockpump.dialects.base import Host, Option
from mockpump.dialects.mp1.grammar import LIMIT, frame
from mockpump.dialects.mp1.state import Answered
from mockpump.operations import OPERATIONS, Operation, Outcome
from mockpump.seam import Value

VERSION = "1.0"
OPTIONS: Mapping[str, Option] = {
    "forgetful": Option(
        "a retry and an order whose id is known are carried out again", default=False
    ),
    "version": Option("of the protocol, as HELLO tells it", VERSION),
    "chatty": Option("replies hold a value that no client knows", default=False),
}


class WithoutIds:
    """A host that is asked for every order without the id that the client has chosen."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.look, self.addresses, self.memory = host.look, host.addresses, host.memory
        self.is_up, self.frame_id = host.is_up, host.frame_id

    def ask(self, operation: Operation, now: Nanos, address: str = "") -> Outcome:
        """Ask, without its id, for what is ordered under one."""
        if OPERATIONS[operation.name].delivers and "id" in operation.args:
            args = {name: value for name, value in operation.args.items() if name != "id"}
            operation = replace(operation, args=args)
        return self._host.ask(operation, now, address)


def finish(answered: Answered, options: Mapping[str, Value]) -> Answered:
    """Let a reply say what the options want."""
    if (version := options.get("version", VERSION)) != VERSION and answered.of == "identify":
        answered = _with(answered, f"protocol=MP/{VERSION}", f"protocol=MP/{version}")
    if options.get("chatty"):
        more = _with(answered, " OK", " OK mood=sunny")
        return more if len(more.data) <= LIMIT else answered
    return answered


def _with(answered: Answered, was: str, now: str) -> Answered:
    body = answered.data.rpartition(b"*")[0].decode("ascii")
    return replace(answered, data=frame(body.replace(was, now, 1)))
