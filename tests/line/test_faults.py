"""Every byte fault, exactly: which bytes come through to the client, and when.

The frames `0123456789` and `abc` set out at 0. At 10,000 baud a byte takes 1 ms, and a frame of up to
sixteen bytes comes out in one burst, when its last byte has passed.
"""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.chance import Chance
from mockpump.line.faults import BYTE_FAULTS
from mockpump.line.faults.base import ByteFault
from mockpump.line.faults.coalesce import Coalesce
from mockpump.line.faults.delay import Delay
from mockpump.line.faults.echo import Echo
from mockpump.line.faults.framing_error import FramingError
from mockpump.line.faults.garble import Garble
from mockpump.line.faults.line_break import LineBreak
from mockpump.line.faults.lose_bytes import LoseBytes
from mockpump.line.faults.modem_lines import ModemLinesFault
from mockpump.line.faults.noise import Noise
from mockpump.line.faults.overrun import Overrun
from mockpump.line.faults.parity_error import ParityError
from mockpump.line.faults.slow_drip import SlowDrip
from mockpump.line.faults.split import Split
from mockpump.line.faults.stall import Stall
from mockpump.line.faults.truncate import Truncate
from mockpump.line.faults.wrong_baud import WrongBaud
from mockpump.seam import (
    READY,
    Arrived,
    Break,
    Bytes,
    Clear,
    Closed,
    Do,
    Frame,
    LineState,
    ModemLines,
    Note,
    Opened,
    Send,
    Sent,
)
from tests.line.inner import Timed, drain, give, new_line, say

MS = 10**6
TEN, THREE = b"0123456789", b"abc"
A, B = 10 * MS, 13 * MS  # when the two frames have passed the wire
ALL = 1_000_000

Came = list[tuple[int, bytes]]

TO_CLIENT: list[tuple[ByteFault, Came, list[bool]]] = [
    # what the client gets, and which of the two frames it has as they were sent
    (Garble(rate=0), [(A, TEN), (B, THREE)], [True, True]),
    (LoseBytes(rate=ALL), [], [False, False]),
    (LoseBytes(rate=ALL, count=2), [(A, b"23456789"), (B, THREE)], [False, True]),
    (Truncate(keep=4), [(A, b"0123"), (B, THREE)], [False, True]),
    (Truncate(keep=2), [(A, b"01"), (B, b"ab")], [False, False]),
    (Truncate(keep=0, count=1), [(B, THREE)], [False, True]),
    (
        Split(size=4, pause=5 * MS),
        [(A, b"0123"), (A + 5 * MS, b"4567"), (A + 10 * MS, b"89"), (A + 10 * MS, THREE)],
        [True, True],
    ),
    (
        Split(size=6, pause=1 * MS, count=1),
        [(A, b"012345"), (A + MS, b"6789"), (B, THREE)],
        [True, True],
    ),
    (Coalesce(size=13, latency=9 * MS), [(B, TEN), (B, THREE)], [True, True]),
    (
        Coalesce(size=11, latency=9 * MS),
        [(B, TEN), (B, b"a"), (B + 9 * MS, b"bc")],
        [True, True],
    ),
    (Coalesce(size=99, latency=9 * MS), [(A + 9 * MS, TEN), (A + 9 * MS, THREE)], [True, True]),
    (Coalesce(size=5, latency=9 * MS), [(A, TEN), (B + 9 * MS, THREE)], [True, True]),
    # a gathering that has begun takes in all that comes
    (
        Coalesce(size=99, latency=9 * MS, count=1),
        [(A + 9 * MS, TEN), (A + 9 * MS, THREE)],
        [True, True],
    ),
    (
        SlowDrip(every=2 * MS),
        [(A + 2 * MS * n, bytes([value])) for n, value in enumerate(TEN + THREE)],
        [True, True],
    ),
    (Delay(by=7 * MS), [(A + 7 * MS, TEN), (B + 7 * MS, THREE)], [True, True]),
    (Delay(by=7 * MS, count=1), [(A + 7 * MS, TEN), (A + 7 * MS, THREE)], [True, True]),
    (FramingError(rate=ALL, count=1), [(A, b"`123456789"), (B, THREE)], [False, True]),
    (Overrun(rate=ALL, count=1), [(A, b"123456789"), (B, THREE)], [False, True]),
    (ModemLinesFault(), [(A, TEN), (B, THREE)], [True, True]),
    (LineBreak(), [(0, b"\0")], [False, False]),
    (Stall(), [], [False, False]),
    (Noise(rate=0, every=20 * MS, count=1), [(A, TEN), (B, THREE), (20 * MS, b"W")], [True] * 2),
    (WrongBaud(baud=10_000), [(A, TEN), (B, THREE)], [True, True]),
]


