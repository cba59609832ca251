"""What every monitor is: it reads notes one by one, keeps little, and says at the end what became."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import NamedTuple

from mockpump.clock import DAY, SECOND, Nanos, Timebase, format_duration
from mockpump.expect.verdict import Clause, ClientExit, Finding, Lapse, Mismatch, Reason, What
from mockpump.matching import Begun, Pattern
from mockpump.scenario.model import Expectation, Match
from mockpump.seam import Note

MILLISECOND = 10**6

CUT_SHORT = frozenset({"client_ended", "never_opened", "interrupted"})
"""Reasons for which a run ends before the story does."""
MOST_LAPSES = 100
"""So many failures of one expectation are kept, for whoever draws a picture; more are counted only."""
_HOW = {"client_ended": "the client ended", "interrupted": "the run was interrupted"}


def moment(at: Nanos) -> str:
    """Write a time for a reader: `57.2s`, to the millisecond that has begun."""
    seconds, rest = divmod(at // MILLISECOND, 1000)
    return f"{seconds}.{rest:03d}".rstrip("0").rstrip(".") + "s"


def lasted(span: Nanos) -> str:
    """Write a span for a reader: rounded up, so that what came too late is seen to have."""
    return moment(-(-span // MILLISECOND) * MILLISECOND)


def of_pump_time(span: Nanos) -> str:
    """Write a span of pump time: `41.1 days of pump time`, rounded up; below a day in seconds."""
    if span < DAY:
        return f"{format_duration(-(-span // SECOND) * SECOND)} of pump time"
    days, tenth = divmod(-(-span * 10 // DAY), 10)
    return f"{days}.{tenth} days of pump time"


MEETABLE = ("alarm", "fault", "operation")
"""Kinds of note that tell what a run, or a whole suite, came upon."""


class Doings:
    """What the client has done so far: per operation how often, and when last; and what it met."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.last: dict[str, Nanos] = {}
        self.met: dict[str, set[str]] = {kind: set() for kind in MEETABLE}
        self.ever_open = False
        self.begun = True
        self.client_exit: ClientExit | None = None
        """Of several visits: the first death by a signal, or else the first status that is not 0."""
        self.mismatch: Mismatch | None = None

    def see(self, note: Note) -> None:
        """Count an operation; remember what was met, that the port was opened, that all has begun."""
        if note.what in self.met:
            self.met[note.what].add(note.of)
        if note.what == "operation":
            self.counts[note.of] = self.counts.get(note.of, 0) + 1
            self.last[note.of] = note.at
        elif note.what == "port" and note.state == "opened":
            self.ever_open = True
        elif note.what == "run" and note.state == "begun":
            self.begun = True
        elif note.what == "settings":
            pump = str(note.data["pump"])
            self.mismatch = Mismatch(note.of, pump) if note.state == "wrong" else None
        elif note.what == "client" and note.state == "exited":
            self._exited(ClientExit(note.at, int(note.data["code"])))

    def _exited(self, ended: ClientExit) -> None:
        known = self.client_exit.code if self.client_exit is not None else 0
        if known == 0 != ended.code or known > 0 > ended.code:
            self.client_exit = ended

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
    """What all monitors of a run share.

    `on_the_way` is how long a command may have been under way from a client that knows no better.
    `begins`: what the story waits for, if it does.
    """

    doings: Doings
    timebase: Timebase
    on_the_way: Nanos
    begins: Match | None = None


class Monitor(ABC):
    """One expectation or assumption, watched."""

    reads: frozenset[str]  # the kinds of note that it must see
    excused = False  # from being judged at all
    by_order = False
    """Whether it asks what came first: what a client does is stamped when a machine sees it."""
    open_ended = False
    """Whether only the end of the run can say that what must not come has not come."""

    def __init__(
        self,
        clause: Clause,
        index: int,
        expectation: Expectation,
        context: Context,
    ) -> None:
        self.clause, self.index = clause, index
        self.expectation, self.context = expectation, context
        self.blames_client = clause == "expect"
        self.lapses: list[Lapse] = []

    def anchor(self) -> Pattern | None:
        """Return what begins a wait: its `after`, or the beginning of a story that waits for one."""
        if self.expectation.after is not None:
            return Pattern(self.expectation.after)
        return Begun() if self.context.begins is not None else None

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

    def lapse(self, since: Nanos, at: Nanos) -> None:
        """Remember when it failed."""
        if len(self.lapses) < MOST_LAPSES:
            self.lapses.append(Lapse(since, at))

    def reactions(self) -> tuple[Nanos, ...]:
        """Times from anchor to fulfilment."""
        return ()

    def finding(self, now: Nanos, reason: Reason, *, lagged: bool = False) -> Finding:
        """Conclude, as a record; `lagged`: the machine has not always seen when something came."""
        if self.blames_client and not self.context.doings.ever_open:
            interrupted = reason == "interrupted"
            what: What = "not_checked" if interrupted else "failed"
            lines = ["the client never opened the port"]
        elif not (self.context.doings.begun or self.excused):
            excused = self.clause == "assume" or reason == "interrupted"
            what = "not_checked" if excused else "failed"
            lines = [f"the story never began: {self.context.begins} never happened"]
        else:
            what, lines = self.conclude(now, reason)
        if what == "passed" and lagged and self.by_order:
            what, lines = "not_checked", ["the machine lagged: what came first is not known"]
        if what == "failed" and not self.lapses:
            self.lapse(0, now)
        if what == "failed" and self.expectation.severity == "warn":
            what = "warned"
        where, text = str(self.expectation.where), str(self.expectation)
        return Finding(self.clause, self.index, where, text, what, tuple(lines), self.reactions())

    def never_was(self, what: str, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """Conclude where nothing was checked: a failure, but for what cutting a run short excuses."""
        excused = {"interrupted"} if self.clause == "expect" else CUT_SHORT
        until = f" until {end_of_run(now, reason)}" if reason in CUT_SHORT else ""
        line = f"{what}{until}, so nothing was checked"
        return "not_checked" if reason in excused else "failed", [line]


def ended_before(now: Nanos, reason: Reason, what: str) -> str:
    """`the client ended (0.615s) before its deadline`."""
    return f"{end_of_run(now, reason)}{'' if reason in _HOW else ' came'} before {what}"


def end_of_run(now: Nanos, reason: Reason) -> str:
    """How and when the run ended, in words."""
    how = _HOW.get(reason, "the end of the run")
    return f"{how} ({format_duration(now) if now and now % SECOND == 0 else moment(now)})"
