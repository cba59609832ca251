from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from mockpump.dialects.mp1 import grammar
from tests.benchmarks import dialects, exchange, inprocess, notes, pacing, scenarios, startup, year
from tests.benchmarks.__main__ import BENCHMARKS
from tests.benchmarks.replies import REQUESTS, Fresh
from tests.benchmarks.rounds import Contender, Rounds
from tests.benchmarks.table import Row, at_least, at_most, printed, skipped, told, under

SMALL: dict[str, Callable[[], Iterator[Row]]] = {
    "exchange": lambda: exchange.benchmark(rounds=2, exchanges=3),
    "inprocess": lambda: inprocess.benchmark(rounds=2, exchanges=3),
    "dialects": lambda: dialects.benchmark(rounds=1, exchanges=3),
    "year": lambda: year.benchmark(rounds=1, changes=48),
    "notes": lambda: notes.benchmark(count=2000),
    "pacing": lambda: pacing.benchmark(part=0.1, exchanges=1, full=0),
    "startup": lambda: startup.benchmark(rounds=1),
    "scenarios": lambda: scenarios.benchmark(rounds=1, many=2),
}
FIGURES = {
    "exchange": {
        f"{client}, {what}"
        for client in ("pyserial", "system calls")
        for name in ("C", "sinstruments", "mock-serial")
        for what in ("mockpump", name, f"speed against {name}")
    },
    "inprocess": {
        f"{read}, {what}"
        for read in ("read_until", "read(in_waiting)")
        for what in ("mockpump://", "loop://", "time over loop://")
    },
    "dialects": {
        *dialects.DIALECTS,
        *(f"time of {name} over mp1" for name in dialects.DIALECTS if name != "mp1"),
    },
    "year": {"a year, 48 changes", "ten years, 48 changes", "ten years over one"},
    "notes": {"2000 notes, 20 expectations", "memory, ten times the notes over one"},
    "pacing": {
        "300 baud, there and back",
        *(
            f"{baud} baud, to the {end}"
            for baud in (19_200, 115_200, 921_600)
            for end in ("client", "pump")
        ),
    },
    "startup": {
        "python -c ''",
        "mockpump run steady",
        "sinstruments-server",
        "time over sinstruments-server",
    },
    "scenarios": {
        scenarios.CLIENT,
        "a scenario as a test",
        "beyond its client",
        "time of a test over its client",
    },
}


def test_every_benchmark_is_tried_here() -> None:
    assert SMALL.keys() == FIGURES.keys() == BENCHMARKS.keys()


@pytest.mark.parametrize("name", SMALL)
def test_each_benchmark_runs_and_prints_its_rows(name: str) -> None:
    rows = list(SMALL[name]())
    figures = {row.what for row in rows}
    assert figures <= FIGURES[name]
    missing = [f"{row.what}: {row.beside}" for row in rows if row.figure == "skipped"]
    if missing:
        pytest.skip("; ".join(missing))
    assert figures == FIGURES[name]


def test_contenders_play_in_turns_and_are_checked_round_by_round() -> None:
    played: list[str] = []
    checked: list[str] = []

    def play(name: str) -> str:
        played.append(name)
        return name

    Rounds({name: Contender(partial(play, name), checked.append) for name in "AB"}, rounds=2)
    assert played == checked == ["A", "B"] * 3  # the first round warms up


def test_a_reply_that_is_not_computed_afresh_is_found() -> None:
    first, second, garbled = (grammar.frame(f"<00 OK delivered={n}mL") for n in (1, 2, 3))
    Fresh().check([first, second])
    with pytest.raises(AssertionError, match="not computed afresh"):
        Fresh().check([first, first])
    with pytest.raises(AssertionError, match="E_CRC"):
        Fresh().check([garbled.replace(b"3", b"4")])


def test_neighbouring_requests_differ_so_that_none_is_a_retry() -> None:
    assert all(a != b for a, b in zip(REQUESTS, REQUESTS[1:] + REQUESTS[:1], strict=True))


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (at_least("a", 0.7, 0.7), "a 0.70 at least 0.7 met"),
        (at_least("a", 0.69, 0.7, aimed=0.8), "a 0.69 at least 0.7, aimed 0.8 NOT MET"),
        (at_least("a", 0.5, None), "a 0.50 for information"),
        (at_most("a", 1.0, 1.0), "a 1.00 at most 1 met"),
        (at_most("a", 1.01, 1.0, aimed=0.9), "a 1.01 at most 1, aimed 0.9 NOT MET"),
        (told("a", 0.0000123), "a 12.3 us"),
        (under("a", 0.049, 0.05), "a 49.00 ms under 50 ms met"),
        (under("a", 0.05, 0.05), "a 50.00 ms under 50 ms NOT MET"),
        (skipped("a", "no C compiler"), "a skipped no C compiler"),
    ],
)
def test_a_row_says_what_is_required_and_whether_it_is_met(row: Row, line: str) -> None:
    assert printed(row).split() == line.split()
