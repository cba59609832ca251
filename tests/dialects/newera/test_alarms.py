"""Alarms told as replies, the safe mode and its watchdog: exact bytes at exact times."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.dialects.newera.alarms import CODES
from mockpump.dialects.newera.frames import safe
from mockpump.pump.alarms import ALARMS
from mockpump.pump.dosing.settings import HOUR
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.scenario.dialects import find
from mockpump.seam import Closed, Do, Opened, Skip
from tests.dialects.bench import Bench
from tests.playing import notes, played, say, told

SAF0, SAF10 = safe(b"0SAF0"), safe(b"0SAF10")
STATUS, RUN, STP, VER = safe(b"0"), safe(b"0RUN"), safe(b"0STP"), safe(b"0VER")
STOPPED, INFUSING = safe(b"00S"), safe(b"00I")
TIMED_OUT, STALLED, RESET = safe(b"00A?T"), safe(b"00A?S"), safe(b"00A?R")


def bench(*, auto_alarm: bool = False, reset_alarm: bool = False) -> Bench:
    return Bench("newera", auto_alarm=auto_alarm, reset_alarm=reset_alarm)


def test_the_first_reply_after_power_up_is_the_reset_and_the_command_is_not_carried_out() -> None:
    pump = bench(reset_alarm=True)
    assert pump.write(b"RUN\r") == b"\x0200A?R\x03"
    assert pump.noted("operation") == [("start", "refused")]
    assert pump.write(b"\r") == b"\x0200S\x03"
    assert pump.write(b"RUN\r") == b"\x0200I\x03"


def test_only_a_valid_command_is_told_of_an_alarm() -> None:
    pump = bench(reset_alarm=True)
    assert pump.write(b"XYZ\r") == b"\x0200S?\x03"
    assert pump.write(STATUS[:-2] + b"\x00\x03") == safe(b"00S?COM")
    assert pump.write(b"1\r") == b""
    assert pump.write(b"\r") == b"\x0200A?R\x03"


def test_a_stall_is_told_once_as_the_reply_to_the_next_command_and_thereby_acknowledged() -> None:
    pump = bench()
    pump.write(b"RUN\r")
    pump.at("5s").fault("catheter_occlusion")
    pump.noted()
    assert pump.at("30s").take() == b""
    assert pump.noted("alarm") == [("occlusion", "raised")]
    assert pump.write(b"RUN\r") == b"\x0200A?S\x03"
    assert pump.frames[-1].alarms == (("occlusion", 1),)
    assert pump.noted("alarm", "operation") == [
        ("occlusion", "acknowledged"),
        ("start", "refused"),
        ("occlusion", "reported"),
    ]
    assert pump.write(b"\r") == b"\x0200S\x03"
    assert pump.write(b"RUN\r") == b"\x0200S?NA\x03"  # the catheter is still closed
    pump.clear("catheter_occlusion")
    assert pump.write(b"RUN\r") == b"\x0200I\x03"


def test_alarms_of_one_letter_are_told_by_one_reply_and_others_one_after_the_other() -> None:
    pump = bench(reset_alarm=True)
    pump.write(b"RUN\r")
    pump.write(b"RUN\r")
    pump.fault("motor_stall")
    pump.at("1s").clear("motor_stall")
    pump.at("2s").fault("motor_stall")
    pump.at("3s").fault("memory_error")
    assert pump.write(b"\r") == b"\x0200A?S\x03"
    assert [*pump.frames[-1].alarms] == [("motor_stall", 1), ("motor_stall", 2)]
    assert pump.write(b"\r") == b"\x0200A?E\x03"
    assert [*pump.frames[-1].alarms] == [("memory_critical", 1)]
    assert pump.write(b"\r") == b"\x0200S\x03"


def test_what_is_told_while_the_port_is_closed_waits() -> None:
    pump = bench()
    pump.write(b"RUN\r")
    pump.fault("motor_stall")
    pump.reopen()
    assert pump.write(b"\r") == b"\x0200A?S\x03"


def test_a_rate_beyond_the_syringe_is_an_alarm_when_it_shall_run() -> None:
    pump = bench()
    pump.write(b"DIA4.9\r")  # 57.7 mL/h at most; the pump is set to 60
    assert pump.write(b"RUN\r") == b"\x0200S\x03"
    assert pump.write(b"\r") == b"\x0200A?O\x03"
    assert pump.write(b"\r") == b"\x0200S\x03"


def test_a_restart_is_told_and_settings_outlive_it() -> None:
    pump = bench(auto_alarm=True)
    pump.write(b"DIA30\r", SAF10)
    pump.take()
    pump.at("1s").fault("watchdog_reset")
    pump.at("60s")
    assert pump.take() == RESET  # safe mode goes on, its watchdog waits for a first packet
    assert pump.write(STATUS) == RESET
    assert pump.write(safe(b"0DIA")) == safe(b"00S30.00")
    assert pump.at("69.999999999s").take() == b""
    assert pump.at("70s").take() == TIMED_OUT


# switching the framing ----------------------------------------------------------------------------

SWITCHES = {
    "to safe, by a basic command": ([b"SAF10\r", STATUS], [STOPPED, STOPPED]),
    "to safe, by a packet": ([SAF10, STATUS], [STOPPED, STOPPED]),
    "back to basic": ([SAF10, SAF0, b"\r"], [STOPPED, b"\x0200S\x03", b"\x0200S\x03"]),
    "basic, by a packet": ([SAF0, b"\r"], [b"\x0200S\x03", b"\x0200S\x03"]),
    "from safe to safe": (
        [SAF10, safe(b"0SAF20"), safe(b"0SAF")],
        [STOPPED, STOPPED, safe(b"00S20")],
    ),
    "a packet in basic mode has a basic reply": ([VER], [b"\x0200SNE1000V3.928\x03"]),
    "a basic command in safe mode is noise": ([SAF10, b"0\r", STATUS], [STOPPED, b"", STOPPED]),
    "out of range": ([safe(b"0SAF256"), b"\r"], [b"\x0200S?OOR\x03", b"\x0200S\x03"]),
}


@pytest.mark.parametrize(("says", "said"), SWITCHES.values(), ids=SWITCHES)
def test_switching_the_framing(says: list[bytes], said: list[bytes]) -> None:
    pump = bench()
    assert [pump.write(one) for one in says] == said
    byte_by_byte = bench()
    assert [byte_by_byte.write(*(bytes([b]) for b in one)) for one in says] == said


def test_the_reply_to_a_switch_is_in_the_framing_asked_for_also_when_it_is_an_alarm() -> None:
    pump = bench(reset_alarm=True)
    assert pump.write(SAF10) == RESET
    assert pump.write(b"\r") == b"\x0200S\x03"  # which has not been carried out
    assert pump.write(SAF10) == STOPPED
    pump.fault("motor_stall")
    assert pump.write(SAF0) == b"\x0200A?S\x03"
    assert pump.write(STATUS) == STOPPED
    assert pump.write(SAF0) == b"\x0200S\x03"


# the watchdog --------------------------------------------------------------------------------------


def test_the_watchdog_stops_the_pump_so_long_after_the_last_valid_packet() -> None:
    pump = bench()
    pump.write(SAF10, RUN)
    pump.take()
    pump.at("7s").write(STATUS[:-2] + b"\x00\x03")  # not valid
    pump.at("8s").write(safe(b"1"))  # nor for this pump
    pump.at("9s").write(b"0\r")  # nor in a packet
    pump.take()
    assert pump.at("9.999999999s").write() == b""
    assert pump.pump.parts.infusion.state == "infusing"
    pump.at("10s")
    assert pump.pump.parts.infusion.state == "stopped"
    assert pump.take() == b""
    assert pump.noted("session") == [("", "expired")]
    assert pump.at("30s").write(STATUS) == TIMED_OUT
    assert pump.write(STATUS) == STOPPED
    assert pump.at("40s").write() == b""  # armed again by that packet
    assert pump.write(STATUS) == TIMED_OUT


def test_each_valid_packet_restarts_it() -> None:
    pump = bench()
    pump.write(SAF10, RUN)
    for second in range(9, 90, 9):
        pump.take()
        assert pump.at(f"{second}s").write(STATUS) == INFUSING


def test_the_client_is_not_blamed_for_what_the_watchdog_does() -> None:
    pump = bench()
    pump.write(SAF10, RUN)
    pump.noted()
    pump.at("10s")
    assert pump.noted("operation", "infusion") == [("delivery", "stopped")]


def test_it_runs_out_though_the_port_is_closed() -> None:
    pump = bench(auto_alarm=True)
    pump.write(SAF10, RUN)
    pump.take()
    pump.at("3s").receive(Closed())
    assert pump.at("20s").take() == b""  # there is nobody to tell
    assert pump.pump.parts.infusion.state == "stopped"
    pump.receive(Opened())
    assert pump.write(STATUS) == TIMED_OUT


def test_basic_mode_has_no_watchdog() -> None:
    pump = bench()
    pump.write(SAF10, RUN, SAF0)
    pump.take()
    assert pump.at("60s").write(b"\r") == b"\x0200I\x03"


def test_in_safe_mode_alarms_are_sent_unasked_and_told_again_as_a_reply() -> None:
    pump = bench(auto_alarm=True)
    pump.write(safe(b"0SAF255"), RUN)
    pump.take_said()
    pump.at("5s").fault("motor_stall")
    assert pump.take_said() == [(5 * SECOND, STALLED)]
    frame = pump.frames[-1]
    assert (frame.kind, frame.of, frame.alarms) == ("event", "motor_stall", (("motor_stall", 1),))
    assert pump.write(STATUS) == STALLED
    assert pump.write(STATUS) == STOPPED


def test_in_basic_mode_or_where_a_scenario_says_so_nothing_is_sent_unasked() -> None:
    for pump in (bench(auto_alarm=True), bench()):
        pump.write(b"RUN\r")
        pump.take()
        pump.fault("motor_stall")
        assert pump.take() == b""
    pump.write(STATUS, SAF10)
    pump.take()
    pump.fault("memory_error")
    assert pump.take() == b""


# unfinished packets ----------------------------------------------------------------------------------


def test_a_packet_that_pauses_for_half_a_second_is_dropped_silently() -> None:
    pump = bench()
    assert pump.write(VER[:5]) == b""
    assert pump.at("499ms").write(VER[5:]) == b"\x0200SNE1000V3.928\x03"
    assert pump.write(VER[:5]) == b""
    assert pump.at("1s").write(b"0\r") == b"\x0200S\x03"


def test_a_basic_command_may_take_its_time() -> None:
    pump = bench()
    assert pump.write(b"0VE") == b""
    assert pump.at("1h").write(b"R\r") == b"\x0200SNE1000V3.928\x03"


def test_what_one_client_left_unfinished_does_not_reach_the_next() -> None:
    for half in (b"0VE", VER[:5], b"x" * 100):
        pump = bench()
        pump.write(half)
        pump.reopen()
        pump.take()
        assert pump.write(b"0\r") == b"\x0200S\x03"


# the table, and a whole scenario ---------------------------------------------------------------------


def test_every_alarm_with_a_letter_is_one_and_the_others_cannot_be_told() -> None:
    alarms = find("newera").alarms
    assert alarms is not None
    assert set(CODES) == set(alarms) < set(ALARMS)
    assert alarms["occlusion"] == "A?S"
    assert {"low_reservoir", "empty_reservoir", "low_battery"}.isdisjoint(alarms)


STORY = """
pump: {preset: ambulatory-100, infusion: {rate: 5 mL/h}}
line: {dialect: newera, pacing: false, options: {reset_alarm: false}}
timeline: [{at: 5s, fault: catheter_occlusion}]
expect:
  - {never: {operation: bolus}, while: {alarm: occlusion}}
  - {operation: ack_alarm, within: 5s, after: {alarm: occlusion, state: reported}}
  - {alarm: occlusion, state: acknowledged, within: 5s, after: {alarm: occlusion, state: reported}}
  - {never: {operation: start}, while: {alarm: low_reservoir}}
