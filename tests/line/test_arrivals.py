"""Frames put together again from what comes out of the faults."""

from __future__ import annotations

from mockpump.line.arrivals import Arrivals
from mockpump.line.faults.base import NOISE, Byte
from mockpump.seam import Frame, Send

ONE, TWO = Frame(1, "reply"), Frame(2, "event")


def test_each_frame_is_told_by_its_end_and_damage_is_forgotten_with_it() -> None:
    arrivals = Arrivals()
    spoilt = [Byte(b"a", ONE, begins=True, intact=False), Byte(b"b", ONE, ends=True)]
    whole = [Byte(b"c", TWO, begins=True, ends=True)]
    effects, ended = arrivals.take(spoilt[:1], 5)
    assert (effects, ended) == ([Send(5, b"a", ONE, last=False, intact=False)], [])
    assert arrivals
    effects, ended = arrivals.take([*spoilt[1:], *whole, *whole], 6)
    assert effects == [
        Send(6, b"b", ONE, last=True, intact=False),
        Send(6, b"c", TWO),
        Send(6, b"c", TWO),
    ]
    assert ended == [(ONE, False), (TWO, True), (TWO, True)]
    assert not arrivals


def test_noise_between_frames_spoils_none() -> None:
    arrivals = Arrivals()
    arrivals.passes(ONE, last=True)
    assert arrivals.take([Byte(b"~", NOISE)], 1) == ([Send(1, b"~", NOISE, intact=False)], [])
    assert not arrivals
    arrivals.passes(ONE, last=False)
    arrivals.take([Byte(b"~", NOISE)], 2)
    assert arrivals.take([Byte(b"b", ONE, ends=True)], 3)[1] == [(ONE, False)]


def test_a_lost_last_byte_ends_its_frame() -> None:
    gone = Byte(b"", ONE, ends=True, intact=False)
    assert Arrivals().take([gone], 1) == ([], [(ONE, False)])
