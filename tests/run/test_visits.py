"""Visits in virtual time: what a run says of them, and that it waits for the one to come."""

from __future__ import annotations

from mockpump.clock import DAY, SECOND
from mockpump.dialects.mp1.grammar import request
from mockpump.seam import Bytes, Closed, Opened, Visit
from tests.playing import notes, played, told

STORY = """
line: {pacing: false}
limit: 60s
timeline:
- {when: {port: closed}, count: 1, skip: 30 days, id: month}
- {when: {step: month}, after: 2s, visit: second}
expect: [{operation: identify, within: 5s}]
"""
HELLO = Bytes(request(1, "HELLO"))


def test_a_run_tells_of_a_visit_and_asks_the_driver_for_it() -> None:
    script = ((0, Opened()), (1, HELLO), (SECOND, Closed()), (9 * SECOND, Opened()))
    run = played(STORY, *script)
    assert told(run, "visit") == [(3 * SECOND, "second", "due")]
    assert [one for one in run.records if isinstance(one, Visit)] == [Visit(3 * SECOND, "second")]
    assert [note.pump for note in notes(run, "pump_time")] == [30 * DAY + SECOND]


def test_all_is_decided_only_when_no_visit_is_to_come() -> None:
    ended = played(STORY, (0, Opened()), (1, HELLO), (SECOND, Closed())).verdict
    waited = played(STORY, (0, Opened()), (1, HELLO)).verdict
    assert ended is not None
    assert (ended.reason, ended.at) == ("decided", 3 * SECOND)
    assert waited is not None
    assert (waited.reason, waited.at) == ("limit", 60 * SECOND)
