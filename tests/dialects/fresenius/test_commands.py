"""Every command in exchanges: what is asked, what is answered, and what the pump then does."""

from __future__ import annotations

import pytest

from mockpump.dialects.frames import ACK
from mockpump.dialects.fresenius.answering import _ANSWERS
from mockpump.dialects.fresenius.bits import ALARM_BITS, ERROR_BITS, STATE_BITS
from mockpump.dialects.fresenius.commands import COMMANDS, ERRORS
from mockpump.dialects.fresenius.frames import frame
from mockpump.pump.alarms import ALARMS
from mockpump.scenario.dialects import find
from tests.dialects.bench import Bench
from tests.dialects.fresenius.client import exchange, fresenius, opened

Exchanges = list[tuple[str, str]]

TABLE: dict[str, Exchanges] = {
    "the base": [
        ("0LE;b", "0C;b03"),
        ("0LE;i", "0C;i02"),
        ("0LE;ib", "0C;i02;b03"),
        ("0LM;b", "0C;b03"),
        ("0LF;b", "0C;bSIMULATED-base"),
        ("0LF;x", "0I;04"),
        ("0LE;d", "0I;0A"),
        ("0DE;b", "0C"),
        ("0AE", "0C"),
        ("0PO", "0I;01"),
        ("0XX", "0I;01"),
    ],
    "values": [
        ("1LE;d", "1C;d0258"),  # 60 mL/h
        ("1LE;r", "1C;r000000"),
        ("1LE;rd", "1C;r000000;d0258"),
        ("1LE;aemks", "1C;a0000;e0000;m0004;k0000;s000000"),
        ("1LE;dd", "1C;d0258"),
        ("1LM;d", "1C;d0258"),
        ("1LE;z", "1I;0B"),
        ("1LE;b", "1I;0A"),
        ("1LE;1", "1I;04"),
        ("1LE;", "1I;04"),
        ("1LE", "1I;04"),
        ("1LE;d;r", "1I;04"),
    ],
    "identity": [
        ("1LF;b", "1C;bSIMULATED-ambulatory-100"),
        ("1LF", "1I;04"),
        ("1LN", "1C"),
        ("1EN;bed 7", "1C"),
        ("1LN", "1C;bed 7"),
        ("1EN;" + "x" * 41, "1I;08"),
        ("1EN", "1I;04"),
        ("1LP", "1C;simulated"),
        ("1EP;Noradrenaline", "1C"),
        ("1LP", "1C;Noradrenaline"),
        ("1EP;" + "x" * 41, "1I;25"),
        ("1EP", "1I;04"),
        ("1AP", "1C"),
        ("2LP", "2C;simulated"),
    ],
    "the rate starts the infusion": [
        ("1PR;00FA", "1C"),
        ("1LE;dm", "1C;d00FA;m0001"),
        ("1PR;d0064", "1C"),
        ("1LE;d", "1C;d0064"),
        ("1PR;FFFF", "1I;08"),
        ("1PR;0000", "1I;08"),
        ("1PR;x", "1I;04"),
        ("1PR", "1I;04"),
        ("1PR;12345", "1I;04"),
        ("1PO", "1C"),
        ("1LE;m", "1C;m0004"),
        ("1PO", "1I;03"),
        ("2LE;m", "2C;m0004"),
    ],
    "a bolus": [
        ("1PB;0003E8", "1I;03"),  # nothing runs
        ("1PR;00FA", "1C"),
        ("1PB;0003E8;0258", "1C"),
        ("1LE;mk", "1C;m0002;k0258"),
        ("1PB;s0003E8;k0258", "1I;03"),  # one runs
        ("1PB", "1I;04"),
        ("1PB;x", "1I;04"),
        ("1PB;1;2;3", "1I;04"),
    ],
    "a bolus that is too large": [
        ("1PR;00FA", "1C"),
        ("1PB;002EE0", "1I;08"),  # 12 mL: over the limit
        ("1PB;00EA60", "1I;15"),  # 60 mL: there are 50
    ],
    "the target": [
        ("1PV;0003E8", "1C"),
        ("1PV;r0003E8", "1C"),
        ("1PV;x", "1I;04"),
        ("1PV", "1I;04"),
        ("1RV", "1C"),
    ],
    "emptying": [("1PF", "1C"), ("1LE;m", "1C;m0008"), ("1PF", "1I;16"), ("1PO", "1C")],
    "modes": [
        ("1MO;1", "1C"),
        ("1LE;m", "1C;m0104"),
        ("1MO;1", "1I;06"),
        ("1PR;00FA", "1I;02"),
        ("1PO", "1I;02"),
        ("1MO;2", "1C"),
        ("1LE;m", "1C;m0204"),
        ("1PR;00FA", "1C"),
        ("1MO;3", "1I;05"),
        ("1MO", "1I;04"),
        ("0FC", "0I;1F"),
        ("1MO;1", "1C"),
        ("0FC", "0C"),
        ("0LE;b", "0I;0D"),
    ],
    "alarms": [("1SI", "1C"), ("1RZ", "1C")],
    "what this pump cannot": [("1PP;0050", "1I;02"), ("1PS", "1I;02"), ("1XX", "1I;01")],
    "sessions": [
        ("1FC", "1C"),
        ("1LE;d", "1I;1E"),
        ("1PO", "1I;1E"),
        ("1DC", "1C"),
        ("1LE;d", "1C;d0258"),
        ("1DC", "1C"),
        ("1OF", "1C"),
        ("1LE;d", "1I;1E"),
        ("3LE;d", "3I;0E"),
        ("0FC", "0C"),
        ("1DC", "1I;0D"),
        ("2LE;d", "2I;0D"),
        ("0DC", "0C"),
        ("2LE;d", "2I;1E"),
    ],
    "events": [("1DE;ad", "1C"), ("1DE", "1I;04"), ("1DM;r", "1C"), ("1AM", "1C"), ("1AE", "1C")],
    "a message that is too long": [
        ("1EN;" + "x" * 78, "1I;0C"),
        ("1EN;" + "x" * 77, "1I;08"),
    ],
}


