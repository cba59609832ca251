from __future__ import annotations

import pytest

from mockpump.pump.eventlog import EventLog
from mockpump.seam import PumpEvent, Value


def _filled(size: int, entries: int) -> EventLog:
    log = EventLog(size)
    for n in range(1, entries + 1):
        assert log.log(n * 10, "alarm", "eri", "raised") == n
    return log


@pytest.mark.parametrize(
    ("entries", "first", "numbers", "lost"),
    [
        (0, 1, [], None),
        (2, 1, [1, 2], None),
        (2, 0, [1, 2], None),
        (2, 2, [2], None),
        (2, 3, [], None),
        (3, 1, [1, 2, 3], None),  # full, and nothing lost
        (4, 1, [1, 2, 3, 4], 1),  # row 1 is the marker
        (9, 1, [6, 7, 8, 9], 6),
        (9, 5, [6, 7, 8, 9], 2),
        (9, 7, [7, 8, 9], None),
    ],
)
def test_the_ring_reads_from_a_number_and_marks_what_is_lost(
    entries: int, first: int, numbers: list[int], lost: int | None
) -> None:
    rows = _filled(3, entries).rows(first)
    assert [row["n"] for row in rows] == numbers
    assert [row["state"] for row in rows].count("overflow") == (lost is not None)
    if lost is not None:
        marker: dict[str, Value] = {
            "n": numbers[0],
            "at": numbers[1] * 10,
            "what": "log",
            "of": "ring",
            "state": "overflow",
            "lost": lost,
        }
        assert rows[0] == marker


def test_a_row_is_an_entry_with_its_data() -> None:
    log = EventLog(3)
    log.log(5, "alarm", "eri", "raised", {"occurrence": 1})
    row = {"n": 1, "at": 5, "what": "alarm", "of": "eri", "state": "raised", "occurrence": 1}
    assert log.rows(1) == (row,)


def test_news_are_told_once_and_in_order_and_what_the_pump_does_not_know_has_no_number() -> None:
    log = EventLog(1)
    log.log(1, "alarm", "eri", "raised")
    log.tell(2, "fault", "kink", "set", {"a": 1})
    log.log(3, "alarm", "eri", "cleared")
    assert log.take_news() == [
        PumpEvent(1, "alarm", "eri", "raised", 1),
        PumpEvent(2, "fault", "kink", "set", 0, {"a": 1}),
        PumpEvent(3, "alarm", "eri", "cleared", 2),
    ]
    assert log.take_news() == []
