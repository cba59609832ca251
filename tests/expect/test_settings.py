"""Serial settings, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND, parse_duration
from mockpump.seam import Note
from tests.expect.watch import show, watching

RIGHT = "settings: 19200 8N1"
UNKNOWN = "this port cannot tell the client's settings"

CASES: dict[str, tuple[str, list[tuple[str, str]], str, list[str]]] = {
    "right": (RIGHT, [("1s", "19200 8N1")], "passed", []),
    "wrong baud": (RIGHT, [("1s", "9600 8N1")], "failed", ["set to 9600 8N1 at 1s"]),
    "wrong format": (RIGHT, [("1s", "19200 7E1")], "failed", ["set to 19200 7E1 at 1s"]),
    "only the baud matters": ("settings: 19200", [("1s", "19200 7E1")], "passed", []),
    "set right before it speaks": (RIGHT, [("1s", "9600 8N1"), ("2s", "19200 8N1")], "passed", []),
    "set wrong after it spoke": (
        RIGHT,
        [("1s", "19200 8N1"), ("7s", "9600 8N1")],
        "failed",
        ["set to 9600 8N1 at 7s"],
    ),
    "nobody knows": (RIGHT, [], "not_checked", [UNKNOWN]),
    "nobody knows the format": (
        RIGHT,
        [("1s", "19200")],
        "not_checked",
        ["set to 19200; this port cannot tell the format"],
    ),
    "but the baud is wrong": (RIGHT, [("1s", "9600")], "failed", ["set to 9600 at 1s"]),
}


@pytest.mark.parametrize(("expectation", "chosen", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(
    expectation: str, chosen: list[tuple[str, str]], what: str, lines: list[str]
) -> None:
    pump = {"pump": "19200 8N1"}
    notes = [Note(parse_duration(at), "settings", text, "right", data=pump) for at, text in chosen]
    asked = Note(5 * SECOND, "operation", "ping", "accepted")
    monitors = watching(expectation)
    show(
        monitors, [Note(0, "port", "", "opened"), *sorted([*notes, asked], key=lambda one: one.at)]
    )
    (finding,) = monitors.findings(9 * SECOND, "limit")
    assert (finding.what, list(finding.lines)) == (what, lines)
