"""`exits`, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.expect.verdict import Reason
from mockpump.seam import Note
from tests.expect.watch import note, show, watching

OPEN = "0s port - opened"
WELL = "exits: 0"
STARTED = "0s client - started"


def ended(code: int) -> Note:
    return Note(9 * SECOND, "client", "", "exited", data={"code": code})


CASES: dict[str, tuple[list[Note], Reason, str, list[str]]] = {
    "well": ([note(STARTED), ended(0)], "client_ended", "passed", []),
    "with an error": ([note(STARTED), ended(3)], "client_ended", "failed", ["exited with 3 at 9s"]),
    "by a signal": ([note(STARTED), ended(-9)], "client_ended", "failed", ["exited with -9 at 9s"]),
    "not": ([note(STARTED)], "limit", "failed", ["still ran at the end of the run (10s)"]),
    "interrupted": (
        [note(STARTED)],
        "interrupted",
        "not_checked",
        ["no client process was seen to end"],
    ),
    "it is not ours": ([], "limit", "not_checked", ["no client process was seen to end"]),
    "of two visits, the first": (
        [note(STARTED), ended(3), note("9s client - started"), ended(0)],
        "limit",
        "failed",
        ["exited with 3 at 9s"],
    ),
    "started again": (
        [note(STARTED), ended(0), note("9s client - started")],
        "limit",
        "failed",
        ["still ran at the end of the run (10s)"],
    ),
}


@pytest.mark.parametrize(("notes", "reason", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(notes: list[Note], reason: Reason, what: str, lines: list[str]) -> None:
    monitors = watching(WELL)
    show(monitors, [note(OPEN), *notes])
    (finding,) = monitors.findings(10 * SECOND, reason)
    assert (finding.what, list(finding.lines)) == (what, lines)
