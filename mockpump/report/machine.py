"""A verdict for machines: one JSON object, whose form is `verdict_schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.expect import Finding, Verdict
from mockpump.expect.verdict import Clause, ClientExit, Mismatch, Reason, Result, What
from mockpump.report.coverage import met, never_met

VERSION = 1


class Reactions(Struct, frozen=True):
    """Times from anchor to fulfilment, in nanoseconds of run time."""

    min: Nanos
    median: Nanos
    max: Nanos
    count: int


class Judged(Struct, frozen=True, omit_defaults=True):
    """What became of one expectation or assumption, and how soon it was met."""

    clause: Clause
    index: int
    where: str
    text: str
    what: What
    lines: tuple[str, ...] = ()
    reactions: Reactions | None = None


class VerdictFile(Struct, frozen=True):
    """A verdict as a file: `format` is the form's version, times are whole nanoseconds of run time."""

    format: int
    scenario: str
    seed: int
    result: Result
    reason: Reason
    at: Nanos
    lag: Nanos
    expectations: tuple[Judged, ...]
    met: dict[str, list[str]]
    never_met: dict[str, list[str]]
    recompute: str = ""
    play_again: str = ""
    case: str = ""
    trace_lost: str = ""
    client_exit: ClientExit | None = None
    overrun: Mapping[str, int] | None = None
    mismatch: Mismatch | None = None


def summary(times: tuple[Nanos, ...]) -> Reactions | None:
    """Return the least, the middle (the later one of two) and the greatest; None of none."""
    if not times:
        return None
    ordered = sorted(times)
    return Reactions(ordered[0], ordered[len(ordered) // 2], ordered[-1], len(ordered))


def _judged(found: Finding) -> Judged:
    about = (found.clause, found.index, found.where, found.text, found.what, found.lines)
    return Judged(*about, summary(found.reactions))


def verdict_json(
    verdict: Verdict, recompute: str = "", play_again: str = "", trace_lost: str = ""
) -> bytes:
    """Write a verdict as JSON, indented, with a line feed at its end.

    `trace_lost` is why the trace is not whole, if it is not.
    """
    told = VerdictFile(
        VERSION,
        verdict.scenario,
        verdict.seed,
        verdict.result,
        verdict.reason,
        verdict.at,
        verdict.lag,
        tuple(map(_judged, verdict.findings)),
        met([verdict]),
        never_met([verdict]),
        recompute,
        play_again,
        verdict.case,
        trace_lost,
        verdict.client_exit or None,
        verdict.overrun or None,
        verdict.mismatch or None,
    )
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def verdict_schema() -> dict[str, Any]:
    """Return the JSON Schema of a verdict."""
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**draft, **msgspec.json.schema(VerdictFile)}
