"""What the client ordered: the programme that is staged, and what became of each order by its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args, text, with_id
from mockpump.pump.dosing.programme import Programme
from mockpump.pump.dosing.proposal import Proposal
from mockpump.pump.eventlog import EventLog
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError
from mockpump.seam import Value

REMEMBERED = 1000
"""How many orders a pump remembers; the oldest are forgotten, so that its memory stays bounded."""


class Order(Protocol):
    """Anything that can be ordered once under an id."""

    def became(self, now: Nanos) -> Mapping[str, Value]:
        """Return what became of it by now."""
        ...


class Staged(Struct, frozen=True):
    """A proposal that nobody has committed yet."""

    token: str
    proposal: Proposal
    until: Nanos


class Commit(Struct, frozen=True):
    """A programme that was taken."""

    rate: int

    def became(self, now: Nanos) -> Mapping[str, Value]:  # noqa: ARG002 - the protocol's signature
        """Return what it set."""
        return {"state": "taken", "rate": self.rate}


class Orders:
    """The ledger. An id is known once its order was accepted; a refused one may be asked again."""

    def __init__(self, stage_expires: Nanos, log: EventLog) -> None:
        self._expires, self._log = stage_expires, log
        self._known: dict[str, Order] = {}
        self.staged: Staged | None = None
        self.due = NEVER
        """When what is staged expires."""
        self._tokens = 0
        self._expired = ""

    def record(self, id_: str, order: Order) -> None:
        """Remember an accepted order; one without an id cannot be asked for."""
        if id_:
            self._known[id_] = order
            if len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]

    def forget(self) -> None:
        """Know no order any more."""
        self._known.clear()

    def known(self, args: Args, now: Nanos) -> Outcome | None:
        """Answer an order whose id is known with what became of it: it is carried out only once."""
        order = self.find(text(args, "id"))
        return None if order is None else Outcome("repeated", with_id(args, order.became(now)))

    def find(self, id_: str) -> Order | None:
        """Return the order of an id."""
        return self._known.get(id_)

    def stage(self, proposal: Proposal, now: Nanos) -> Staged:
        """Stage a proposal; it replaces the one staged before."""
        self._tokens += 1
        self.due = now + self._expires
        self.staged = Staged(f"T{self._tokens}", proposal, self.due)
        return self.staged

    def under(self, token: str, base: Programme) -> Proposal:
        """Return what is staged under a token, if `base` still holds. Raises RefusedError "stale"."""
        if token and token == self._expired:
            raise RefusedError("stale", f"what was staged under {token} has expired")
        if self.staged is None or self.staged.token != token:
            raise RefusedError("stale", f"nothing is staged under {token}")
        if self.staged.proposal.base is not base:
            raise RefusedError("stale", f"the programme has changed since {token} was staged")
        return self.staged.proposal

    def taken(self) -> None:
        """Take note that what was staged was committed, or is to be forgotten."""
        self.staged, self.due = None, NEVER

    def tick(self, now: Nanos) -> None:
        """Drop what has expired."""
        if self.staged is not None and now >= self.due:
            self._expired = self.staged.token
            self._log.log(now, "infusion", "update", "expired", {"token": self._expired})
            self.staged, self.due = None, NEVER
