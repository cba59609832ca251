"""Faults of log and counters: what is told, what is written, and what can be read."""

from __future__ import annotations

import pytest

from mockpump.pump import Pump
from mockpump.pump.faults import PumpFault
from mockpump.pump.faults.records.counters_cleared import CountersCleared
from mockpump.pump.faults.records.log_duplicates import LogDuplicates
from mockpump.pump.faults.records.log_gaps import LogGaps
from mockpump.pump.faults.records.log_overflow import LogOverflow
from mockpump.pump.faults.records.log_write_failure import LogWriteFailure
from mockpump.seam import Value
from tests.pump.bench import HOUR, ask, config, ml, story


def _toggle(pump: Pump, first: int, last: int) -> list[int]:
    """Stop and start in turns, one entry each; return the numbers that were told."""
    told = []
    for now in range(first, last + 1):
        assert ask(pump, "stop" if now % 2 else "start", now).state == "accepted"
        told += [event.n for event in pump.advance(now)]
    return told


def _numbers(pump: Pump, now: int) -> list[Value]:
    return [row["n"] for row in ask(pump, "read_events", now).rows]


@pytest.mark.parametrize(
    ("fault", "numbers", "after"),
    [
        (LogGaps(every=2), [1, 2, 3, 5], [1, 2, 3, 5, 7, 8]),
        (LogGaps(every=3), [1, 2, 4, 5], [1, 2, 4, 5, 7, 8]),
        (
            LogDuplicates(copies=2),
            [1, 2, 3, 3, 4, 4, 5, 5, 6, 6],
            [*range(1, 3), 3, 3, 4, 4, 5, 5, 6, 6, 7, 8],
        ),
    ],
)
def test_entries_get_lost_or_doubled_unseen(
    fault: PumpFault, numbers: list[int], after: list[int]
) -> None:
    pump = Pump(config())
    _toggle(pump, 1, 2)
    pump.set_fault(fault, 2)
    assert _toggle(pump, 3, 6) == [3, 4, 5, 6]  # whoever listens hears of each once
    assert _numbers(pump, 6) == numbers
    assert ask(pump, "read_status", 6).values["alarms"] == ""
    pump.clear_fault(fault.name, 6)
    _toggle(pump, 7, 8)
    assert _numbers(pump, 8) == after


def test_a_log_that_cannot_be_written_says_so_but_not_in_the_log() -> None:
    pump = Pump(config())
    _toggle(pump, 1, 2)
    pump.set_fault(LogWriteFailure(), 2)
    assert story(pump.advance(2), "alarm") == [(2, "log_failed", "raised")]
    _toggle(pump, 3, 4)
    assert _numbers(pump, 4) == [1, 2]
    pump.clear_fault("log_write_failure", 5)
    assert [(event.n, event.state) for event in pump.advance(5) if event.what == "alarm"] == [
        (6, "cleared")
    ]
    assert _numbers(pump, 5) == [1, 2, 6]


def test_an_overflow_is_marked() -> None:
    pump = Pump(config())
    _toggle(pump, 1, 6)
    pump.set_fault(LogOverflow(keeps=2), 6)
    rows = ask(pump, "read_events", 6).rows
    assert [(row["n"], row["state"]) for row in rows] == [
        (4, "overflow"),
        (5, "stopped"),
        (6, "started"),
    ]
    assert rows[0]["lost"] == 4
    assert ask(pump, "read_log", 6).values == {
        "size": 250,
        "entries": 2,
        "first": 5,
        "last": 6,
        "lost": 4,
    }


def test_an_overflow_of_everything_is_marked_too() -> None:
    pump = Pump(config())
    _toggle(pump, 1, 3)
    pump.set_fault(LogOverflow(keeps=0), 3)
    assert [(row["n"], row["lost"]) for row in ask(pump, "read_events", 3).rows] == [(3, 3)]
    assert ask(pump, "read_log", 3).values == {"size": 250, "entries": 0, "lost": 3}


def test_cleared_counters_forget_what_was_given() -> None:
    pump = Pump(config())
    ask(pump, "bolus", 0, volume=ml("1 mL"), id="b1")  # 24 mL/day: 1 h
    # 1 mL, then 23 h of 0.2 mL/day
    delivered = ml("1 mL") + ml("0.2 mL") * 23 // 24
    assert ask(pump, "read_status", 24 * HOUR).values["delivered"] == delivered
    pump.set_fault(CountersCleared(), 24 * HOUR)
    assert ask(pump, "read_status", 24 * HOUR).values["delivered"] == 0
    assert ask(pump, "read_status", 48 * HOUR).values["delivered"] == ml("0.2 mL")
    assert ask(pump, "read_result", 48 * HOUR, id="b1").refusal == "unknown_id"
    again = ask(pump, "bolus", 48 * HOUR, volume=ml("1 mL"), id="b1")
    assert again.state == "accepted"  # and not repeated: the dose is doubled
    before = pump.parts.reservoir.estimated.at(24 * HOUR)
    pump.set_fault(CountersCleared(), 50 * HOUR)
    assert pump.parts.reservoir.estimated.at(50 * HOUR) < before  # the reservoir is as it was
