"""What every monitor is: it reads notes one by one, keeps little, and says at the end what became."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Literal, NamedTuple

from mockpump.clock import Nanos, Timebase, format_duration
from mockpump.expect.verdict import Finding, Reason, What
from mockpump.scenario.model import Expectation
from mockpump.seam import Note

MILLISECOND = 10**6


def moment(at: Nanos) -> str:
    """A time for a reader: in seconds, to the millisecond."""
    seconds, rest = divmod(at // MILLISECOND, 1000)
    return f"{seconds}.{rest:03d}".rstrip("0").rstrip(".") + "s"


class Doings:
    """What the client has done so far: per operation how often, and when last."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.last: dict[str, Nanos] = {}
        self.ever_open = False
        self.outage = False  # the story itself dropped the connection

    def see(self, note: Note) -> None:
        """Count an operation; follow the port."""
        if note.what == "operation":
            self.counts[note.of] = self.counts.get(note.of, 0) + 1
            self.last[note.of] = note.at
        elif note.what == "port" and note.state == "opened":
            self.ever_open, self.outage = True, False
        elif note.what == "port" and note.state == "hung_up":
            self.outage = True

    def since(self, before: Mapping[str, int]) -> str:
        """`read_status ×32 (last 119.4s), set_rate ×1 at 60.1s`: what came after a snapshot."""
        parts = []
        for name, count in self.counts.items():
            new = count - before.get(name, 0)
            if new:
                last = moment(self.last[name])
                parts.append(f"{name} ×{new} " + (f"(last {last})" if new > 1 else f"at {last}"))
        return ", ".join(parts) or "nothing"


class Context(NamedTuple):
    """What all monitors of a run share."""

    doings: Doings
    timebase: Timebase


class Monitor(ABC):
    """One expectation or assumption, watched."""

    reads: frozenset[str]  # the kinds of note that it must see

    def __init__(
        self,
        clause: Literal["expect", "assume"],
        index: int,
        expectation: Expectation,
        context: Context,
    ) -> None:
        self.clause, self.index, self.expectation, self.context = (
            clause,
            index,
            expectation,
            context,
        )
        self.blames_client = clause == "expect"

    @abstractmethod
    def see(self, note: Note) -> None:
        """Take in one note: constant work."""

    @abstractmethod
    def settled(self) -> bool:
        """Whether waiting longer could add nothing by itself: what `ends: decided` waits for."""

    @abstractmethod
    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """Say what became of it when the run ends, with the facts in words."""

    def next_deadline(self) -> Nanos | None:
        """When its answer may change though no note comes."""
        return None

    def tick(self, now: Nanos) -> None:  # noqa: B027 - most monitors have no deadline
        """Let a deadline pass."""

    def reactions(self) -> tuple[Nanos, ...]:
        """Times from anchor to fulfilment."""
        return ()

    def finding(self, now: Nanos, reason: Reason) -> Finding:
        """Conclude, as a record."""
        if self.blames_client and not self.context.doings.ever_open:
            concluded: tuple[What, list[str]] = "failed", ["the client never opened the port"]
        else:
            concluded = self.conclude(now, reason)
        what, lines = concluded
        where, text = str(self.expectation.where), str(self.expectation)
        return Finding(self.clause, self.index, where, text, what, tuple(lines), self.reactions())


def end_of_run(now: Nanos, reason: Reason) -> str:
    """How and when the run ended, in words."""
    how = {
        "client_ended": "the client ended",
        "interrupted": "the run was interrupted",
        "limit": "the limit",
    }.get(reason, "the end of the run")
    return f"{how} ({format_duration(now) if now % MILLISECOND == 0 else moment(now)})"
