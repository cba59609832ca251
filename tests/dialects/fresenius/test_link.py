"""Acknowledgement, retransmission, keep-alive and events: exact bytes at exact times."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.frames import ACK, DC4, ENQ, NAK
from mockpump.dialects.fresenius.frames import frame
from mockpump.scenario.load import load
from mockpump.seam import Bytes, Opened
from tests.dialects.bench import Bench
from tests.dialects.fresenius.client import exchange, fresenius, opened
from tests.playing import HEAD, played, say, sent, told

READ, RATE = frame("1LE;d"), frame("1C;d0258")
MS = SECOND // 1000
QUIET = "0s"


def quiet(*addresses: str) -> Bench:
    return opened(*addresses, enq_period=QUIET)


# acknowledgement ----------------------------------------------------------------------------------

NAKS = {
    "a wrong check": (b"\x021LE;d00\x03", b"2"),
    "an address that no base has": (frame("9LE;d"), b"4"),
    "too short": (b"\x02A\x03", b"7"),
    "too long": (b"\x02" + b"1" * 300 + b"\x03", b"7"),
    "a control code": (b"\x021LE\x11d9E\x03", b"8"),
}


@pytest.mark.parametrize(("data", "code"), NAKS.values(), ids=NAKS)
def test_a_bad_frame_is_refused_and_the_next_good_one_answered(data: bytes, code: bytes) -> None:
    bench = quiet()
    assert bench.write(data) == NAK + code
    assert exchange(bench, "1LE;d") == "1C;d0258"
    bytewise = quiet()
    assert bytewise.write(*(bytes([byte]) for byte in data)) == NAK + code


def test_without_an_address_there_must_be_one_syringe_only() -> None:
    assert opened("1", "2").write(frame("LE;d")) == NAK + b"4"


def test_half_a_frame_is_forgotten_after_half_a_second() -> None:
    bench = quiet()
    assert bench.write(READ[:4]) == b""
    assert bench.at("499ms").write(READ[4:]) == ACK + RATE
    bench.write(ACK, READ[:4])
    assert bench.at("1s").write(READ[4:]) == b""
    assert exchange(bench, "1LE;d") == "1C;d0258"


def test_a_frame_is_sent_again_a_second_after_it_has_left_and_given_up_after_three_times() -> None:
    bench = quiet()
    bench.at("1s").write(READ)
    bench.at("10s")
    assert bench.now == 10 * SECOND
    again = quiet()
    again.at("1s").receive(Bytes(READ))
    again.at("10s")
    assert again.take_said() == [
        (1 * SECOND, ACK),
        (1 * SECOND, RATE),
        (2 * SECOND, RATE),
        (3 * SECOND, RATE),
        (4 * SECOND, NAK + b"5"),
    ]
    assert exchange(again, "1LE;d") == "1C;d0258"


def test_the_time_is_counted_from_when_the_last_bit_has_left() -> None:
    bench = quiet()
    bench.holding = True
    bench.receive(Bytes(READ))
    bench.at("5s")
    assert bench.take() == ACK + RATE
    bench.release()
    assert bench.at("5999ms").take() == b""
    assert bench.at("6s").take() == RATE


@pytest.mark.parametrize("code", [b"1", b"2", b"7"])
def test_a_refused_frame_is_sent_again_at_once(code: bytes) -> None:
    bench = quiet()
    bench.write(READ)
    assert bench.write(NAK + code) == RATE
    assert bench.write(NAK + code) == RATE
    assert bench.write(NAK + code) == NAK + b"5"
    assert bench.write(NAK + code) == b""
    assert bench.at("10s").take() == b""


def test_a_refusal_without_a_code_is_one_too() -> None:
    bench = quiet()
    bench.write(READ)
    assert bench.write(NAK + ACK) == RATE  # and the ACK behind it is for what is sent again
    assert bench.at("10s").take() == b""


def test_a_reply_waits_for_the_acknowledgement_of_the_one_before() -> None:
    bench = quiet()
    assert bench.write(READ) == ACK + RATE
    assert bench.write(frame("1LE;r")) == ACK
    assert bench.write(ACK) == frame("1C;r000000")
    assert bench.write(ACK) == b""
    assert bench.write(ACK) == b""


def test_a_client_that_acknowledges_nothing_is_told_to_wait_at_last() -> None:
    bench = quiet()
    said = [bench.write(READ) for _ in range(19)]
    assert said == [ACK + RATE, *[ACK] * 16, NAK + b"6", NAK + b"6"]


# keep-alive ---------------------------------------------------------------------------------------


def test_the_pump_asks_whether_anybody_is_there_and_ends_the_sessions_if_nobody_is() -> None:
    bench = opened()
    bench.at("1s").write(READ, ACK)
    bench.take()
    bench.at("20s")
    assert bench.take_said() == [(6 * SECOND, ENQ), (7 * SECOND, ENQ), (8 * SECOND, ENQ)]
    assert bench.noted("session") == [("", "expired")]
    assert exchange(bench, "1LE;d") == "1I;0D"
    assert exchange(bench, "0DC") == "0C"
    assert exchange(bench, "1LE;d") == "1I;1E"
    assert exchange(bench, "1DC") == "1C"
    assert exchange(bench, "1LE;d") == "1C;d0258"


def test_who_answers_keeps_the_session() -> None:
    bench = opened()
    for second in range(5, 60, 5):
        assert bench.at(f"{second}s").take_said()[-1:] == [(second * SECOND, ENQ)]
        bench.write(DC4)
    assert exchange(bench, "1LE;d") == "1C;d0258"


def test_an_answer_that_comes_late_is_one_to_the_second_asking() -> None:
    bench = opened()
    assert bench.at("6500ms").take_said() == [(5 * SECOND, ENQ), (6 * SECOND, ENQ)]
    bench.write(DC4)
    assert bench.at("11499ms").take() == b""
    assert bench.at("11500ms").take() == ENQ


def test_period_wait_and_number_are_what_a_scenario_says() -> None:
    bench = opened(enq_period="2s", enq_within="500ms", enq_tries=2)
    bench.at("10s")
    assert bench.take_said() == [(2 * SECOND, ENQ), (2500 * MS, ENQ)]
    assert exchange(bench, "1LE;d") == "1I;0D"


def test_nobody_is_asked_without_a_session() -> None:
    bench = fresenius()
    exchange(bench, "1LE;d")
    assert bench.at("60s").take() == b""
    ended = opened()
    exchange(ended, "0FC")
    assert ended.at("60s").take() == b""


# events -------------------------------------------------------------------------------------------


def test_an_alarm_is_told_unasked_if_its_letter_was_asked_for() -> None:
    bench = quiet("1", "2")
    for one in ("1DE;a", "1PR;0258", "2DE;d", "2PR;0258"):
        exchange(bench, one)
        bench.write(ACK, frame("2E"), ACK)
    bench.take()
    bench.fault("catheter_occlusion")
    bench.at("3599999999ns").take()
    event = frame("1E;a0001")
    bench.at("3600ms")
    assert bench.take_said() == [(3600 * MS, event)]
    told = bench.frames[-1]
    assert (told.kind, told.of, told.alarms, told.address) == (
        "event",
        "occlusion",
        (("occlusion", 1),),
        "1",
    )
    assert bench.write(ACK) == b""
    bench.noted()
    assert bench.write(frame("1E")) == ACK
    assert bench.noted("operation") == [("ack_event", "accepted")]
    exchange(bench, "1RZ")
    bench.clear("catheter_occlusion")
    assert bench.take() == frame("1E;a0000")


def test_the_order_of_letters_does_not_matter_and_they_add_up() -> None:
    for asked in (["1DE;ad"], ["1DE;da"], ["1DE;a", "1DE;d"], ["1DE;a", "1DE;ad"]):
        bench = quiet()
        for one in asked:
            exchange(bench, one)
        assert bench.write(frame("1PR;00FA")) == ACK + frame("1C")
        assert bench.write(ACK) == frame("1E;d00FA")


def test_ae_ends_them_and_a_new_de_begins_with_its_own() -> None:
    bench = quiet()
    for one in ("1DE;ad", "1AE", "1DE;m"):
        exchange(bench, one)
    bench.write(frame("1PR;00FA"))
    assert bench.write(ACK) == frame("1E;m0001")


def test_the_adjusted_ones_begin_with_m() -> None:
    bench = quiet()
    exchange(bench, "1DM;d")
    bench.write(frame("1PR;00FA"))
    assert bench.write(ACK) == frame("1M;d00FA")
    bench.write(ACK)
    assert bench.write(frame("1M")) == ACK
    assert bench.at("20s").take() == b""


def test_an_event_that_nobody_says_to_have_received_is_told_three_times() -> None:
    bench = quiet()
    exchange(bench, "1DE;d")
    bench.write(frame("1PR;00FA"))
    said: list[tuple[Nanos, bytes]] = []
    for half in range(20):
        bench.at(f"{half * 500}ms").receive(Bytes(ACK))
        said += bench.take_said()
    event = frame("1E;d00FA")
    assert said == [(0, event), (2 * SECOND, event), (4 * SECOND, event)]
    assert bench.noted("event") == [("", "dropped")]


def test_what_changes_meanwhile_is_told_at_once_when_the_event_was_received() -> None:
    bench = quiet()
    for one in ("1PR;00FA", "1DE;d"):
        exchange(bench, one)
    bench.write(frame("1PR;00FB"))
    assert bench.write(ACK) == frame("1E;d00FB")
    bench.write(ACK)
    for rate in ("1PR;00FC", "1PR;00FD"):
        exchange(bench, rate)
    assert bench.write(frame("1E")) == ACK + frame("1E;d00FD")


def test_the_volume_is_told_once_a_second_while_it_changes() -> None:
    bench = quiet()
    exchange(bench, "1DE;r")
    exchange(bench, "1PR;0258")
    for second in (1, 2):
        said = bench.at(f"{second}s").take_said()
        assert said == [(second * SECOND, frame(f"1E;r{second * 16666 // 1000:06X}"))]
        bench.write(ACK, frame("1E"))
        bench.take()
    exchange(bench, "1PO")
    assert bench.at("3s").take() == b""


def test_a_syringe_without_a_base_tells_events_without_an_address() -> None:
    bench = fresenius(enq_period=QUIET)
    for one in ("DC", "DE;d"):
        exchange(bench, one)
    bench.write(frame("PR;00FA"))
    assert bench.write(ACK) == frame("E;d00FA")


def test_a_closed_port_ends_every_timer_and_every_session() -> None:
    bench = opened()
    exchange(bench, "1DE;a")
    bench.write(READ)
    bench.reopen()
    bench.take()
    assert bench.at("60s").take() == b""
    assert exchange(bench, "1LE;d") == "1I;0D"


# on a line ----------------------------------------------------------------------------------------

LINE = """pump: {preset: syringe-60, infusion: {mode: stopped, rate: 60 mL/h}}
line: {dialect: fresenius, baud: 300, options: {enq_period: 0s}}
ends: 20s
"""


def test_at_300_baud_a_frame_is_not_sent_again_while_it_is_still_leaving() -> None:
    """A byte takes a thirtieth of a second: six up, then one and five down."""
    run = played(LINE, (0, Opened()), (0, Bytes(frame("DC"))), (2 * SECOND, Bytes(ACK)))
    assert sent(run) == [
        (233_333_334, ACK),
        (400_000_000, frame("C")),
        (1_566_666_667, frame("C")),  # a second after its last bit, and five bytes to leave
    ]


def test_a_frame_fault_that_spoils_the_check_is_repaired_by_the_link() -> None:
    """The client drops what it cannot read, and says nothing: the pump sends it again."""
    steps = (
        "timeline: [{at: 0s, line_fault: {wrong_checksum: {reply_to: read_status, count: 1}}}]\n"
    )
    story = LINE.replace("baud: 300", "pacing: false") + steps
    says = [(0, frame("DC")), (0, ACK), (SECOND, frame("LE;d")), (3 * SECOND, ACK)]
    said = [data for at, data in sent(played(story, (0, Opened()), *say(*says))) if at]
    assert said[0] == ACK
    assert said[1] != frame("C;d0258")
    assert said[2] == frame("C;d0258")


def test_a_busy_pump_says_that_it_is_not_ready() -> None:
    steps = "timeline: [{at: 0s, line_fault: {busy: {operation: stop, count: 1}}}]\n"
    story = LINE.replace("baud: 300", "pacing: false") + steps
    said = sent(played(story, (0, Opened()), (SECOND, Bytes(frame("PO")))))
    assert said == [(SECOND, NAK + b"6")]


def test_operations_name_the_pump_and_an_alarm_is_reported_by_its_event() -> None:
    story = """pump: {preset: syringe-60, infusion: {mode: stopped, rate: 60 mL/h}}
line: {dialect: fresenius, addresses: ["1", "2"], pacing: false, options: {enq_period: 0s}}
timeline: [{at: 1s, fault: catheter_occlusion}]
ends: 20s
"""
    assert load(HEAD + story, "t.yaml").line.at() == ("1", "2")
    says = ["0DC", "2DC", "2DE;a", "2PR;0258"]
    script = [(0, Bytes(data)) for one in says for data in (frame(one), ACK)]
    run = played(story, (0, Opened()), *script)
    assert told(run, "operation") == [(0, "set_rate", "accepted"), (0, "start", "accepted")]
    assert [state for _, of, state in told(run, "alarm") if of == "occlusion"] == [
        "raised",
        "reported",
    ]
