from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpump.dialects.mp1.alarms import carried, from_log, status
from mockpump.dialects.mp1.grammar import LIMIT, Reply, frame, parse_report
from mockpump.dialects.mp1.replies import Row, few_codes, listing, refused
from mockpump.dialects.mp1.verbs import VERBS
from tests.dialects.mp1.bench import Bench

ALARM: Row = {
    "n": 12,
    "alarm": "empty_reservoir",
    "priority": "medium",
    "state": "latched",
    "occurrence": 3,
    "at": 8_640_000_123_456_789,
    "audio": "paused",
    "acknowledged": True,
}


def test_a_listing_holds_as_many_rows_as_fit_and_says_where_to_read_on() -> None:
    text, count = listing("00", VERBS["ALARMS?"], {"total": 20}, [ALARM] * 10, first=11)
    row = (
        " ; n=12 code=empty_reservoir priority=medium state=latched t=8640000.123456789s "
        "audio=paused acknowledged=1"
    )
    assert count == 4
    assert text == "<00 OK total=20 next=15" + row * 4
    text, count = listing("00", VERBS["ALARMS?"], {"total": 20}, [ALARM] * 4, first=17)
    assert text == "<00 OK total=20" + row * 4


def test_events_are_read_on_by_their_number() -> None:
    rows: list[Row] = [{"n": n, "what": "x" * 100} for n in range(7, 20)]
    text, count = listing("00", VERBS["EVENTS?"], {}, rows, first=1)
    assert text.startswith("<00 OK next=11 ; n=7 ")
    assert count == 4


@given(st.lists(st.integers(0, 10**12).map(lambda n: {"n": n, "what": "E" * (n % 400)})))
def test_a_listing_always_fits_a_frame(rows: list[Row]) -> None:
    text, count = listing("00", VERBS["EVENTS?"], {}, rows, first=1)
    assert len(frame(text)) <= LIMIT
    told = parse_report(frame(text)[:-1])
    assert isinstance(told, Reply)
    assert len(told.rows) == count
    assert count > 0 or not rows
    assert ("next" in told.values) == (count < len(rows))


def test_reading_on_visits_every_entry_once() -> None:
    bench = Bench()
    for n in range(20):
        bench.ask(f">{n:02X} {'START' if n % 2 else 'STOP'}")
    seen, start = [], "1"
    while start:
        (line,) = bench.ask(f">{n:02X} EVENTS? from={start}")
        told = parse_report(frame(line)[:-1])
        assert isinstance(told, Reply)
        seen += [row["n"] for row in told.rows]
        start, n = told.values.get("next", ""), n + 1
    assert seen == [str(n) for n in range(1, 21)]


def test_a_message_is_kept_short() -> None:
    assert len(refused("00", "E_ARG", "x" * 1000)) == len("<00 ERR code=E_ARG msg=") + 200


def test_a_status_names_the_highest_alarms_and_how_many_more() -> None:
    assert few_codes("a,b,c,d,e,f,g,h") == "a,b,c,d,e,f,g,h"
    assert few_codes("a,b,c,d,e,f,g,h,i,j") == "a,b,c,d,e,f,g,h,+2"


def test_a_status_without_alarms_is_as_the_pump_says() -> None:
    values = {"state": "infusing", "alarms": ""}
    assert status(values, Bench().device, 0) == (values, ())


def test_rows_of_the_log_carry_alarms_until_they_are_over() -> None:
    log: list[Row] = [
        {"n": 1, "what": "alarm", "of": "eri", "state": "raised", "occurrence": 1},
        {"n": 2, "what": "alarm", "of": "eri", "state": "cleared", "occurrence": 1},
        {"n": 3, "what": "infusion", "of": "delivery", "state": "started"},
        {"n": 4, "what": "log", "state": "overflow", "lost": 7},
    ]
    rows = [from_log(row) for row in log]
    assert [row["state"] for row in rows] == ["active", "inactive", "started", "overflow"]
    assert carried(rows) == (("eri", 1),)
