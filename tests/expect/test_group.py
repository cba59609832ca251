"""`all` and `any`, and what is only worth a warning, against notes written by hand."""

from __future__ import annotations

import pytest

from tests.expect.watch import watch

OPEN = "0s port - opened"
ACK = "{operation: ack_alarm, within: 5s, after: {alarm: occlusion}}"
SILENCE = "{operation: silence_alarm, within: 5s, after: {alarm: occlusion}}"
SEEN = "{shows: eos, within: 5s, after: {alarm: occlusion}}"
ANY, ALL = f"any: [{ACK}, {SILENCE}]", f"all: [{ACK}, {SILENCE}]"
REPORTED = "1s alarm occlusion reported"
ACKED, SILENCED = "2s operation ack_alarm accepted", "3s operation silence_alarm accepted"
NO_SILENCE = [
    (
        "silence_alarm within 5s after alarm occlusion: alarm occlusion reported at 1s; "
        "no silence_alarm until the end of the run (2min)"
    ),
    "the client meanwhile: ack_alarm ×1 at 2s",
    "nearest: ack_alarm at 2s (acknowledges)",
]
UNSEEN = (
    "shows eos within 5s after alarm occlusion: no client profile says how the client shows eos"
)

CASES: dict[str, tuple[str, list[str], str, list[str]]] = {
    "any by the first": (ANY, [REPORTED, ACKED], "passed", []),
    "any by the second": (ANY, [REPORTED, SILENCED], "passed", []),
    "all": (ALL, [REPORTED, ACKED, SILENCED], "passed", []),
    "not all": (ALL, [REPORTED, ACKED], "failed", NO_SILENCE),
    "any, though one cannot be checked": (f"any: [{SEEN}, {ACK}]", [REPORTED, ACKED], "passed", []),
    "any, where the other may have been": (
        f"any: [{SEEN}, {ACK}]",
        [REPORTED],
        "not_checked",
        [UNSEEN],
    ),
    "all but one that cannot be checked": (
        f"all: [{SEEN}, {ACK}]",
        [REPORTED, ACKED],
        "not_checked",
        [UNSEEN],
    ),
    "in one another": (f"any: [{SEEN}, {{all: [{ACK}]}}]", [REPORTED, ACKED], "passed", []),
    "a warning": (
        "never: {operation: bolus}, severity: warn",
        ["2s operation bolus accepted"],
        "warned",
        ["bolus accepted at 2s"],
    ),
    "no warning": ("never: {operation: bolus}, severity: warn", [], "passed", []),
    "after, some time": (
        "operation: ack_alarm, after: {alarm: occlusion}",
        [REPORTED, "119s operation ack_alarm accepted"],
        "passed",
        [],
    ),
    "after, not at all": (
        "operation: ack_alarm, after: {alarm: occlusion}",
        [REPORTED],
        "failed",
        [
            "alarm occlusion reported at 1s; no ack_alarm until the end of the run (2min)",
            "the client meanwhile: nothing",
        ],
    ),
    "anything again and again": (
        "operation: ping, at_least_every: 50s",
        ["40s operation ping accepted", "100s operation ping accepted"],
        "failed",
        ["no ping from 40s to 100s: 60s"],
    ),
    "back in time": (
        "port: opened, within: 5s, after: {port: hung_up}",
        ["10s port - hung_up", "16s port - opened"],
        "failed",
        [
            "port hung_up at 10s; port opened at 16s, 6s after",
            "the client meanwhile: nothing",
        ],
    ),
}


@pytest.mark.parametrize(("expectation", "notes", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(expectation: str, notes: list[str], what: str, lines: list[str]) -> None:
    finding = watch(expectation, OPEN, *notes)
    assert (finding.what, list(finding.lines)) == (what, lines)
