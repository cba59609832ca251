"""Reports of opens and closes, with their blemishes, against who was really in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpump.ports.visits import Visits


def told(*reports: bool) -> list[str]:
    """Let the reports come at once, while nobody hangs up in between."""
    visits = Visits()
    seen = []
    for opened in reports:
        if not opened:
            visits.closed()
        elif visits.opened():
            seen += ["closed"] * visits.inside + ["opened"]
            visits.enter()
    return seen


OPEN, CLOSE = True, False


def test_reports_in_a_table() -> None:
    assert told(OPEN) == ["opened"]
    assert told(OPEN, CLOSE) == ["opened"]  # the hang-up ends it
    assert told(OPEN, CLOSE, OPEN) == ["opened", "closed", "opened"]
    assert told(OPEN, OPEN, CLOSE) == ["opened"]
    assert told(OPEN, OPEN, CLOSE, OPEN) == ["opened"]
    assert told(OPEN, OPEN, CLOSE, CLOSE, OPEN) == ["opened", "closed", "opened"]
    assert told(CLOSE, OPEN) == ["opened"]


def test_the_ports_own_openings_are_nobodys() -> None:
    visits = Visits()
    visits.own()
    assert not visits.opened()
    visits.closed()
    assert visits.opened()


def test_an_opening_that_was_seen_before_its_report_is_counted_once() -> None:
    visits = Visits()
    visits.enter(foretold=True)
    assert not visits.opened()
    visits.closed()
    assert visits.opened()


def test_a_report_that_never_comes_is_not_waited_for_beyond_the_visit() -> None:
    visits = Visits()
    visits.enter(foretold=True)
    visits.closed()  # its opening was merged with one of the port's own
    assert visits.opened()
    visits.leave()
    visits.enter(foretold=True)
    visits.leave()
    assert visits.opened()


def test_in_doubt_from_the_last_close_to_the_hang_up() -> None:
    visits = Visits()
    doubts = [visits.doubtful]
    for change in (visits.opened, visits.enter, visits.closed, visits.leave):
        change()
        doubts.append(visits.doubtful)
    assert doubts == [False, False, False, True, False]


@given(st.lists(st.sampled_from("+-")))
def test_unmerged_reports_tell_each_change_between_none_and_some(story: list[str]) -> None:
    visits, inside, begun, expected = Visits(), 0, 0, 0
    for change in story:
        if change == "+":
            inside += 1
            expected += inside == 1
            if visits.opened():
                begun += 1
                visits.enter()
        elif inside:
            inside -= 1
            visits.closed()
    assert begun == expected
