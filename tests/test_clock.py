"""What is due when, and the one mapping between the two clocks."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import DAY, SECOND, Agenda, Nanos, Timebase, earliest, read_speed
from mockpump.errors import UsageError

TIMES = st.integers(0, 10**19)
SPEEDS = st.integers(1, 10**6)
SKIPS = st.lists(st.integers(0, 4000 * DAY), max_size=3)


def timebase(speed: int, skips: list[Nanos]) -> Timebase:
    base = Timebase(speed)
    for span in skips:
        base.skip(span)
    return base


@pytest.mark.parametrize(
    ("speed", "skips", "run", "pump"),
    [
        (1, [], 5, 5),
        (60, [], 7, 420),
        (1, [DAY], 5, DAY + 5),
        (60, [DAY, DAY], SECOND, 2 * DAY + 60 * SECOND),
    ],
)
def test_run_time_to_pump_time(speed: int, skips: list[Nanos], run: Nanos, pump: Nanos) -> None:
    assert timebase(speed, skips).pump(run) == pump


@pytest.mark.parametrize(
    ("speed", "skips", "pump", "run"),
    [
        (1, [], 5, 5),
        (60, [], 420, 7),
        (60, [], 421, 8),  # rounded up: reached only then
        (7, [], 15, 3),
        (1, [DAY], DAY + 5, 5),
        (1, [DAY], 5, 0),  # leapt over: reached already
        (60, [DAY], DAY + 61, 2),
    ],
)
def test_pump_time_to_run_time(speed: int, skips: list[Nanos], pump: Nanos, run: Nanos) -> None:
    assert timebase(speed, skips).run(pump) == run


@given(SPEEDS, SKIPS, TIMES)
def test_there_and_back(speed: int, skips: list[Nanos], time: Nanos) -> None:
    base = timebase(speed, skips)
    assert base.run(base.pump(time)) <= time
    first = base.run(time)
    assert base.pump(first) >= time
    assert first == 0 or base.pump(first - 1) < time, "not the first run time that reaches it"


@given(SPEEDS, SKIPS, TIMES, TIMES)
def test_neither_clock_goes_back(speed: int, skips: list[Nanos], one: Nanos, other: Nanos) -> None:
    base = timebase(speed, skips)
    early, late = sorted((one, other))
    assert base.pump(early) <= base.pump(late)
    assert base.run(early) <= base.run(late)


@pytest.mark.parametrize(
    ("times", "first"), [((), None), ((None,), None), ((3, None, 1), 1), ((0, 5), 0)]
)
def test_the_earliest_of_some_deadlines(times: tuple[Nanos | None, ...], first: Nanos) -> None:
    assert earliest(*times) == first


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        ("5", Fraction(5)),
        ("0.5", Fraction(1, 2)),
        ("1/3", Fraction(1, 3)),
        ("0.001", Fraction(1, 1000)),
        ("1000", Fraction(1000)),
    ],
)
def test_a_speed_is_read_exactly(text: str, speed: Fraction) -> None:
    assert read_speed(text) == speed


@pytest.mark.parametrize("text", ["", "fast", "0", "-1", "1/0", "0.0009", "1000.1", "nan", "inf"])
def test_what_is_no_speed(text: str) -> None:
    with pytest.raises(UsageError, match=f"^'{text}' is not a number from 0.001 to 1000$"):
        read_speed(text)


def test_ties_go_by_rank_then_by_order() -> None:
    agenda = Agenda[str]()
    for at, item, rank in [(5, "c", 2), (5, "a", 1), (5, "b", 1), (3, "first", 9), (7, "late", 0)]:
        agenda.put(at, item, rank=rank)
    assert (len(agenda), agenda.next_deadline()) == (5, 3)
    assert agenda.take(2) == []
    assert agenda.take(5) == ["first", "a", "b", "c"]
    assert (len(agenda), agenda.next_deadline()) == (1, 7)


def test_what_is_put_while_a_snapshot_is_worked_off_waits_for_the_next() -> None:
    agenda = Agenda[int]()
    agenda.put(1, 1)
    for item in agenda.take(1):
        agenda.put(1, item + 1)
    assert agenda.take(1) == [2]
    assert agenda.next_deadline() is None
