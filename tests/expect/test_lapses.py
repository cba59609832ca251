"""When each form of expectation failed: what a picture of the run marks."""

from __future__ import annotations

import pytest

from mockpump.clock import Timebase, format_duration, parse_duration
from mockpump.expect.base import MOST_LAPSES
from mockpump.expect.verdict import Reason
from tests.expect.watch import note, show, tick, watching

OPEN = "0s port - opened"
WAITS = "operation: ack_alarm, within: 5s, after: {operator: acknowledge}"
ASKED = "3s operator acknowledge delivered"


def lapses(
    expectation: str, *notes: str, end: str = "2min", reason: Reason = "limit", speed: int = 1
) -> list[tuple[str, str]]:
    """When it failed: since when, and at what time."""
    monitors = watching(expectation, timebase=Timebase(speed))
    show(monitors, map(note, notes))
    tick(monitors, parse_duration(end))
    monitors.findings(parse_duration(end), reason)
    found = monitors.lapses().get(("expect", 0), [])
    return [(format_duration(one.since), format_duration(one.at)) for one in found]


@pytest.mark.parametrize(
    ("expectation", "notes", "when"),
    [
        (WAITS, (OPEN, ASKED), [("3s", "8s")]),
        (WAITS, (OPEN, ASKED, "9s operation ack_alarm accepted"), [("3s", "8s")]),
        (WAITS, (OPEN, ASKED, "8s operation ack_alarm accepted"), []),
        (
            "never: {operation: bolus}",
            (OPEN, "4s operation bolus refused", "6s operation bolus accepted"),
            [("4s", "4s"), ("6s", "6s")],
        ),
        ("polls: status, at_least_every: 50s", (OPEN,), [("0ns", "50s")]),
        (
            "operation: bolus, at_most: 1",
            (OPEN, "4s operation bolus accepted", "7s operation bolus accepted"),
            [("7s", "7s")],
        ),
        (
            "operation: bolus, at_least: 1, after: {operator: bolus}",
            (OPEN, "4s operator bolus delivered"),
            [("4s", "2min")],
        ),
        (
            "operation: read_status, before: {operation: bolus}",
            (OPEN, "4s operation bolus accepted"),
            [("4s", "4s")],
        ),
        (
            "in_order: [{operation: stop}, {operation: start}]",
            (OPEN, "4s operation start accepted"),
            [("4s", "4s")],
        ),
        (
            "in_order: [{operation: stop}, {operation: start}]",
            (OPEN, "4s operation stop accepted"),
            [("0ns", "2min")],
        ),
        (
            "settings: 19200",
            (OPEN, "2s settings 9600 wrong pump=19200", "4s operation stop accepted"),
            [("2s", "2s")],
        ),
        ("exits: 0", ("0s client - started", OPEN, "9s client - exited code=3"), [("9s", "9s")]),
        (
            "all: [{never: {operation: bolus}}, {never: {operation: stop}}]",
            (OPEN, "4s operation stop accepted"),
            [("4s", "4s")],
        ),
        (
            "any: [{never: {operation: bolus}}, {never: {operation: stop}}]",
            (OPEN, "4s operation stop accepted"),
            [],
        ),
        ("never: {operation: bolus}", (), [("0ns", "2min")]),  # it never opened the port
    ],
)
def test_when_it_failed(
    expectation: str, notes: tuple[str, ...], when: list[tuple[str, str]]
) -> None:
    assert lapses(expectation, *notes) == when


def test_a_deadline_in_pump_time_is_placed_in_run_time() -> None:
    within = "operation: ack_alarm, within: {pump: 50s}, after: {operator: acknowledge}"
    assert lapses(within, OPEN, ASKED, speed=10) == [("3s", "8s")]


def test_what_a_client_left_open_when_it_ended_has_its_deadline() -> None:
    assert lapses(WAITS, OPEN, ASKED, end="4s", reason="client_ended") == [("3s", "8s")]


def test_no_more_are_kept_than_a_picture_can_show() -> None:
    tries = (f"{n}s operation bolus refused" for n in range(1, MOST_LAPSES + 10))
    assert len(lapses("never: {operation: bolus}", OPEN, *tries)) == MOST_LAPSES
