"""An ugly protocol on the seam, in exact bytes at exact times: what the seam must carry."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.seam import Bytes, Closed, Input, Opened
from tests.playing import played, sent, told
from tests.seam.linkack import ACK, DC4, ENQ, LINKACK, NAK, frame

PUMP = "pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}\n"
MS = SECOND // 1000
Said = list[tuple[Nanos, bytes]]

INFUSING, STOPPED = frame(b"1C;infusing"), frame(b"1C;stopped")
DONE = frame(b"1C;")


def play(line: str, steps: str, *script: tuple[Nanos, Input], ends: str = "8s") -> Said:
    story = f"{PUMP}line: {{{line}}}\nends: {ends}\ntimeline: [{steps}]\n"
    return sent(played(story, (0, Opened()), *script, dialect=LINKACK))


def test_the_check_is_the_complement_of_the_sum() -> None:
    assert frame(b"1S") == b"\x021S7B\x03"  # 0xFF - (0x31 + 0x53) % 256


EXCHANGES: dict[str, tuple[list[tuple[Nanos, bytes]], Said]] = {
    "a command is acknowledged, then answered": (
        [(0, frame(b"1S")), (1, ACK)],
        [(0, ACK), (0, INFUSING)],
    ),
    "a bad check is refused and nothing is carried out": (
        [(0, b"\x021P00\x03"), (1, frame(b"1S")), (2, ACK)],
        [(0, NAK + b"2"), (1, ACK), (1, INFUSING)],
    ),
    "a NAK repeats the frame at once": (
        [(0, frame(b"1S")), (5, NAK), (9, ACK)],
        [(0, ACK), (0, INFUSING), (5, INFUSING)],
    ),
    "the next frame waits for the acknowledgement of the last": (
        [(0, frame(b"1P")), (3, frame(b"1S")), (7, ACK), (8, ACK)],
        [(0, ACK), (0, DONE), (3, ACK), (7, STOPPED)],
    ),
    "each address is a pump of its own": (
        [(0, frame(b"2P")), (1, ACK), (2, frame(b"1S")), (3, ACK), (4, frame(b"2S")), (5, ACK)],
        [
            (0, ACK),
            (0, frame(b"2C;")),
            (2, ACK),
            (2, INFUSING),
            (4, ACK),
            (4, frame(b"2C;stopped")),
        ],
    ),
    "an address where nobody is gets no answer": ([(0, frame(b"3S"))], []),
    "a refusal says so": (
        [(0, frame(b"1Aocclusion")), (1, ACK)],
        [(0, ACK), (0, frame(b"1I;12"))],
    ),
    "what is no frame is passed over": (
        [(0, b"noise" + frame(b"1S")), (1, ACK)],
        [(0, ACK), (0, INFUSING)],
    ),
    "half a frame is forgotten after a pause": (
        [(0, b"\x021"), (SECOND // 2, b"S7B\x03"), (SECOND, frame(b"1S")), (SECOND + 1, ACK)],
        [(SECOND, ACK), (SECOND, INFUSING)],
    ),
    "and is whole before it": (
        [(0, b"\x021"), (SECOND // 2 - 1, b"S7B\x03"), (SECOND // 2, ACK)],
        [(SECOND // 2 - 1, ACK), (SECOND // 2 - 1, INFUSING)],
    ),
}


@pytest.mark.parametrize(("says", "said"), EXCHANGES.values(), ids=EXCHANGES)
def test_exchanges(says: list[tuple[Nanos, bytes]], said: Said) -> None:
    script = [(at, Bytes(data)) for at, data in says]
    assert play("pacing: false", "", *script, ends="2s") == said


@pytest.mark.parametrize(("says", "said"), EXCHANGES.values(), ids=EXCHANGES)
def test_exchanges_byte_by_byte(says: list[tuple[Nanos, bytes]], said: Said) -> None:
    script = [(at, Bytes(bytes([byte]))) for at, data in says for byte in data]
    assert play("pacing: false", "", *script, ends="2s") == said


def test_a_frame_is_sent_again_a_second_after_it_has_left_and_given_up_after_two_repeats() -> None:
    assert play(
        "pacing: false", "", (0, Bytes(frame(b"1S"))), (3500 * MS, Bytes(frame(b"1S")))
    ) == [
        (0, ACK),
        (0, INFUSING),
        (1000 * MS, INFUSING),
        (2000 * MS, INFUSING),
        # given up at 3 s: the next one goes out at once
        (3500 * MS, ACK),
        (3500 * MS, INFUSING),
        (4500 * MS, INFUSING),
        (5500 * MS, INFUSING),
    ]


def test_the_timer_starts_when_the_last_bit_has_left() -> None:
    """At 100 baud a byte takes 100 ms: the timer would run out while the frame is still leaving."""
    said = play("baud: 100", "", (0, Bytes(frame(b"1S"))), ends="10s")
    assert (len(frame(b"1S")), len(INFUSING)) == (6, 15)
    assert said == [
        (700 * MS, ACK),
        (2200 * MS, INFUSING),
        (4700 * MS, INFUSING),  # a second after the last bit, and 1.5 s to leave
        (5700 * MS, ENQ),
        (7200 * MS, INFUSING),
    ]


def test_at_300_baud_a_frame_is_acknowledged_in_time() -> None:
    left: Nanos = 733_333_334  # six bytes up, sixteen down
    said = play("baud: 300", "", (0, Bytes(frame(b"1S"))), (left + 900 * MS, Bytes(ACK)), ends="9s")
    idle: Nanos = 1_666_666_668 + 5 * SECOND  # the ACK took a byte's time, too
    assert said == [(233_333_334, ACK), (left, INFUSING), (idle + 33_333_334, ENQ)]


def test_the_alarm_comes_unasked_from_both_pumps_one_after_the_other() -> None:
    said = play(
        "pacing: false", "{at: 1s, fault: catheter_occlusion}", (0, Bytes(b"")), ends="45.6s"
    )
    event = [frame(address + b"E;occlusion") for address in (b"1", b"2")]
    raised = 44_200 * MS
    assert said == [(raised, event[0]), (raised + SECOND, event[0])]


def test_the_pump_asks_whether_anybody_is_there_when_the_line_is_idle() -> None:
    idle = 5 * SECOND
    said = play(
        "pacing: false",
        "",
        (SECOND, Bytes(frame(b"1S"))),
        (SECOND, Bytes(ACK)),
        (7 * SECOND, Bytes(DC4)),
        ends="18s",
    )
    assert said == [
        (SECOND, ACK),
        (SECOND, INFUSING),
        (SECOND + idle, ENQ),
        (7 * SECOND + idle, ENQ),
        (7 * SECOND + 2 * idle, ENQ),
    ]


def test_a_closed_port_stops_every_timer() -> None:
    said = play("pacing: false", "", (0, Bytes(frame(b"1S"))), (SECOND, Closed()), ends="30s")
    assert said == [(0, ACK), (0, INFUSING), (SECOND, INFUSING)]


def test_what_is_lost_was_sent_as_far_as_the_link_knows() -> None:
    """The repeat is timed from the loss; and every repeat carries what the fault is aimed at."""
    said = play(
        "pacing: false",
        "{at: 0s, line_fault: {lose: {reply_to: read_status, count: 2}}}",
        (0, Bytes(frame(b"1S"))),
        ends="4s",
    )
    assert said == [(0, ACK), (2 * SECOND, INFUSING)]


def test_operations_name_the_pump() -> None:
    run = played(
        f"{PUMP}ends: 1s\nline: {{pacing: false}}\n",
        (0, Opened()),
        (0, Bytes(frame(b"2P"))),
        dialect=LINKACK,
    )
    assert told(run, "operation") == [(0, "stop", "accepted")]
    (note,) = [one for one in run.records if getattr(one, "what", "") == "operation"]
    assert note.data == {"address": "2"}  # type: ignore[union-attr]
