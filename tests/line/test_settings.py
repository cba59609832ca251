"""A client whose settings differ from the pump's: noted, misread both ways, for as long as it lasts."""

from __future__ import annotations

import pytest

from mockpump.chance import Chance
from mockpump.line import Line, Wire
from mockpump.seam import Bytes, Closed, Note, Opened, Sent, Settings
from tests.line.inner import Inner, drain, give, new_line, say, sent

WRONG = Settings(6400)


def test_nobody_is_garbled_who_has_chosen_nothing() -> None:
    line, inner = new_line(9600)
    give(line, Opened(), 0)
    assert sent([*say(line, inner, 0, b"reply\n"), *drain(line)])[0][1] == b"reply\n"


def test_the_client_misreads_the_pump() -> None:
    """What two U are at two thirds of the speed: see `test_wire.py`."""
    line, inner = new_line(9600)
    give(line, WRONG, 0)
    effects = [*say(line, inner, 0, b"UU"), *drain(line)]
    # the last byte is certain when nothing can follow: 17 bytes of the pump, one of the client later
    assert sent(effects) == [(2_083_334, b"\x66", True), (21_354_168, b"\xfe", True)]
    assert [one.intact for _, one in inner.heard if isinstance(one, Sent)] == [False]


def test_the_pump_misreads_the_client() -> None:
    """It looks at U after a third of a bit, 1, 1.67, 2.33, 3, 3.67, 4.33, 5, 5.67, 6.33; then at 8."""
    line, inner = new_line(9600)
    give(line, WRONG, 0)
    give(line, Bytes(b"U"), 0)
    drain(line)
    assert b"".join(data for _, data in inner.bytes) == b"\xdb\xff"


def test_after_a_pause_a_receiver_begins_anew() -> None:
    line, inner = new_line(9600)
    give(line, WRONG, 0)
    for at in (0, 5_000_000):
        give(line, Bytes(b"U"), at)
        while (due := line.next_deadline()) is not None and due <= at + 4_999_999:
            line.tick(due)
    drain(line)
    assert b"".join(data for _, data in inner.bytes) == b"\xdb\xff\xdb\xff"


@pytest.mark.parametrize("baud", [None, 9600])
def test_once_it_is_right_everything_is(baud: int | None) -> None:
    line, inner = new_line(baud)
    right = 19200 if baud is None else baud
    told = [one for _, one in give(line, WRONG, 0)]
    wire = f"{right} 8N1"
    assert told == [
        Note(0, "settings", "6400", "wrong", data={"pump": wire}),
        Note(0, "fault", "wrong_baud", "set", data={"direction": "both"}),
    ]
    assert [one for _, one in give(line, Settings(right, 8, "N", 2), 1)] == [
        Note(1, "settings", f"{right} 8N2", "right", data={"pump": wire}),
        Note(1, "fault", "wrong_baud", "cleared", data={"direction": "both"}),
    ]
    effects = [*say(line, inner, 2, b"reply\n"), *drain(line)]
    assert [data for _, data, _ in sent(effects)] == [b"reply\n"]


def test_the_next_client_has_chosen_nothing_yet() -> None:
    line, inner = new_line(None)
    give(line, Opened(), 0)
    give(line, WRONG, 0)
    give(line, Closed(), 1)
    give(line, Opened(), 2)
    assert sent(say(line, inner, 3, b"reply\n")) == [(3, b"reply\n", True)]


def test_where_settings_are_no_matter_they_are_noted_all_the_same() -> None:
    inner = Inner()
    line = Line(inner, Chance(0), Wire(9600), paced=False, strict=False)
    told = [one for _, one in give(line, WRONG, 0)]
    assert told == [Note(0, "settings", "6400", "wrong", data={"pump": "9600 8N1"})]
    assert sent(say(line, inner, 1, b"reply\n")) == [(1, b"reply\n", True)]


def test_parity_and_stop_bits_take_their_time() -> None:
    inner = Inner()
    line = Line(inner, Chance(0), Wire.of(9600, "7E2"))
    assert sent([*say(line, inner, 0, b"abc"), *drain(line)]) == [(3_437_500, b"abc", True)]
