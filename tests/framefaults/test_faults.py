"""Every frame fault, exactly: what the client gets and when, and what becomes of its commands."""

from __future__ import annotations

import pytest

from mockpump.chance import Chance
from mockpump.clock import Nanos
from mockpump.dialects.mp1.grammar import frame, request
from mockpump.framefaults import FRAME_FAULTS
from mockpump.seam import Bytes, Opened
from tests.playing import played, sent, told
from tests.seam.linkack import ACK, LINKACK, NAK
from tests.seam.linkack import frame as link_frame

MS = 10**6
HELLO_AT = 1
PING, PING2 = request(2, "PING"), request(3, "PING")
BOLUS = request(2, "BOLUS", {"volume": "0.1mL", "id": "b1"})
OK2, OK3 = frame("<02 OK"), frame("<03 OK")
BUSY = frame('<02 ERR code=E_BUSY msg="not now: ask again"')

Said = list[tuple[Nanos, bytes]]
Told = list[tuple[Nanos, str, str]]

UNPACED = "line: {pacing: false}\nends: 9s\ntimeline:\n"

CASES: dict[str, tuple[Said, Said, Told]] = {
    # settings: what the client says, what it gets, what becomes of the operations
    "lose: {reply_to: ping}": (
        [(10, PING), (20, PING2)],
        [(20, OK3)],
        [(10, "ping", "accepted"), (20, "ping", "accepted")],
    ),
    "lose: {operation: ping}": (
        [(10, PING), (20, PING2)],
        [(20, OK3)],
        [(10, "ping", "lost"), (20, "ping", "accepted")],
    ),
    "lose: {direction: to_pump, count: every}": (
        [(10, PING), (20, PING2)],
        [],
        [(10, "ping", "lost"), (20, "ping", "lost")],
    ),
    "repeat: {reply_to: ping}": (
        [(10, PING), (20, PING2)],
        [(10, OK2), (10, OK2), (20, OK3)],
        [(10, "ping", "accepted"), (20, "ping", "accepted")],
    ),
    "repeat: {reply_to: ping, times: 2, every: 5ms}": (
        [(10, PING)],
        [(10, OK2), (5 * MS + 10, OK2), (10 * MS + 10, OK2)],
        [(10, "ping", "accepted")],
    ),
    # the latest number again is a retry: MP/1 is told apart from a new request
    "repeat: {operation: ping, every: 5ms}": (
        [(10, PING)],
        [(10, OK2), (5 * MS + 10, OK2)],
        [(10, "ping", "accepted"), (5 * MS + 10, "ping", "repeated")],
    ),
    "reorder: {reply_to: ping}": (
        [(10, PING), (20, PING2)],
        [(20, OK3), (20, OK2)],
        [(10, "ping", "accepted"), (20, "ping", "accepted")],
    ),
    "reorder: {reply_to: ping, at_most: 1s}": (
        [(10, PING)],
        [(1000 * MS + 10, OK2)],
        [(10, "ping", "accepted")],
    ),
    "reorder: {operation: ping}": (
        [(10, PING), (20, PING2)],
        [(20, OK3), (20, OK2)],
        [(20, "ping", "accepted"), (20, "ping", "accepted")],
    ),
    "late: {reply_to: ping, by: 3s}": (
        [(10, PING), (20, PING2)],
        [(20, OK3), (3000 * MS + 10, OK2)],
        [(10, "ping", "accepted"), (20, "ping", "accepted")],
    ),
    "late: {operation: ping, by: 3s}": (
        [(10, PING), (20, PING2)],
        [(20, OK3), (3000 * MS + 10, OK2)],
        [(20, "ping", "accepted"), (3000 * MS + 10, "ping", "accepted")],
    ),
    "stray: {reply_to: ping}": (
        [(10, PING)],
        [(10, OK3), (10, OK2)],
        [(10, "ping", "accepted")],
    ),
    "wrong_checksum: {reply_to: ping}": (
        [(10, PING)],
        [(10, OK2[:-5] + b"7A74\n")],
        [(10, "ping", "accepted")],
    ),
    "wrong_checksum: {operation: ping}": (
        [(10, PING)],
        [(10, frame('<-- ERR code=E_CRC msg="the check is wrong or missing"'))],
        [],
    ),
    "wrong_sequence: {reply_to: ping}": (
        [(10, PING)],
        [(10, OK3)],
        [(10, "ping", "accepted")],
    ),
    "wrong_sequence: {operation: ping}": (
        [(10, PING)],
        [(10, OK3)],
        [(10, "ping", "accepted")],
    ),
    "busy: {operation: ping}": (
        [(10, PING), (20, PING)],
        [(10, BUSY), (20, OK2)],
        [(10, "ping", "refused"), (20, "ping", "accepted")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "case"), CASES.items(), ids=CASES)
def test_what_comes_of_frames(settings: str, case: tuple[Said, Said, Told]) -> None:
    says, gets, operations = case
    story = f"{UNPACED}  - {{at: 5ns, line_fault: {{{settings}}}}}\n"
    script = [(at, Bytes(data)) for at, data in says]
    run = played(story, (0, Opened()), (1, Bytes(request(1, "HELLO"))), *script)
    assert sent(run)[1:] == gets
    assert told(run, "operation")[1:] == operations


def test_every_frame_fault_is_among_them() -> None:
    assert {settings.partition(":")[0] for settings in CASES} == set(FRAME_FAULTS)


def test_two_faults_act_one_behind_the_other() -> None:
    story = (
        f"{UNPACED}  - {{at: 0s, line_fault: {{late: {{reply_to: ping, by: 1s}}}}}}\n"
        "  - {at: 0s, line_fault: {wrong_sequence: {reply_to: ping}}}\n"
        "  - {at: 0s, line_fault: {repeat: {reply_to: ping, every: 1s}}}\n"
    )
    run = played(story, (0, Opened()), (10, Bytes(PING)))
    assert sent(run) == [(1000 * MS + 10, OK3), (2000 * MS + 10, OK3)]


def test_a_frame_that_is_lost_already_hits_no_other_fault() -> None:
    steps = (
        "  - {at: 0s, line_fault: {lose: {reply_to: ping}}}\n"
        "  - {at: 0s, line_fault: {wrong_sequence: {reply_to: ping}}}\n"
    )
    run = played(UNPACED + steps, (0, Opened()), (10, Bytes(PING)), (20, Bytes(PING)))
    assert sent(run) == [(20, OK3)]


def test_a_rate_draws_from_a_stream_of_its_own() -> None:
    story = f"{UNPACED}  - {{at: 0s, line_fault: {{lose: {{rate: 40%, count: every}}}}}}\n"
    script = [(n, Bytes(request(n, "PING"))) for n in range(1, 21)]
    for seed in (3, 4):
        lost = Chance(seed).stream("lose/1")
        expected = [frame(f"<{n:02X} OK") for n in range(1, 21) if not lost.hits(400_000)]
        run = played(story, (0, Opened()), *script, seed=seed)
        assert [data for _, data in sent(run)] == expected


def test_what_comes_late_never_comes_to_the_next_client() -> None:
    steps = "  - {at: 0s, line_fault: {late: {reply_to: ping}}}\n  - {at: 1s, hangup: true}\n"
    run = played(UNPACED + steps, (0, Opened()), (10, Bytes(PING)), (2000 * MS, Opened()))
    assert sent(run) == []


def test_a_late_command_dies_with_its_connection() -> None:
    steps = "  - {at: 0s, line_fault: {late: {operation: ping}}}\n  - {at: 1s, hangup: true}\n"
    run = played(UNPACED + steps, (0, Opened()), (10, Bytes(PING)), (2000 * MS, Opened()))
    assert told(run, "operation") == []


def test_an_alarm_is_reported_when_the_late_frame_has_come() -> None:
    story = (
        f"pump: {{preset: ambulatory-100}}\n{UNPACED}"
        "  - {at: 0s, line_fault: {wrong_checksum: {event: occlusion}}}\n"
        "  - {at: 0s, line_fault: {late: {event: occlusion, count: 2, by: 500ms}}}\n"
        "  - {at: 1s, fault: catheter_occlusion}\n"
    )
    run = played(story, (0, Opened()), (10, Bytes(BOLUS)))
    raised: Nanos = 4_600 * MS
    assert told(run, "alarm") == [
        (raised, "occlusion", "raised"),
        (raised + 2_500 * MS, "occlusion", "reported"),  # the repeat, 2 s after the first had left
    ]


# a dialect that cannot tell a repeat from a new command -------------------------------------------


def link(line_fault: str, *script: tuple[Nanos, bytes]) -> tuple[Said, Told]:
    story = f"{UNPACED.replace('9s', '900ms')}  - {{at: 0s, line_fault: {{{line_fault}}}}}\n"
    inputs = [(at, Bytes(data)) for at, data in script]
    run = played(story, (0, Opened()), *inputs, dialect=LINKACK)
    return sent(run), told(run, "operation")


def test_a_repeated_command_is_carried_out_twice_where_nothing_guards_it() -> None:
    _, operations = link("repeat: {operation: stop}", (1, link_frame(b"1P")))
    assert operations == [(1, "stop", "accepted"), (1, "stop", "refused")]  # it has stopped


def test_a_nak_is_how_a_link_says_that_it_is_busy() -> None:
    said, operations = link("busy: {operation: read_status}", (1, link_frame(b"1S")))
    assert said == [(1, NAK + b"6")]
    assert operations == [(1, "read_status", "refused")]


def test_a_command_with_a_wrong_check_is_not_acknowledged() -> None:
    said, operations = link("wrong_checksum: {operation: stop}", (1, link_frame(b"1P")))
    assert (said, operations) == ([(1, NAK + b"2")], [])


def test_a_reply_with_a_wrong_check_is_all_right_but_for_that() -> None:
    said, _ = link("wrong_checksum: {reply_to: stop}", (1, link_frame(b"1P")), (2, ACK))
    assert said == [(1, ACK), (1, link_frame(b"1C;")[:-3] + b"00\x03")]
