"""How often, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.expect.verdict import Reason
from tests.expect.watch import watch

OPEN = "0s port - opened"
ONCE = "operation: bolus, exactly: 1, after: {operator: bolus}"
ASKED = "1s operator bolus delivered"


def boluses(*seconds: int) -> list[str]:
    return [f"{second}s operation bolus accepted" for second in seconds]


CASES: dict[str, tuple[str, list[str], str, list[str]]] = {
    "exactly": ("operation: bolus, exactly: 2", boluses(1, 9), "passed", []),
    "none, and none wanted": ("operation: bolus, exactly: 0", [], "passed", []),
    "too few": (
        "operation: bolus, exactly: 2",
        boluses(1),
        "failed",
        ["the run began; bolus came 1 times, the last at 1s; then came the end of the run (2min)"],
    ),
    "too many": (
        "operation: bolus, exactly: 2",
        boluses(1, 2, 3, 4),
        "failed",
        ["the run began; bolus came 3 times, the last at 3s; one too many at 3s"],
    ),
    "at most": ("operation: bolus, at_most: 2", boluses(1, 2), "passed", []),
    "more than at most": (
        "operation: bolus, at_most: 0",
        boluses(7),
        "failed",
        ["the run began; bolus came 1 times, the last at 7s; one too many at 7s"],
    ),
    "at least": ("operation: bolus, at_least: 1", boluses(1, 2), "passed", []),
    "less than at least": (
        "operation: bolus, at_least: 1",
        [],
        "failed",
        ["the run began; bolus came 0 times; then came the end of the run (2min)"],
    ),
    "what was refused does not count": (
        "operation: bolus, at_most: 0",
        ["7s operation bolus refused"],
        "passed",
        [],
    ),
    "unless it says so": (
        "operation: bolus, outcome: attempted, at_most: 0",
        ["7s operation bolus refused"],
        "failed",
        ["the run began; bolus attempted came 1 times, the last at 7s; one too many at 7s"],
    ),
    "before the anchor does not count": (ONCE, [*boluses(0), ASKED, *boluses(2)], "passed", []),
    "each anchor counts anew": (
        ONCE,
        [ASKED, *boluses(2), "5s operator bolus delivered", *boluses(6)],
        "passed",
        [],
    ),
    "one too few, one too many": (
        ONCE,
        [ASKED, "5s operator bolus delivered", *boluses(6, 7)],
        "failed",
        [
            "operator bolus delivered at 1s; bolus came 0 times; the next came at 5s",
            "and 1 more times",
        ],
    ),
    "no anchor": (
        ONCE,
        boluses(1),
        "failed",
        ["operator bolus never happened, so nothing was checked"],
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
    assert watch("operation: bolus, at_least: 1", OPEN, reason=reason).what == what
