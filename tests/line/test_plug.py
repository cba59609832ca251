"""A port that is pulled and put back, purged, or asked for by two."""

from __future__ import annotations

import pytest

from mockpump.seam import (
    Bytes,
    Closed,
    Do,
    HangUp,
    Note,
    Opened,
    Plug,
    Purge,
    Refused,
    Replug,
    Unplug,
)
from tests.line.inner import drain, give, new_line, say, sent

PULL, BACK = Do(Unplug(), ""), Do(Replug(), "")


def test_pulled_it_cuts_what_is_on_its_way_and_put_back_it_serves_again() -> None:
    line, inner = new_line(19200)
    give(line, Opened(), 0)
    say(line, inner, 0, b"0123456789")
    give(line, Bytes(b"half"), 1)
    cut = Note(2, "port", "", "cut", data={"to_client": 10, "to_pump": 4})
    told = [Note(2, "port", "", "unplugged"), cut, Plug(2, None)]
    assert line.receive(PULL, 2) == told
    assert inner.heard[-1] == (2, Closed())
    assert line.next_deadline() is None
    assert line.receive(BACK, 3) == [Note(3, "port", "", "replugged"), Plug(3, "")]
    give(line, Opened(), 4)
    say(line, inner, 4, b"x")
    assert sent(drain(line)) == [(520_838, b"x", True)]


@pytest.mark.parametrize("how", [Unplug(), HangUp()])
def test_who_was_cut_off_is_heard_no_more(how: Unplug | HangUp) -> None:
    line, inner = new_line(None)
    line.receive(Do(how, ""), 1)
    inner.heard.clear()
    assert line.receive(Bytes(b"x\n"), 2) == []
    assert inner.heard == []


def test_it_comes_back_under_another_name() -> None:
    line, _ = new_line(None)
    line.receive(PULL, 0)
    told = [Note(1, "port", "pump1", "replugged"), Plug(1, "pump1")]
    assert line.receive(Do(Replug("pump1"), ""), 1) == told


def test_what_is_pulled_cannot_be_pulled_or_dropped_again_nor_what_is_in_put_back() -> None:
    line, _ = new_line(None)
    assert line.receive(BACK, 0) == []
    line.receive(PULL, 1)
    assert line.receive(PULL, 2) == []
    assert line.receive(Do(HangUp(), ""), 3) == []


def test_who_is_turned_away_is_noted() -> None:
    line, inner = new_line(None)
    assert line.receive(Refused(), 5) == [Note(5, "port", "", "refused")]
    assert inner.heard == []


def test_a_purge_drops_what_has_not_left_the_client() -> None:
    line, inner = new_line(9600)
    give(line, Bytes(b"0123456789abcdefghij\n"), 0)
    line.tick(16_666_667)
    purged = Note(17_000_000, "port", "", "purged", data={"lost": 5})
    assert line.receive(Purge("output"), 17_000_000) == [purged]
    drain(line)
    assert inner.bytes == [(16_666_667, b"0123456789abcdef")]
