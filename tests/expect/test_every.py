"""`polls … at_least_every …`, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from tests.expect.watch import note, show, tick, waits, watch, watching

EVERY = "polls: status, at_least_every: 2s"
OPEN = "1s port - opened"


def polls(*seconds: float) -> list[str]:
    return [f"{second}s operation read_status accepted" for second in seconds]


CASES: dict[str, tuple[list[str], str, list[str]]] = {
    "often enough": (polls(3, 5, 7, 8.5), "passed", []),
    "a telemetry stream counts": (
        [f"{second}s telemetry - sent" for second in (2, 4, 6, 8)],
        "passed",
        [],
    ),
    "what was skipped of it does not": (
        [*polls(2, 4), "6s telemetry - skipped", *polls(7, 9)],
        "failed",
        ["no poll from 4s to 7s: 3s"],
    ),
    "other operations do not": (
        [*polls(2, 4), "5s operation ping accepted", *polls(7, 9)],
        "failed",
        ["no poll from 4s to 7s: 3s"],
    ),
    "a nanosecond too late": (
        [*polls(2, 4), "6.000000001s operation read_status accepted", *polls(8)],
        "failed",
        ["no poll from 4s to 6s: 2.001s"],
    ),
    "the worst is told, all are counted": (
        polls(2, 5, 9, 9.5),
        "failed",
        ["no poll from 5s to 9s: 4s; 2 such gaps"],
    ),
    "not after the opening": (polls(3.5, 5, 7, 9), "failed", ["no poll from 1s to 3.5s: 2.5s"]),
    "never": ([], "failed", ["no poll from 1s to 10s: 9s"]),
    "not at the end": (polls(2, 4, 6), "failed", ["no poll from 6s to 10s: 4s"]),
    "a client that closes the port looks away by choice": (
        [*polls(2, 4), "5s port - closed", "8s port - opened", *polls(9)],
        "failed",
        ["no poll from 4s to 9s: 5s"],
    ),
    "after a hang-up it could not look": (
        [*polls(2, 4), "5s port - hung_up", "8s port - opened", *polls(9)],
        "passed",
        ["not judged for 3s: the story had dropped the line"],
    ),
    "hung up on again while it was away": (
        [*polls(2), "3s port - hung_up", "9.5s port - hung_up"],
        "not_checked",
        ["not judged for 7s: the story had dropped the line"],
    ),
    "but must once it is back": (
        [*polls(2, 4), "5s port - hung_up", "6s port - opened"],
        "failed",
        ["no poll from 6s to 10s: 4s"],
    ),
    "and what it missed before counts": (
        [*polls(2), "5s port - hung_up"],
        "failed",
        ["no poll from 2s to 5s: 3s"],
    ),
    "not judged to the end": (
        [*polls(2, 4, 6, 8), "8s port - hung_up"],
        "passed",
        ["not judged for 2s: the story had dropped the line"],
    ),
    "not judged to the end, and for too long": (
        [*polls(2, 4, 6), "7.999999999s port - hung_up"],
        "not_checked",
        ["not judged for 2.001s: the story had dropped the line"],
    ),
    "dropped before the first poll was due": (
        ["2s port - hung_up", "9s port - opened"],
        "not_checked",
        ["not judged for 7s: the story had dropped the line"],
    ),
}


@pytest.mark.parametrize(("notes", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(notes: list[str], what: str, lines: list[str]) -> None:
    finding = watch(EVERY, OPEN, *notes, end="10s")
    assert (finding.what, list(finding.lines)) == (what, lines)


def test_a_gap_is_due_when_it_becomes_too_long_so_that_a_late_machine_is_noticed() -> None:
    monitors = watching(EVERY)
    assert monitors.next_deadline() is None
    show(monitors, [note(OPEN)])
    assert monitors.next_deadline() == 3 * SECOND + 1
    show(monitors, map(note, polls(2)))
    assert monitors.next_deadline() == 4 * SECOND + 1
    tick(monitors, 9 * SECOND)
    assert monitors.next_deadline() is None
    show(monitors, map(note, polls(9)))
    assert monitors.next_deadline() == 11 * SECOND + 1


def test_it_keeps_a_run_waiting_for_the_first_poll_only() -> None:
    assert waits(EVERY, "1s shows occlusion shown", *polls(1.5, 3)) == [True, False, False]


def test_nor_for_a_client_that_never_does() -> None:
    assert waits(EVERY, "2s shows occlusion shown", "4s shows occlusion shown") == [True, False]


@pytest.mark.parametrize(
    ("notes", "what", "lines"),
    [
        ([], "not_checked", ["the client ended (2s) before the first poll"]),
        (polls(1.5), "passed", []),
    ],
)
def test_a_client_that_ends_before_a_poll_is_due(
    notes: list[str], what: str, lines: list[str]
) -> None:
    finding = watch(EVERY, OPEN, *notes, end="2s", reason="client_ended")
    assert (finding.what, list(finding.lines)) == (what, lines)
