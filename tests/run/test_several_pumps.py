"""Several pumps on one line: what happens to one is no matter of the others."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mockpump.clock import SECOND
from mockpump.dialects.fresenius.frames import frame
from mockpump.seam import Bytes, Input, Note, Opened
from tests.playing import notes, played, sent

ACK = b"\x06"


def said(*frames: tuple[int, bytes]) -> list[tuple[int, Input]]:
    return [(0, Opened()), *((at * SECOND, Bytes(data)) for at, data in frames)]


def asked_of(notes_: list[Note]) -> list[tuple[int, str, str]]:
    return [(note.at // SECOND, note.of, str(note.data["address"])) for note in notes_]


def test_one_that_is_dead_says_nothing_and_the_other_all() -> None:
    """The `*` is for both: only one is left to answer."""
    story = """
pump: {preset: syringe-60}
line: {dialect: newera, addresses: [0, 1], pacing: false, options: {reset_alarm: false}}
timeline: [{at: 1s, fault: sudden_depletion, address: 1}]
ends: 20s
"""
    run = played(story, *said((2, b"0DIS\r"), (3, b"1DIS\r"), (4, b"1RUN\r"), (5, b"*DIS\r")))
    assert [at // SECOND for at, _ in sent(run)] == [2, 5]
    assert all(data.startswith(b"\x0200S") for _, data in sent(run))
    assert asked_of(notes(run, "operation")) == [(2, "read_totals", "0"), (5, "read_totals", "0")]


def test_the_sessions_of_the_others_go_on() -> None:
    """Module 1 is gone, and the base says so; module 2 is still in its session."""
    story = """
pump: {preset: syringe-60}
line: {dialect: fresenius, addresses: [1, 2], pacing: false}
timeline: [{at: 5s, fault: sudden_depletion, address: 1}]
ends: 20s
"""
    asks = ["0DC", "1DC", "2DC", "2PR;00FA", "0LE;ib", "1LE;d", "2LE;d"]
    frames = [(n, frame(text)) for n, text in zip([1, 2, 3, 4, 6, 8, 10], asks, strict=True)]
    receipts = [(at, ACK) for at, _ in frames]
    run = played(story, *said(*sorted(frames + receipts)))
    replies = [data for at, data in sent(run) if len(data) > 1 and at >= 6 * SECOND]
    assert replies == [frame("0C;i01;b02"), frame("1I;0E"), frame("2C;d00FA")]


ENDS: Mapping[str, tuple[str, list[tuple[int, dict[str, str]]]]] = {
    "at one, a fault of all ends at the others": (
        (
            "[{at: 1s, fault: motor_stall, for: 10s}, "
            "{at: 5s, fault: motor_stall, address: 1, for: 20s}]"
        ),
        [(11, {"address": "0"}), (25, {"address": "1"})],
    ),
    "at all, it ends at none": (
        (
            "[{at: 1s, fault: motor_stall, address: 1, for: 10s}, "
            "{at: 2s, fault: motor_stall, address: 0, for: 1s}, {at: 5s, fault: motor_stall}]"
        ),
        [(3, {"address": "0"})],
    ),
    "on the line, for one beside all, each ends in its time": (
        "[{at: 1s, line_fault: lose, for: 10s}, {at: 5s, line_fault: lose, address: 1, for: 20s}]",
        [(11, {}), (25, {"address": "1"})],
    ),
}


@pytest.mark.parametrize(("steps", "cleared"), ENDS.values(), ids=ENDS)
def test_where_a_fault_ends_that_is_set_anew(
    steps: str, cleared: list[tuple[int, dict[str, str]]]
) -> None:
    story = f"""
pump: {{preset: syringe-60}}
line: {{dialect: newera, addresses: [0, 1], pacing: false}}
timeline: {steps}
ends: 40s
"""
    faults = notes(played(story, *said()), "fault")
    assert {note.of for note in faults} == {"lose" if "lose" in steps else "motor_stall"}
    assert [(note.at // SECOND, note.data) for note in faults if note.state == "cleared"] == cleared