@pytest.mark.parametrize("exchanges", TABLE.values(), ids=TABLE)
def test_exchanges(exchanges: Exchanges) -> None:
    bench = opened("1", "2")
    assert [(one, exchange(bench, one)) for one, _ in exchanges] == exchanges


def test_every_command_is_exchanged_above_and_carried_out() -> None:
    asked = {one[1:].split(";")[0] for exchanges in TABLE.values() for one, _ in exchanges}
    assert set(COMMANDS) - asked == {"E", "M"}  # receipts, of which the events tell
    sessions = {"DC", "FC", "DE", "AE", "DM", "AM", "E", "M"}
    assert set(_ANSWERS) == set(COMMANDS) - sessions


def test_every_error_is_answered_above_or_said_to_be_never_sent() -> None:
    answered = {
        reply.partition("I;")[2] for rows in TABLE.values() for _, reply in rows if "I;" in reply
    }
    never = {code for code, about in ERRORS.items() if "never sent" in about}
    assert answered | never | {"12"} == set(ERRORS)
    assert not answered & never


def test_the_operations_asked_for_are_those_of_the_table() -> None:
    for exchanges in TABLE.values():
        bench = opened("1", "2")
        for one, _ in exchanges:
            exchange(bench, one)
            command = COMMANDS.get(one[1:].split(";")[0])
            asked = {name for name, _ in bench.noted("operation")}
            if command is None or not command.operation:
                assert not asked, one
            else:
                assert asked <= {command.operation, "start"}, one
                assert command.operation in find("fresenius").operations


def test_a_session_of_a_module_needs_one_with_the_base() -> None:
    bench = fresenius()
    assert exchange(bench, "1DC") == "1I;0D"
    assert exchange(bench, "0LE;b") == "0I;0D"
    assert exchange(bench, "0DC") == "0C"
    assert exchange(bench, "1LE;d") == "1I;1E"
    assert exchange(bench, "1DC") == "1C"
    assert exchange(bench, "1LE;d") == "1C;d0258"


def test_a_syringe_without_a_base_has_no_address() -> None:
    bench = fresenius()
    assert exchange(bench, "LE;d") == "I;1E"
    assert exchange(bench, "DC") == "C"
    assert exchange(bench, "LE;d") == "C;d0258"
    assert exchange(bench, "PR;00FA") == "C"
    assert exchange(bench, "FC") == "C"


