"""Alaris/Asena: the vectors of open clients both ways, remote control and its watchdog."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mockpump.clock import SECOND
from mockpump.dialects.checks import CHECKS
from mockpump.errors import ScenarioError
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.scenario.dialects import DIALECTS
from mockpump.seam import Bytes, Do, Opened
from tests.dialects.bench import Bench
from tests.dialects.hostile import chunks, said_alike, withstands
from tests.playing import played, sent
from tests.pump.bench import config

SYRINGE = config("syringe-60")
NUMBERED = config("syringe-60", electronics={"serial": "SIM-800301234"})
CODE = "E6FE"  # of SIM-000001, the serial number that a pump has if nobody gives it one
ALARIS = DIALECTS["alaris"]

VECTORS = {  # hard-coded in OpenICE, recomputed
    "INF": "4961",
    "COMMS_PROTOCOL": "E8DA",
    "INST_SERIALNO": "457D",
    "INF_BOLUS^ENABLED": "E288",
    "INF_VTBI": "8456",
    "REMOTE_CTRL^DISABLED": "EF95",
    "INF_START": "38F3",
    "INF_STOP": "CD57",
    "ALARM": "50B2",
    "INF_VTBI^ACTIV^11.000^ml^STOP": "4433",
    "INF_VTBI^DEACT": "D8C5",
    "REMOTE_CTRL^ENABLED^3CC1": "B1F1",
    "INF_RATE": "8E6D",
    "INF_VI": "B42C",
    "INF_RATE^12.50^ml/h": "EEB8",
    "INST_SERIALNO^800301234": "625D",
}


def make() -> Bench:
    return Bench("alaris", SYRINGE)


def seal(body: str) -> bytes:
    assert ALARIS.seal is not None
    return ALARIS.seal(body)


def ask(bench: Bench, *bodies: str) -> list[str]:
    """Say some bodies in one write; return the bodies that come back, their checks verified."""
    said = bench.write(b"".join(map(seal, bodies))).decode()
    replies = [frame.removeprefix("!").rpartition("|")[0] for frame in said.split("\r")[:-1]]
    assert said.encode() == b"".join(map(seal, replies))
    return replies


def remote(bench: Bench) -> Bench:
    assert ask(bench, f"REMOTE_CTRL^ENABLED^{CODE}") == ["REMOTE_CTRL^ENABLED"]
    return bench


@pytest.mark.parametrize(("body", "check"), VECTORS.items())
def test_a_frame_is_sealed_as_published(body: str, check: str) -> None:
    assert seal(body) == f"!{body}|{check}\r".encode()


@pytest.mark.parametrize("body", ["INF_START", "INF_STOP", "INF_VTBI^DEACT", "INF_BOLUS^ENABLED"])
def test_a_command_is_echoed_with_the_published_check(body: str) -> None:
    bench = remote(make())
    if body == "INF_STOP":
        ask(bench, "INF_START")
    assert bench.write(f"!{body}|{VECTORS[body]}\r".encode()) == seal(body)


def test_rate_and_target_are_set_and_told_in_published_frames() -> None:
    bench = remote(make())
    assert bench.write(b"!INF_RATE^12.50^ml/h|EEB8\r") == b"!INF_RATE^12.50^ml/h|EEB8\r"
    assert bench.write(b"!INF_RATE|8E6D\r") == b"!INF_RATE^12.50^ml/h|EEB8\r"
    told = b"!INF_VTBI^ACTIV^11.000^ml^STOP|4433\r"
    assert bench.write(told) == told
    assert ask(bench, "INF_VTBI") == ["INF_VTBI^11.000^ml^STOP"]


def test_a_status_has_its_fields_where_clients_look_for_them() -> None:
    bench = remote(make())
    ask(bench, "INF_RATE^36^ml/h", "INF_START")
    for second in range(0, 100, 4):
        remote(bench.at(f"{second}s"))
    fields = ask(bench.at("100s"), "INF")[0].split("^")
    assert fields == [
        *("INF", "SIM-000001", "AL_NOALM", "INFUSE", "36.00", "ml/h", "", "1.00", "ml", "0", "kPa"),
        *("", "LOG", "2"),
    ]
    assert ask(bench, "INF_VI") == ["INF_VI^1.00^ml"]


def test_identity_says_that_it_is_simulated() -> None:
    assert ask(make(), "INST_SERIALNO") == ["INST_SERIALNO^SIM-000001"]
    assert ask(make(), "COMMS_PROTOCOL") == ["COMMS_PROTOCOL^SIMULATED^1"]


# remote control ----------------------------------------------------------------------------------

CONTROLS = [
    "INF_RATE^5.00^ml/h",
    "INF_VTBI^ACTIV^1^ml^STOP",
    "INF_VTBI^DEACT",
    "INF_START",
    "INF_STOP",
]


@pytest.mark.parametrize("body", CONTROLS)
def test_control_needs_to_be_remote(body: str) -> None:
    bench = make()
    name = body.partition("^")[0]
    assert ask(bench, body) == [f"{name}^REFUSED^REMOTE_CTRL"]
    assert [state for _, state in bench.noted("operation")] == ["refused"]


def test_remote_control_needs_the_code_of_this_pump() -> None:
    bench = Bench("alaris", NUMBERED)
    assert ask(bench, f"REMOTE_CTRL^ENABLED^{CODE}") == ["REMOTE_CTRL^REFUSED"]
    assert bench.noted("operation") == [("session", "refused")]
    assert ask(bench, "REMOTE_CTRL^ENABLED^4894") == ["REMOTE_CTRL^ENABLED"]


def test_the_published_code_is_the_check_of_the_serial_number() -> None:
    assert CHECKS["crc16-ccitt-false"].written(b"800301234") == b"E0D5"


def test_a_watchdog_that_is_fed_does_nothing() -> None:
    bench = remote(make())
    ask(bench, "INF_START")
    for second in range(0, 60, 4):
        remote(bench.at(f"{second}s"))
    assert ask(bench, "INF")[0].split("^")[2:4] == ["AL_NOALM", "INFUSE"]


def test_a_watchdog_that_runs_out_stops_the_pump_and_is_told_as_an_alarm() -> None:
    bench = remote(make())
    ask(bench, "INF_START")
    bench.at("4999999999ns")
    assert bench.noted("session") == []
    bench.at("5s")
    assert bench.noted("session", "infusion") == [("delivery", "stopped"), ("watchdog", "expired")]
    assert ask(bench, "ALARM") == ["ALARM^AL_COMTO"]
    assert ask(bench, "INF_START") == ["INF_START^REFUSED^REMOTE_CTRL"]
    assert ask(remote(bench), "ALARM", "INF_START") == ["ALARM^AL_NOALM", "INF_START"]


def test_the_watchdog_runs_on_while_the_port_is_closed() -> None:
    bench = remote(make())
    bench.reopen()
    bench.at("5s")
    assert ask(bench, "ALARM") == ["ALARM^AL_COMTO"]


def test_a_client_that_gives_remote_control_back_starts_no_watchdog() -> None:
    bench = remote(make())
    assert ask(bench, "REMOTE_CTRL^DISABLED") == ["REMOTE_CTRL^DISABLED"]
    assert ask(bench.at("60s"), "ALARM") == ["ALARM^AL_NOALM"]


def test_a_reset_of_the_pump_forgets_the_watchdog() -> None:
    bench = remote(make())
    ask(bench, "INF_START")
    bench.receive(Do(PUMP_FAULTS["watchdog_reset"](takes=20 * SECOND), "step"))
    bench.noted()
    bench.at("60s")
    assert bench.noted("processor", "session", "infusion") == [
        ("", "up"),
        ("delivery", "resumed"),
    ]


def test_the_watchdog_is_an_option() -> None:
    bench = Bench("alaris", SYRINGE, watchdog="1min")
    remote(bench)
    assert ask(bench.at("59s"), "ALARM") == ["ALARM^AL_NOALM"]
    assert ask(bench.at("60s"), "ALARM") == ["ALARM^AL_COMTO"]


# alarms ------------------------------------------------------------------------------------------


def test_an_occlusion_is_told_by_its_code_and_reported_by_that_frame() -> None:
    bench = remote(Bench("alaris", SYRINGE, watchdog="1h"))
    ask(bench, "INF_RATE^5^ml/h", "INF_START")
    bench.fault("catheter_occlusion")
    bench.at("115.2s")
    bench.noted("alarm")
    assert ask(bench, "INF_RATE") == ["INF_RATE^5.00^ml/h"]
    assert bench.noted("alarm") == []
    assert ask(bench, "ALARM") == ["ALARM^AL_OCCLU"]
    assert bench.noted("alarm") == [("occlusion", "reported")]
    assert bench.frames[-1].alarms == (("occlusion", 1),)
    bench.clear("catheter_occlusion")
    assert ask(bench, "ALARM", "INF_START", "ALARM") == [
        "ALARM^AL_OCCLU",  # it latches until somebody is at the pump
        "INF_START",
        "ALARM^AL_NOALM",
    ]


# frames gone wrong on the way --------------------------------------------------------------------


def exchanged(line_fault: str, *bodies: str) -> list[bytes]:
    """Play a story with a frame fault from its beginning; return what came back."""
    story = (
        f"line: {{pacing: false}}\nends: 10s\ntimeline: [{{at: 0s, line_fault: {line_fault}}}]\n"
    )
    said = [(1 + n, Bytes(seal(body))) for n, body in enumerate(bodies)]
    return [data for _, data in sent(played(story, (0, Opened()), *said, dialect="alaris"))]


def test_a_reply_can_have_a_wrong_check() -> None:
    fault = "{wrong_checksum: {reply_to: read_status, count: 1}}"
    wrong, right = exchanged(fault, "INF_RATE", "INF_RATE")
    assert wrong[:-5] == right[:-5]
    assert wrong[-5:-1] != right[-5:-1]
    assert wrong[-5:-1].isalnum()
    assert right == seal(right.decode()[1:-6])


def test_a_command_can_have_a_wrong_check_and_is_then_not_heard() -> None:
    fault = "{wrong_checksum: {operation: read_status, direction: to_pump, count: 1}}"
    assert len(exchanged(fault, "INF_RATE", "INF_RATE")) == 1


def test_a_protocol_without_a_word_for_busy_cannot_be_busy() -> None:
    with pytest.raises(ScenarioError, match="the dialect alaris cannot say that it is busy"):
        exchanged("{busy: {operation: read_status}}", "INF_RATE")


# what is no frame --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"!INF|0000\r",
        b"!INF\r",
        b"INF|4961\r",
        b"!NOSUCH|" + seal("NOSUCH")[-5:],
        b"!" + b"I" * 300 + b"\r",
        b"!INF|49\x1b61\r",
    ],
)
def test_what_is_no_command_is_not_answered_and_the_next_one_is(data: bytes) -> None:
    bench = make()
    assert bench.write(data) == b""
    assert ask(bench, "INF_RATE") == ["INF_RATE^5.00^ml/h"]


def test_a_frame_left_unfinished_is_dropped() -> None:
    bench = make()
    bench.write(b"!INF_RA")
    bench.at("2s")
    assert bench.write(b"TE|8E6D\r") == b""


def test_two_commands_in_one_write_have_two_answers() -> None:
    assert len(ask(make(), "INF_RATE", "INF_VI")) == 2


SAYS = [seal(body) for body in (*VECTORS, f"REMOTE_CTRL^ENABLED^{CODE}", *CONTROLS, "NOSUCH")]


def is_alive(bench: Bench) -> bool:
    bench.at(f"{bench.now + 2 * SECOND}ns").take()
    return bench.write(seal("COMMS_PROTOCOL")) == seal("COMMS_PROTOCOL^SIMULATED^1")


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("unmeasured")
def test_a_hundred_thousand_hostile_inputs() -> None:
    withstands(make, SAYS, is_alive)


@settings(max_examples=500)
@given(chunks(SAYS))
def test_any_chunking_is_answered_alike(written: list[bytes]) -> None:
    said_alike(make, written)
