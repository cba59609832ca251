"""What runs came upon and never came upon: alarms, faults and operations; and published hazards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from mockpump.expect import Verdict
from mockpump.framefaults import FRAME_FAULTS
from mockpump.hazards import HAZARDS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.operations import OPERATIONS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.faults import PUMP_FAULTS

KNOWN: Mapping[str, frozenset[str]] = {
    "alarm": frozenset(ALARMS),
    "fault": frozenset({*PUMP_FAULTS, *BYTE_FAULTS, *FRAME_FAULTS}),
    "operation": frozenset(OPERATIONS),
}
"""All that there is to meet, by the kind of note that tells of it."""


def met(verdicts: Iterable[Verdict]) -> dict[str, list[str]]:
    """Return what some runs came upon, by kind."""
    seen: dict[str, set[str]] = {kind: set() for kind in KNOWN}
    for verdict in verdicts:
        for kind, names in verdict.met.items():
            seen[kind].update(names)
    return {kind: sorted(names) for kind, names in seen.items()}


def never_met(verdicts: Iterable[Verdict]) -> dict[str, list[str]]:
    """Return what no run came upon, by kind."""
    return {kind: sorted(KNOWN[kind] - {*names}) for kind, names in met(verdicts).items()}


def coverage_line(verdicts: Iterable[Verdict]) -> str:
    """`met 1 of 45 alarms, 2 of 60 faults, 5 of 31 operations`."""
    counts = (
        f"{len(names)} of {len(KNOWN[kind])} {kind}s" for kind, names in met(verdicts).items()
    )
    return f"met {', '.join(counts)}"


Became = Literal["failed", "not judged", "passed", "never met"]
"""What became of a hazard: the first of these that became of any run of it."""
_BECAME: Mapping[str, Became] = {
    "failed": "failed",
    "client_died": "failed",
    "passed": "passed",
}


def hazards(runs: Iterable[tuple[Iterable[str], Verdict | None]]) -> dict[str, Became]:
    """Return what became of every hazard: `runs` are the hazards a scenario names, and its verdict.

    A run that was cut off has no verdict. What nobody could judge is no pass: a hazard that one run
    passed and another could not judge is `not judged`.
    """
    found: dict[str, set[Became]] = {hazard: set() for hazard in HAZARDS}
    for named, verdict in runs:
        result = verdict.result if verdict is not None else ""
        for hazard in named:
            found.setdefault(hazard, set()).add(_BECAME.get(result, "not judged"))
    order: tuple[Became, ...] = ("failed", "not judged", "passed")
    return {
        hazard: next((one for one in order if one in became), "never met")
        for hazard, became in found.items()
    }


def hazards_line(became: Mapping[str, Became]) -> str:
    """`hazards: 3 of 60 met: 1 failed, 2 passed`."""
    counts = [(word, [*became.values()].count(word)) for word in ("failed", "not judged", "passed")]
    met_ = sum(count for _, count in counts)
    told = ", ".join(f"{count} {word}" for word, count in counts if count)
    return f"hazards: {met_} of {len(became)} met{f': {told}' if told else ''}"