ends: 60s
"""


def test_a_scenario_is_judged_as_far_as_the_dialect_can_say() -> None:
    run = played(STORY, (0, Opened()), *say((50 * SECOND, b"0\r")))
    assert told(run, "alarm") == [
        (48_200_000_000, "occlusion", "raised"),
        (50_000_000_000, "occlusion", "acknowledged"),
        (50_000_000_000, "occlusion", "reported"),
    ]
    assert run.verdict is not None
    assert [one.what for one in run.verdict.findings] == ["not_applicable"] * 4
    assert [note.of for note in notes(run, "operation")] == ["read_status"]


def test_an_alarm_that_came_within_a_skip_and_is_latched_since_is_told_too() -> None:
    pump = bench()
    pump.write(b"RUN\r")
    pump.receive(Do(PUMP_FAULTS["intermittent_stall"](period=HOUR // 3, stalled=SECOND), "step"))
    assert pump.at("2s").write(b"\r") == b"\x0200A?S\x03"
    pump.noted()
    pump.receive(Do(Skip(HOUR // 2, named=frozenset(ALARMS), connected=True), "step"))
    assert pump.noted("alarm") == [("motor_stall", "raised"), ("motor_stall", "latched")]
    assert pump.write(b"\r") == b"\x0200A?S\x03"
