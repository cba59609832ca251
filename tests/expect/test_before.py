"""`… before …`, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.expect.verdict import Reason
from tests.expect.watch import watch

OPEN = "0s port - opened"
BOLUSES = "{operation: bolus}"
FIRST = "operation: read_status, before: {operation: bolus}"
AGAIN = f"operation: read_result, before: {BOLUSES}, after: {{operation: bolus, outcome: accepted}}"
READ, RESULT = "3s operation read_status accepted", "3s operation read_result accepted"
BOLUS = "1s operation bolus accepted"

CASES: dict[str, tuple[str, list[str], str, list[str]]] = {
    "first": (FIRST, [READ, "4s operation bolus accepted"], "passed", []),
    "too late": (
        FIRST,
        [BOLUS, READ],
        "failed",
        ["the run began; bolus accepted at 1s without read_status before"],
    ),
    "an attempt is too soon, whatever becomes of it": (
        FIRST,
        ["1s operation bolus refused", READ],
        "failed",
        ["the run began; bolus refused at 1s without read_status before"],
    ),
    "what should be second need not come": (FIRST, [READ], "passed", []),
    "once from the beginning": (
        FIRST,
        [READ, *(f"{n}s operation bolus lost" for n in (5, 6))],
        "passed",
        [],
    ),
    "neither": (
        FIRST,
        [],
        "failed",
        ["the run began; neither read_status nor bolus came, so nothing was checked"],
    ),
    "asked before it is repeated": (
        AGAIN,
        [BOLUS, RESULT, "4s operation bolus repeated"],
        "passed",
        [],
    ),
    "repeated blindly, twice": (
        AGAIN,
        [BOLUS, "2s operation bolus accepted", "3s operation bolus repeated"],
        "failed",
        [
            "bolus accepted at 1s; bolus accepted at 2s without read_result before",
            "and 1 more times",
        ],
    ),
    "no anchor": (
        AGAIN,
        [RESULT],
        "failed",
        ["bolus accepted never happened, so nothing was checked"],
    ),
}


@pytest.mark.parametrize(("expectation", "notes", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(expectation: str, notes: list[str], what: str, lines: list[str]) -> None:
    finding = watch(expectation, OPEN, *notes)
    assert (finding.what, list(finding.lines)) == (what, lines)


@pytest.mark.parametrize(
    ("reason", "what"), [("client_ended", "failed"), ("interrupted", "not_checked")]
)
def test_cut_short(reason: Reason, what: str) -> None:
    assert watch(FIRST, OPEN, reason=reason).what == what
