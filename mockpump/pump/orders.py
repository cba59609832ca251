"""What the client ordered: programmes staged and taken, and what became of each order by its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from mockpump.clock import Nanos
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
    """A programme that nobody has committed yet."""

    token: str
    rate: int
    until: Nanos


class Commit(Struct, frozen=True):
    """A programme that was taken."""

    rate: int

    def became(self, now: Nanos) -> Mapping[str, Value]:  # noqa: ARG002 - the protocol's signature
        """Return what it set."""
        return {"state": "taken", "rate": self.rate}


class Orders:
    """The ledger. An id is known once its order was accepted; a refused one may be asked again."""

    def __init__(self, stage_expires: Nanos) -> None:
        self._expires = stage_expires
        self._known: dict[str, Order] = {}
        self._staged: Staged | None = None
        self._tokens = 0

    def record(self, id_: str, order: Order) -> None:
        """Remember an accepted order; one without an id cannot be asked for."""
        if id_:
            self._known[id_] = order
            if len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]

    def find(self, id_: str) -> Order | None:
        """Return the order of an id."""
        return self._known.get(id_)

    def stage(self, rate: int, now: Nanos) -> Staged:
        """Propose a programme; it replaces the one proposed before."""
        self._tokens += 1
        self._staged = Staged(f"T{self._tokens}", rate, now + self._expires)
        return self._staged

    def take(self, token: str, now: Nanos) -> Staged:
        """Take the staged programme, once. Raises RefusedError "stale"."""
        staged = self._staged
        if staged is None or staged.token != token:
            raise RefusedError("stale", f"nothing is staged under {token}")
        if now >= staged.until:
            raise RefusedError("stale", f"what was staged under {token} has expired")
        self._staged = None
        return staged
