"""`never … while …`, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.expect.verdict import Reason
from tests.expect.watch import waits, watch

ALARM = "never: {operation: bolus}, while: {alarm: occlusion}"
RAISED = "never: {operation: bolus}, while: {alarm: occlusion, state: raised}"
PORT = "never: {operation: stop}, while: {port: opened}"
OPEN = "0s port - opened"
BEGINS, ENDS = "10s alarm occlusion reported", "20s alarm occlusion cleared"
NEVER_WAS = "alarm occlusion never was, so nothing was checked"

CASES: dict[str, tuple[str, list[str], str, list[str]]] = {
    "not tried": (ALARM, [BEGINS, ENDS], "passed", []),
    "tried before": (ALARM, ["9s operation bolus accepted", BEGINS, ENDS], "passed", []),
    "tried after": (ALARM, [BEGINS, ENDS, "21s operation bolus accepted"], "passed", []),
    "on its way already": (ALARM, [BEGINS, "10.1s operation bolus accepted"], "passed", []),
    "one nanosecond after the grace": (
        ALARM,
        [BEGINS, "10.100000001s operation bolus accepted"],
        "failed",
        ["bolus accepted at 10.1s, 0.101s after alarm occlusion"],
    ),
    "another grace": (
        f"{ALARM}, grace: 2s",
        [BEGINS, "12s operation bolus accepted"],
        "passed",
        [],
    ),
    "refused is tried": (
        ALARM,
        [BEGINS, "12.5s operation bolus refused refusal=wrong_state"],
        "failed",
        ["bolus refused at 12.5s, 2.5s after alarm occlusion"],
    ),
    "lost is tried": (
        ALARM,
        [BEGINS, "12.5s operation bolus lost"],
        "failed",
        ["bolus lost at 12.5s, 2.5s after alarm occlusion"],
    ),
    "only what was accepted": (
        "never: {operation: bolus, outcome: accepted}, while: {alarm: occlusion}",
        [BEGINS, "12.5s operation bolus refused refusal=wrong_state"],
        "passed",
        [],
    ),
    "more than once": (
        ALARM,
        [BEGINS, *(f"1{n}s operation bolus accepted" for n in (2, 3, 4)), ENDS],
        "failed",
        ["bolus accepted at 12s, 2s after alarm occlusion", "and 2 more times"],
    ),
    "in a second occurrence": (
        ALARM,
        [BEGINS, ENDS, "30s alarm occlusion reported", "33s operation bolus accepted"],
        "failed",
        ["bolus accepted at 33s, 3s after alarm occlusion"],
    ),
    "told again, it stands since it began": (
        ALARM,
        [BEGINS, "15s alarm occlusion reported", "15.05s operation bolus accepted"],
        "failed",
        ["bolus accepted at 15.05s, 5.05s after alarm occlusion"],
    ),
    "raised but not reported": (
        ALARM,
        ["10s alarm occlusion raised", "12s operation bolus accepted"],
        "failed",
        [NEVER_WAS],
    ),
    "raised is enough if it says so": (
        RAISED,
        ["10s alarm occlusion raised", "12s operation bolus accepted"],
        "failed",
        ["bolus accepted at 12s, 2s after alarm occlusion raised"],
    ),
    "the condition never was": (ALARM, [], "failed", [NEVER_WAS]),
    "another alarm": (ALARM, ["10s alarm low_reservoir reported"], "failed", [NEVER_WAS]),
    "while a fault stands": (
        "never: {operation: bolus}, while: {fault: catheter_occlusion}",
        ["5s fault catheter_occlusion set", "7s operation bolus accepted"],
        "failed",
        ["bolus accepted at 7s, 2s after fault catheter_occlusion"],
    ),
    "while one of two of that name stands": (
        "never: {operation: bolus}, while: {fault: catheter_occlusion}",
        [
            "1s fault catheter_occlusion set",
            "2s fault catheter_occlusion set",
            "3s fault catheter_occlusion cleared still=1",
            "7s operation bolus accepted",
            "8s fault catheter_occlusion cleared",
            "9s operation bolus accepted",
        ],
        "failed",
        ["bolus accepted at 7s, 6s after fault catheter_occlusion"],
    ),
    "while the port is open": (
        PORT,
        ["7s operation stop accepted"],
        "failed",
        ["stop accepted at 7s, 7s after port opened"],
    ),
    "a hang-up closes it": (
        PORT,
        ["5s port - hung_up", "7s operation stop accepted"],
        "passed",
        [],
    ),
    "a pulled port until it is back": (
        "never: {shows: occlusion}, while: {port: unplugged}",
        ["5s port - unplugged", "9s port - replugged", "9.5s shows occlusion shown"],
        "passed",
        [],
    ),
    "what has happened at a port besides does not end it": (
        "never: {shows: occlusion}, while: {port: unplugged}",
        ["5s port - unplugged", "5s port - cut lost=3", "6s shows occlusion shown"],
        "failed",
        ["occlusion shown at 6s, 1s after port unplugged"],
    ),
    "a fault that is over until it is set again": (
        "never: {operation: bolus}, while: {fault: catheter_occlusion, state: cleared}",
        [
            "5s fault catheter_occlusion cleared",
            "6s fault catheter_occlusion set",
            "7s operation bolus accepted",
        ],
        "passed",
        [],
    ),
}


@pytest.mark.parametrize(("expectation", "notes", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(expectation: str, notes: list[str], what: str, lines: list[str]) -> None:
    finding = watch(expectation, OPEN, *notes)
    assert (finding.what, list(finding.lines)) == (what, lines)


@pytest.mark.parametrize(
    ("reason", "what", "line"),
    [
        ("limit", "failed", NEVER_WAS),
        (
            "client_ended",
            "failed",
            "alarm occlusion never was until the client ended (2min), so nothing was checked",
        ),
        (
            "interrupted",
            "not_checked",
            "alarm occlusion never was until the run was interrupted (2min), so nothing was checked",
        ),
    ],
)
def test_a_while_that_never_was(reason: Reason, what: str, line: str) -> None:
    finding = watch(ALARM, OPEN, reason=reason)
    assert (finding.what, finding.lines) == (what, (line,))


def test_it_waits_for_the_condition_and_until_it_can_be_judged() -> None:
    grace = "10.1s shows occlusion shown"  # what is tried now is still forgiven
    assert waits(ALARM, "9s shows occlusion shown", BEGINS, grace, ENDS) == [
        True,
        True,
        True,
        False,
    ]
    assert waits(ALARM, BEGINS, "10.100000001s shows occlusion shown") == [True, False]
    assert waits("never: {operation: bolus}", BEGINS) == [False]