def test_the_volume_counts_what_is_infused_and_rv_begins_anew() -> None:
    bench = opened()
    exchange(bench, "1PR;0258")
    exchange(bench.at("4321ms"), "1PR;0258")
    assert exchange(bench.at("4321ms"), "1LE;r") == "1C;r000048"  # 72.016 uL at 60 mL/h
    exchange(bench, "1RV")
    assert exchange(bench, "1LE;r") == "1C;r000000"


def test_a_bolus_is_told_by_its_volume_and_no_bolus_is_taken_for_the_one_before() -> None:
    bench = opened(enq_period="0s")
    exchange(bench, "1PR;00FA")
    exchange(bench, "1PB;0003E8;04B0")  # 1 mL at 120 mL/h: 30 s
    bench.at("15s")
    assert exchange(bench, "1LE;sk") == "1C;s0001F4;k04B0"
    bench.at("30s")
    assert exchange(bench, "1LE;sk") == "1C;s0003E8;k0000"
    bench.reopen()
    for one in ("0DC", "1DC"):
        exchange(bench, one)
    bench.noted()
    assert exchange(bench, "1PB;0003E8") == "1C"
    assert bench.noted("operation") == [("bolus", "accepted")]
    assert exchange(bench, "1LE;s") == "1C;s000000"


def test_the_target_stops_the_pump() -> None:
    bench = opened(enq_period="0s")
    for one in ("1PV;0003E8", "1PR;0258"):  # 1 mL at 60 mL/h
        exchange(bench, one)
    assert exchange(bench.at("59999ms"), "1LE;m") == "1C;m0001"
    assert exchange(bench.at("60s"), "1LE;mr") == "1C;m0004;r0003E8"


def with_an_occlusion() -> Bench:
    bench = opened(enq_period="0s")
    exchange(bench, "1PR;0258")
    bench.fault("catheter_occlusion")
    bench.at("30s")
    return bench


def test_an_alarm_is_a_bit_and_stands_in_the_way() -> None:
    bench = with_an_occlusion()
    assert exchange(bench, "1LE;am") == "1C;a0001;m0004"
    frames = [frame for frame in bench.frames if frame.kind == "reply"]
    assert frames[-1].alarms == (("occlusion", 1),)
    assert exchange(bench, "1PO") == "1I;12"
    assert exchange(bench, "1PR;00FA") == "1I;12"
    bench.noted()
    assert exchange(bench, "1SI") == "1C"
    assert exchange(bench, "1SI") == "1C"
    assert exchange(bench, "1RZ") == "1C"
    assert bench.noted("operation") == [
        ("silence_alarm", "accepted"),
        ("silence_alarm", "accepted"),
        ("ack_alarm", "accepted"),
    ]
    assert exchange(bench, "1SI") == "1I;03"  # acknowledged, it is silent for good
    bench.clear("catheter_occlusion")
    assert exchange(bench, "1LE;a") == "1C;a0000"
    assert exchange(bench, "1PR;00FA") == "1C"


def test_every_alarm_is_a_bit_of_one_letter_and_every_state_one_of_m() -> None:
    alarms = find("fresenius").alarms
    assert alarms is not None
    assert not set(ALARM_BITS) & set(ERROR_BITS)
    assert set(ALARM_BITS) | set(ERROR_BITS) == set(alarms) <= set(ALARMS)
    for bits in (ALARM_BITS, ERROR_BITS, STATE_BITS):
        assert set(bits.values()) <= set(range(16))


def test_two_frames_in_one_write_have_two_acknowledgements_and_replies_in_turn() -> None:
    bench = opened()
    said = bench.write(frame("1LE;d") + frame("1LE;r"))
    assert said == ACK + frame("1C;d0258") + ACK
    assert bench.write(ACK) == frame("1C;r000000")


def test_what_the_module_cannot_tell_is_told_as_nothing() -> None:
    bench = opened()
    exchange(bench, "1PR;00FA")
    assert exchange(bench, "1PB;0003E8;04B0") == "1C"
    bench.fault("internal_link_lost")
    assert exchange(bench, "1LE;k") == "1C;k0000"