def played(fault: ByteFault, *more: tuple[int, Do]) -> tuple[list[Timed], list[bool]]:
    """Let the two frames pass; return what came, and which of them arrived intact, late or not."""
    line, inner = new_line(10_000, 7)
    effects = give(line, Do(fault, ""), 0)
    effects += say(line, inner, 0, TEN, THREE)
    for at, do in more:
        while (due := line.next_deadline()) is not None and due <= at:
            effects += [(due, effect) for effect in line.tick(due)]
        effects += give(line, do, at)
    effects += drain(line)
    whole = {one.frame.id for _, one in inner.heard if isinstance(one, Sent) and one.intact}
    whole |= {one.frame.id for _, one in inner.heard if isinstance(one, Arrived)}
    return effects, [number in whole for number in (1, 2)]


def came(effects: list[Timed]) -> Came:
    return [(now, one.data) for now, one in effects if isinstance(one, Send)]


@pytest.mark.parametrize(("fault", "gets", "intact"), TO_CLIENT, ids=lambda one: str(one)[:40])
def test_what_the_client_gets(fault: ByteFault, gets: Came, intact: list[bool]) -> None:
    effects, whole = played(fault)
    assert came(effects) == gets
    assert whole == intact


def test_every_byte_fault_is_among_them_or_below() -> None:
    assert {fault.name for fault, *_ in TO_CLIENT} | {"parity_error", "echo"} == set(BYTE_FAULTS)


def test_the_pump_has_sent_a_frame_when_its_uart_has_whatever_is_held_back() -> None:
    line, inner = new_line(10_000)
    give(line, Do(Delay(by=5 * MS), ""), 0)
    say(line, inner, 0, TEN)
    drain(line)
    frame = Frame(1, "reply")
    assert inner.heard[1:] == [(A, Sent(frame, intact=False)), (A + 5 * MS, Arrived(frame))]


# what random faults draw -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_noise_comes_in_between_where_the_seeds_stream_says(seed: int) -> None:
    stream = Chance(seed).stream("noise/to_client/1")
    expected = b""
    for value in TEN:
        expected += bytes([value])
        if stream.hits(300_000):
            expected += bytes([stream.below(256)])
    line, inner = new_line(None, seed)
    give(line, Do(Noise(rate=300_000), ""), 0)
    assert b"".join(data for _, data in came(say(line, inner, 0, TEN))) == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_bytes_are_substituted_by_others(seed: int) -> None:
    stream = Chance(seed).stream("garble/to_client/1")
    expected = bytes(
        (value + 1 + stream.below(255)) % 256 if stream.hits(500_000) else value for value in TEN
    )
    line, inner = new_line(None, seed)
    give(line, Do(Garble(rate=500_000, how="substitute"), ""), 0)
    assert came(say(line, inner, 0, TEN)) == [(0, expected)]
    assert all(a != b or a == b for a, b in zip(expected, TEN, strict=True))


def test_jitter_is_drawn_once_a_frame_and_no_frame_overtakes_another() -> None:
    stream = Chance(7).stream("delay/to_client/1")
    late = []
    for _ in range(2):
        stream.hits(ALL)
        late.append(MS + stream.below(9 * MS + 1))
    effects, _ = played(Delay(by=MS, jitter=9 * MS))
    first = A + late[0]
    assert came(effects) == [(first, TEN), (max(first, B + late[1]), THREE)]


# held back, and let go ---------------------------------------------------------------------------


