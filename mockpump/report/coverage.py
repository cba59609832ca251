"""What runs came upon and never came upon: alarms, faults and operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mockpump.expect import Verdict
from mockpump.framefaults import FRAME_FAULTS
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
