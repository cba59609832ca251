"""What a mutant is: a client, what it does in words, and where it must be found out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from tests.clients.careful.careful import Careful

Client = TypeVar("Client", bound=type[Careful])


class Mutant(NamedTuple):
    """`fails` are scenarios, and in each the expectation that names its behaviour, in words."""

    does: str
    client: type[Careful]
    fails: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.client.__name__


MUTANTS: list[Mutant] = []
_fails: dict[type[Careful], list[tuple[str, str]]] = {}


def mutant(does: str) -> Callable[[Client], Client]:
    """Enter a client into the table."""

    def enter(client: Client) -> Client:
        MUTANTS.append(Mutant(does, client, tuple(reversed(_fails.pop(client)))))
        return client

    return enter


def fails(scenario: str, expectation: str) -> Callable[[Client], Client]:
    """Say where it must be found out: a scenario, and an expectation in it, in words."""

    def note(client: Client) -> Client:
        _fails.setdefault(client, []).append((scenario, expectation))
        return client

    return note


def without(*checks: str) -> tuple[str, ...]:
    """Return what the careful client checks, but for these."""
    assert {*checks} <= {*Careful.checks}
    return tuple(check for check in Careful.checks if check not in checks)


class Hides(Careful):
    """The careful client, which does not show some things: those that are `hidden`."""

    hidden: tuple[str, ...] = ()

    def tell(self, name: str, **values: object) -> None:
        if name not in self.hidden:
            super().tell(name, **values)