def test_a_stalled_line_gives_everything_at_once_when_it_goes_on() -> None:
    effects, whole = played(Stall(), (20 * MS, Do(Clear("stall"), "")))
    assert came(effects) == [(20 * MS, TEN), (20 * MS, THREE)]
    assert whole == [True, True]
    held = [one.data for _, one in effects if isinstance(one, Note) and one.state == "touched"]
    assert held[0] == {
        "direction": "to_client",
        "before": "0123456789",
        "after": "",
        "held": 10,
        "frame": 1,
        "kind": "reply",
        "of": "",
    }


def test_a_line_is_quiet_once_nothing_comes_by_itself() -> None:
    line, inner = new_line(None)
    give(line, Do(Delay(by=5 * MS), ""), 0)
    say(line, inner, 0, TEN)
    assert not line.is_quiet()
    drain(line)
    assert line.is_quiet()
    give(line, Do(Stall(), ""), 6 * MS)
    say(line, inner, 6 * MS, TEN)
    drain(line)
    assert line.is_quiet()


def test_what_one_fault_lets_go_meets_the_next() -> None:
    line, inner = new_line(10_000)
    give(line, Do(Stall(), ""), 0)
    give(line, Do(Truncate(keep=2), ""), 0)
    say(line, inner, 0, TEN)
    drain(line)
    assert came(give(line, Do(Clear("stall"), ""), 20 * MS)) == [(20 * MS, b"01")]


def test_the_end_of_a_connection_drops_what_is_held_back() -> None:
    line, inner = new_line(10_000)
    give(line, Opened(), 0)
    give(line, Do(Stall(direction="both"), ""), 0)
    say(line, inner, 0, TEN)
    give(line, Bytes(b"half"), 0)
    drain(line)
    assert line.is_quiet()
    told = [one for _, one in give(line, Closed(), 30 * MS) if isinstance(one, Note)]
    assert told[1].data == {"to_client": 10, "to_pump": 4}
    assert came(give(line, Do(Clear("stall"), ""), 31 * MS)) == []


# the other way -----------------------------------------------------------------------------------

LATER = 33 * MS  # when the second write, at 30 ms, has passed the wire
TO_PUMP: list[tuple[ByteFault, Came]] = [
    (Truncate(keep=4, direction="to_pump"), [(A, b"0123"), (LATER, THREE)]),
    (Delay(by=2 * MS, direction="to_pump"), [(A + 2 * MS, TEN), (LATER + 2 * MS, THREE)]),
    (
        Split(size=7, pause=MS, direction="to_pump"),
        [(A, b"0123456"), (A + MS, b"789"), (LATER, THREE)],
    ),
    (LoseBytes(rate=ALL, count=1, direction="to_pump"), [(A, TEN[1:]), (LATER, THREE)]),
    (LineBreak(direction="to_pump"), [(0, b"\0")]),
    (FramingError(rate=ALL, count=1, direction="to_pump"), [(A, b"`" + TEN[1:]), (LATER, THREE)]),
    (Coalesce(size=13, latency=99 * MS, direction="to_pump"), [(LATER, TEN + THREE)]),
    (
        Noise(rate=0, every=50 * MS, count=1, direction="to_pump"),
        [(A, TEN), (LATER, THREE), (50 * MS, b"\xca")],
    ),
]


@pytest.mark.parametrize(("fault", "heard"), TO_PUMP, ids=lambda one: str(one)[:40])
def test_what_the_pump_hears_of_two_writes(fault: ByteFault, heard: Came) -> None:
    line, inner = new_line(10_000, 7)
    effects = give(line, Do(fault, ""), 0)
    give(line, Bytes(TEN), 0)
    while (due := line.next_deadline()) is not None and due <= 30 * MS:
        effects += [(due, one) for one in line.tick(due)]
    give(line, Bytes(THREE), 30 * MS)
    effects += drain(line)
    assert inner.bytes == heard
    assert not any(isinstance(one, LineState | Break) for _, one in effects)


def test_a_run_that_is_hit_is_hit_to_its_end_though_it_is_the_last() -> None:
    line, inner = new_line(None)
    give(line, Do(Truncate(keep=2, count=1, direction="to_pump"), ""), 0)
    for at in (1, 5):
        give(line, Bytes(TEN), at)
        drain(line)
    cleared = [one for _, one in give(line, Bytes(b""), 6) if isinstance(one, Note)]
    heard = {at: b"".join(data for now, data in inner.bytes if now == at) for at in (1, 5)}
    assert heard == {1: b"01", 5: TEN}
    assert cleared == []  # it was when the second run began


