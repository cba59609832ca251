"""What cannot be judged in a run, and why: the dialect cannot say it, or nobody can see or ask."""

from __future__ import annotations

from collections.abc import Iterable

from mockpump.clock import Nanos
from mockpump.dialects.base import Dialect
from mockpump.expect.base import Context, Monitor
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.scenario.model import Expectation, Match
from mockpump.scenario.profile import ClientProfile
from mockpump.seam import Note


class Abilities:
    """What the client's profile lets a run do and see; without it, what depends is not checked."""

    __slots__ = ("operator", "output", "shows")

    def __init__(
        self, *, operator: bool = False, shows: frozenset[str] = frozenset(), output: bool = False
    ) -> None:
        """`output`: what the client prints can be seen, for its process is started by the run."""
        self.operator, self.shows, self.output = operator, shows, output

    @classmethod
    def of(cls, profile: ClientProfile | None) -> Abilities:
        """Return what can be done with the client of a profile; with none that was started, nothing."""
        if profile is None:
            return cls()
        operator = profile.operator is not None
        return cls(operator=operator, shows=frozenset(profile.shows), output=True)

    def unshown(self, name: str) -> str:
        """Say why nobody sees that the client shows something."""
        why = f"no client profile says how the client shows {name}"
        return why if self.output else f"{why}, and no shows=[{name!r}] from Python"

    def unasked(self) -> str:
        """Say why the operator cannot be asked."""
        why = "no client profile says how to ask the client's operator"
        return why if self.output else f"{why}, and no operator=… from Python"


Excuse = tuple[What, str]


class Excused(Monitor):
    """An expectation that cannot be judged in this run, and why."""

    reads = frozenset()
    excused = True

    def __init__(
        self,
        clause: Clause,
        index: int,
        expectation: Expectation,
        context: Context,
        excuse: Excuse,
    ) -> None:
        super().__init__(clause, index, expectation, context)
        self.blames_client = False
        self._excuse = excuse

    def see(self, note: Note) -> None:
        """Nothing to see."""

    def settled(self) -> bool:
        """It keeps no run waiting."""
        return True

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:  # noqa: ARG002 - the base's signature
        """Give the excuse."""
        what, why = self._excuse
        return what, [why]


def excuse(
    conditions: Iterable[Match], clause: Clause, dialect: Dialect, abilities: Abilities
) -> Excuse | None:
    """Return why an expectation cannot be judged; what the dialect cannot is said first.

    What is assumed of the pump itself needs no dialect to tell it.
    """
    parts = list(conditions)
    for part in parts:
        if part.operation is not None and part.operation not in dialect.operations:
            return "not_applicable", f"the dialect {dialect.name} has no {part.operation}"
        pumps_own = clause == "assume" and part.state != "reported"
        if part.alarm and not pumps_own and (why := _cannot_tell(part, dialect)):
            return "not_applicable", why
    for part in parts:
        if part.shows is not None and part.shows not in abilities.shows:
            return "not_checked", abilities.unshown(part.shows)
        if part.output is not None and not abilities.output:
            return "not_checked", "the client was not started here, so nobody sees what it prints"
        if part.operator is not None and not abilities.operator:
            return "not_checked", abilities.unasked()
    return None


def _cannot_tell(part: Match, dialect: Dialect) -> str:
    """Return why a client can learn nothing of an alarm, or do nothing about it."""
    if dialect.alarms is not None and part.alarm not in dialect.alarms:
        return f"the dialect {dialect.name} cannot report {part.alarm}"
    if part.state == "acknowledged" and "ack_alarm" not in dialect.operations:
        return f"in the dialect {dialect.name} no client acknowledges an alarm"
    return ""
