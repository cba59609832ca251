"""The verdict: what became of each expectation and assumption, and of the run as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import UNSET, Struct, UnsetType

from mockpump.clock import Nanos

Clause = Literal["expect", "assume"]
What = Literal["passed", "failed", "warned", "not_checked", "not_applicable"]
"""`warned`: failed, where the scenario says that this is worth a warning only."""
Result = Literal[
    "passed",
    "failed",
    "not_checked",
    "client_died",
    "assumption_broken",
    "too_slow",
    "interrupted",
]
Reason = Literal["decided", "ends", "limit", "client_ended", "never_opened", "interrupted"]


class Lapse(NamedTuple):
    """One failure on the clock: from when on something was waited for, or stood, and when it failed."""

    since: Nanos
    at: Nanos


class Finding(Struct, frozen=True):
    """What became of one expectation or assumption, with the facts that show it.

    `reactions` are the times from anchor to fulfilment, in nanoseconds of run time.
    """

    clause: Clause
    index: int
    where: str
    text: str
    what: What
    lines: tuple[str, ...] = ()
    reactions: tuple[Nanos, ...] = ()


class ClientExit(Struct, frozen=True):
    """The client process ended by itself: when, and with which status; negative for a signal."""

    at: Nanos
    code: int


class Mismatch(Struct, frozen=True):
    """How the two ends of a line are set that do not understand each other: `19200`, `9600 8N1`."""

    client: str
    pump: str


class Verdict(Struct, frozen=True):
    """What became of a run. `lag` is the worst delay of the machine, `at` when the run ended.

    `client_exit` is told where the client ended with another status than 0 before the run did.
    `overrun` is how many bytes were dropped, by direction: the client did not read, or wrote too fast.
    `mismatch` is told where the client's line was set otherwise than the pump's, when last seen.
    `met` is what the run came upon: names of alarms, faults and operations, in order of the alphabet.
    """

    scenario: str
    seed: int
    result: Result
    reason: Reason
    at: Nanos
    lag: Nanos
    findings: tuple[Finding, ...]
    met: Mapping[str, tuple[str, ...]] = {}
    case: str = ""
    client_exit: ClientExit | UnsetType = UNSET
    overrun: Mapping[str, int] | UnsetType = UNSET
    mismatch: Mismatch | UnsetType = UNSET

    def title(self) -> str:
        """Name what was played: `occlusion`, or a case of it, `occlusion [slow]`."""
        return f"{self.scenario} [{self.case}]" if self.case else self.scenario


def judge(
    findings: tuple[Finding, ...], reason: Reason, *, too_slow: bool, died: bool = False
) -> Result:
    """The whole from its parts: the machine's and the story's failures are never the client's.

    A client that died by a signal has behaved in no way to judge, whatever came before.

    Lag makes a client look late: what is sent late is stamped as due, what the client does is stamped
    when it is seen. So a lagging machine takes the weight off failures; of passes, off those that ask
    what came first, which are `not_checked` then.
    """
    if reason == "interrupted":
        return "interrupted"
    if died:
        return "client_died"
    if too_slow and any(finding.what == "failed" for finding in findings):
        return "too_slow"
    if any(f.clause == "assume" and f.what == "failed" for f in findings):
        return "assumption_broken"
    whats = [finding.what for finding in findings if finding.clause == "expect"]
    if "failed" in whats:
        return "failed"
    return "passed" if {"passed", "warned"} & {*whats} else "not_checked"