@pytest.mark.parametrize("baud", [None, 10_000])
def test_an_echo_is_what_the_client_sends_and_the_pump_hears_it_too(baud: int | None) -> None:
    line, inner = new_line(baud)
    give(line, Do(Echo(), ""), 0)
    effects = [*give(line, Bytes(b"ask\n"), 0), *drain(line)]
    at = 0 if baud is None else 4 * MS
    assert b"".join(data for _, data in came(effects)) == b"ask\n"
    assert {now for now, _ in came(effects)} == {at}
    assert b"".join(data for _, data in inner.bytes) == b"ask\n"
    assert all(one.frame.kind == "noise" for _, one in effects if isinstance(one, Send))


@pytest.mark.parametrize("direction", ["to_client", "to_pump"])
def test_after_its_last_hit_a_fault_is_over_at_once(
    direction: Literal["to_client", "to_pump"],
) -> None:
    line, inner = new_line(None)
    give(line, Do(LoseBytes(rate=ALL, count=1, direction=direction), ""), 0)
    inner.says = [Send(1, b"a", Frame(1, "reply"))]
    states = [one.state for _, one in give(line, Bytes(b"?"), 1) if isinstance(one, Note)]
    assert states == ["touched", "cleared"]


def test_noise_in_the_middle_of_a_frame_spoils_it() -> None:
    line, inner = new_line(10_000)
    give(line, Do(SlowDrip(every=3 * MS), ""), 0)
    give(line, Do(Noise(rate=0, every=18 * MS, count=1), ""), 0)
    say(line, inner, 0, TEN)
    drain(line)
    assert [one.intact for _, one in inner.heard if isinstance(one, Sent)] == [False]
    assert not any(isinstance(one, Arrived) for _, one in inner.heard)


# what a UART tells -------------------------------------------------------------------------------

LINE_STATE: list[tuple[ByteFault, list[object]]] = [
    (ParityError(rate=ALL, count=2), [(A, LineState(A, "parity"))] * 2),
    (FramingError(rate=ALL, count=1), [(A, LineState(A, "framing"))]),
    (Overrun(rate=ALL, count=1), [(A, LineState(A, "overrun"))]),
    (LineBreak(), [(0, Break(on=True)), (40 * MS, Break(on=False))]),
    (ModemLinesFault(dsr=True), [(0, ModemLines(dsr=True)), (40 * MS, READY)]),
]


@pytest.mark.parametrize(("fault", "told"), LINE_STATE, ids=lambda one: str(one)[:40])
def test_what_the_clients_port_is_told(fault: ByteFault, told: list[object]) -> None:
    effects, _ = played(fault, (40 * MS, Do(Clear(fault.name), "")))
    kinds = (LineState, Break, ModemLines)
    assert [(now, one) for now, one in effects if isinstance(one, kinds)] == told


def test_a_parity_error_flips_one_bit() -> None:
    effects, _ = played(ParityError(rate=ALL, count=1))
    data = came(effects)[0][1]
    assert [(a ^ b).bit_count() for a, b in zip(data, TEN, strict=True)] == [1] + [0] * 9


# for all of them ---------------------------------------------------------------------------------

ANY = st.sampled_from([fault for fault, *_ in TO_CLIENT])


@given(ANY, ANY, st.binary(min_size=1, max_size=40))
def test_no_byte_overtakes_another_and_none_is_lost_by_what_only_delays(
    one: ByteFault, other: ByteFault, data: bytes
) -> None:
    late = {"split", "coalesce", "slow_drip", "delay", "stall", "modem_lines"}
    line, inner = new_line(10_000, 7)
    for fault in (one, other):
        give(line, Do(fault, ""), 0)
    effects = [*say(line, inner, 0, data), *drain(line)]
    effects += give(line, Do(Clear(one.name), ""), 10**12)
    effects += give(line, Do(Clear(other.name), ""), 10**12)
    times = [now for now, _ in effects]
    assert times == sorted(times)
    if {one.name, other.name} <= late:
        assert b"".join(sent for _, sent in came(effects)) == data
