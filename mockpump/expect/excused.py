"""What cannot be judged in a run, and why: the dialect cannot say it, or nobody can see or ask."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.dialects.base import Dialect
from mockpump.expect.base import Context, Monitor
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.scenario.model import Expectation, Match
from mockpump.seam import Note


class Abilities:
    """What the client's profile lets a run do and see; without it, what depends is not checked."""

    __slots__ = ("operator", "shows")

    def __init__(self, *, operator: bool = False, shows: frozenset[str] = frozenset()) -> None:
        self.operator, self.shows = operator, shows


Excuse = tuple[What, str]


class Excused(Monitor):
    """An expectation that cannot be judged in this run, and why."""

    reads = frozenset()

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
    expectation: Expectation, clause: Clause, dialect: Dialect, abilities: Abilities
) -> Excuse | None:
    """Return why an expectation cannot be judged; what the dialect cannot is said first.

    What is assumed of the pump itself needs no dialect to tell it.
    """
    parts: list[Match] = list(expectation.parts())
    for part in parts:
        if part.operation is not None and part.operation not in dialect.operations:
            return "not_applicable", f"the dialect {dialect.name} has no {part.operation}"
        pumps_own = clause == "assume" and part.state != "reported"
        if part.alarm and not pumps_own and (why := _cannot_tell(part, dialect)):
            return "not_applicable", why
    for part in parts:
        if part.shows is not None and part.shows not in abilities.shows:
            return "not_checked", f"no client profile says how the client shows {part.shows}"
        if part.operator is not None and not abilities.operator:
            return "not_checked", "no client profile says how to ask the client's operator"
    return None


def _cannot_tell(part: Match, dialect: Dialect) -> str:
    """Return why a client can learn nothing of an alarm, or do nothing about it."""
    if dialect.alarms is not None and part.alarm not in dialect.alarms:
        return f"the dialect {dialect.name} cannot report {part.alarm}"
    if part.state == "acknowledged" and "ack_alarm" not in dialect.operations:
        return f"in the dialect {dialect.name} no client acknowledges an alarm"
    return ""
