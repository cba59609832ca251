"""`in_order: […]`, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.expect.verdict import Reason
from tests.expect.watch import watch

OPEN = "0s port - opened"
PLAN = "in_order: [{operation: stage}, {operation: commit}, {operation: start}]"
ASKED = f"{PLAN}, after: {{operator: bolus}}"


def did(*names: str) -> list[str]:
    return [f"{second}s operation {name} accepted" for second, name in enumerate(names, 1)]


CASES: dict[str, tuple[str, list[str], str, list[str]]] = {
    "in order": (PLAN, did("stage", "commit", "start"), "passed", []),
    "with others between": (PLAN, did("stage", "ping", "stage", "commit", "start"), "passed", []),
    "then again": (PLAN, did("stage", "commit", "start", "commit"), "passed", []),
    "out of order": (
        PLAN,
        did("stage", "start", "commit"),
        "failed",
        ["the run began; start came at 2s, before commit"],
    ),
    "one is missing": (
        PLAN,
        did("stage", "commit"),
        "failed",
        ["the run began; no start until the end of the run (2min)"],
    ),
    "before the anchor it does not matter": (
        ASKED,
        [
            *did("start"),
            "2s operator bolus delivered",
            *did("", "", "stage", "commit", "start")[2:],
        ],
        "passed",
        [],
    ),
    "no anchor": (
        ASKED,
        did("stage", "commit", "start"),
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
    assert watch(PLAN, OPEN, reason=reason).what == what
