"""The fixture `mockpump`: what fails a test by itself, in this process and at a port."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mockpump.play import replay
from tests.harness.test_items import told

CLIENT = '''
import asyncio, binascii, threading, time
import pytest

def frame(text):
    return f"{text}*{binascii.crc_hqx(text.encode(), 0xFFFF):04X}\\n".encode()

def ask(port, verb, ss=1):
    port.write(frame(f">{ss:02x} {verb}"))
    return port.read_until(b"\\n")

STORY = """
mockpump: 1
name: story
about: The operator asks for a ping, 2 s after the client has come.
pump: {preset: ambulatory-100, reservoir: {volume: 60 mL}, infusion: {mode: continuous, rate: 5 mL/h}}
line: {pacing: false}
ends: 5min
timeline:
  - {at: 2s, operator: ping_it}
expect:
  - {operation: ping, within: 5s, after: {operator: ping_it}}
"""

@pytest.fixture
def story(request):
    path = request.path.parent / "story.yaml"
    path.write_text(STORY)
    return path
'''
UNMET = """\
.E                                                                       [100%]
==================================== ERRORS ====================================
_________________________ ERROR at teardown of test_it _________________________
story, seed 0: FAILED: the client did not meet what was expected of it
FAILED   expect[0]  story.yaml:11:5   ping within 5s after operator ping_it
  operator ping_it delivered at 2s; no ping until the client ended (10s)
  the client meanwhile: read_status ×1 at 10s
0 of 1 passed; client ended at N
  recompute: mockpump replay mockpump-traces/test_it.py--test_it.jsonl      \
play again: pytest test_it.py::test_it
=================================== mockpump ===================================
traces of what failed: mockpump-traces
=========================== short test summary info ============================
ERROR test_it.py::test_it - Failed: story, seed 0: FAILED: the client did not...
1 passed, 1 error in N"""

Check = Callable[..., pytest.RunResult]


@pytest.fixture
def check(pytester: pytest.Pytester) -> Check:
    """Run tests that use a client of a few lines; return what pytest says."""

    def run(tests: str, *args: str) -> pytest.RunResult:
        (pytester.path / "test_it.py").write_text(CLIENT + tests)
        before = set(threading.enumerate())
        result = pytester.runpytest("-q", *args)
        assert set(threading.enumerate()) <= before
        assert not [*Path("/tmp").glob(f"mockpump-*/{pytester.path.name}")]
        return result

    return run


def test_a_pump_in_process(check: Check, pytester: pytest.Pytester) -> None:
    check("""
def test_it(mockpump, story):
    pump = mockpump(story, operator=lambda do, of: port.write(frame(">02 PING")))
    port = pump.open(timeout=10)
    assert ask(port, "HELLO")
    assert pump.wait_for(operation="ping").at == pump.now == 2 * 10**9
    pump.advance(minutes=4)
    assert pump.state.pumps[""].says["state"] == "infusing"
    assert pump.trace.startswith(b'{"mockpump":1')
""").assert_outcomes(passed=1)
    assert not (pytester.path / "mockpump-traces").exists()


def test_what_is_unmet_fails_the_test_at_teardown(check: Check, pytester: pytest.Pytester) -> None:
    result = check("""
def test_it(mockpump, story):
    pump = mockpump(story, operator=lambda do, of: None)
    port = pump.open(timeout=10)
    assert port.read() == b""
    assert ask(port, "STATUS?")
""")
    assert told(result) == UNMET
    run, _, differs = replay(pytester.path / "mockpump-traces" / "test_it.py--test_it.jsonl")
    assert differs is None
    assert run.verdict is not None
    assert run.verdict.result == "failed"


def test_a_pump_at_a_port(check: Check) -> None:
    check("""
@pytest.mark.mockpump(port="pty", speed=20)
@pytest.mark.parametrize("port", ["pty", "tcp"])
def test_it(mockpump, story, port):
    asked = threading.Event()
    def operator(do, of):
        assert ask(client, "PING", ss=3)
        asked.set()
    pump = mockpump(story, port=port, operator=operator)
    client = pump.open(timeout=10)
    assert ask(client, "HELLO")
    pump.inject("catheter_occlusion", for_="10s")
    assert pump.wait_for(fault="catheter_occlusion", state="set", within="10s")
    pump.advance(seconds=2)
    assert asked.wait(10)
    assert pump.wait_for(operation="ping", within="10s")
    assert pump.state.at > 2 * 10**9
    pump.clear("catheter_occlusion")
""").assert_outcomes(passed=2)


def test_what_cannot_be_meant_is_told(check: Check) -> None:
    result = check("""
from mockpump.errors import MockpumpError

def test_it(mockpump, story):
    with pytest.raises(MockpumpError, match="operator: 'me'; expected what can be called"):
        mockpump(story, operator="me")
    pump = mockpump(story, judged=False)
    with pytest.raises(MockpumpError, match="'5' is not a duration: write '10s' or"):
        pump.wait_for(alarm="low_reservoir", within=5)
    loaded = pump.run.scenario
    assert mockpump(loaded, case="", judged=False).run.scenario == loaded
    with pytest.raises(MockpumpError, match="^case=x: this scenario was loaded as it is$"):
        mockpump(loaded, case="x")
""")
    result.assert_outcomes(passed=1)


def test_what_an_operator_raises_is_told_once_and_from_its_own_code_on(check: Check) -> None:
    result = check("""
def operator(do, of):
    raise LookupError("where is the pump")

def test_it(mockpump, story):
    mockpump(story, operator=operator).open(timeout=10).read()

def test_that_drops_it(mockpump, story):
    port = mockpump(story, operator=operator).open(timeout=10)
    with pytest.raises(LookupError):
        port.read()
    ask(port, "PING")
""")
    result.assert_outcomes(failed=1, passed=1, errors=1)
    told_last = told(result).rpartition("ERROR at teardown of test_that_drops_it")[2]
    lines = told_last.partition("short test summary")[0].splitlines()
    assert [line for line in lines if line.startswith("  File ")] == [
        line for line in lines if "in operator" in line
    ]
    assert "LookupError: where is the pump" in lines


def test_errors_beside_the_test_fail_it(check: Check) -> None:
    result = check("""
def test_callback_at_a_port(mockpump, story):
    def operator(do, of):
        raise LookupError("in the callback at a port")
    pump = mockpump(story, port="tcp", operator=operator)
    with pump.open(timeout=10) as port:
        ask(port, "HELLO")
        pump.advance(seconds=3)
        pump.wait_for(operator="ping_it")
        ask(port, "PING", ss=2)

def test_callback_in_process(mockpump, story):
    def operator(do, of):
        raise LookupError("in the callback in process")
    pump = mockpump(story, operator=operator)
    port = pump.open(timeout=10)
    try:
        port.read()
    except LookupError:
        pass
    ask(port, "PING")

def test_story_at_a_port(mockpump, tmp_path):
    path = tmp_path / "story.yaml"
    path.write_text("{mockpump: 1, name: story, about: x, timeline: "
        "[{at: 3s, skip: {until: {alarm: low_reservoir}, at_most: 1s, connected: true}}]}")
    pump = mockpump(path, port="tcp", speed=100)
    with pump.open(timeout=1) as port:
        with pytest.raises(AssertionError, match="did not come"):
            pump.wait_for(alarm="low_reservoir")

import socket
from mockpump.dialects.base import Dialect, Session

class Crashing(Session):
    def hear(self, data, now):
        raise LookupError("in a dialect of one's own")

    def answer(self, heard, now):
        return []

def test_dialect_at_a_port(mockpump, story):
    dialect = Dialect("crashing", "always", Crashing, 9600, frozenset())
    pump = mockpump(story, port="tcp", dialect=dialect)
    with socket.create_connection(pump.port.removeprefix("socket://").split(":")) as line:
        line.sendall(b"x")
        with pytest.raises((AssertionError, LookupError)):  # it waited already, or is told at once
            pump.wait_for(alarm="occlusion")
        with pytest.raises(LookupError):
            pump.inject("motor_stall")
""")
    result.assert_outcomes(passed=4, errors=4)
    text = told(result)
    assert "LookupError: in a dialect of one's own" in text
    assert "LookupError: in the callback at a port" in text
    assert "LookupError: in the callback in process" in text
    assert "the skip reaches its bound before low_reservoir is raised" in text


def test_a_test_that_fails_by_itself_is_not_blamed_twice(
    check: Check, pytester: pytest.Pytester
) -> None:
    result = check("""
def test_it(mockpump, story):
    pump = mockpump(story, seed=5, operator=lambda do, of: None)
    port = pump.open(timeout=10)
    port.read()
    assert 1 == 2
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- mockpump -*",
            "story, seed 5: mockpump replay mockpump-traces/test_it.py--test_it.jsonl",
        ]
    )
    assert replay(pytester.path / "mockpump-traces" / "test_it.py--test_it.jsonl")[2] is None


def test_a_test_may_judge_for_itself(check: Check) -> None:
    check("""
def test_it(mockpump, story):
    pump = mockpump(story, judged=False, operator=lambda do, of: None)
    with pump.open(timeout=10) as port:
        port.read()
    assert pump.verdict().result == "failed"
""").assert_outcomes(passed=1)


def test_what_could_not_be_judged_is_told(check: Check) -> None:
    result = check("""
def test_it(mockpump, story):
    with mockpump(story).open(timeout=10) as port:
        port.read()
""")
    assert told(result).splitlines()[-1] == "1 passed, 1 not checked in N"
    result.stdout.fnmatch_lines(["not checked  test_it.py::test_it  expect?0? ping within 5s *"])


def test_what_a_test_could_have_said_is_told(check: Check, pytester: pytest.Pytester) -> None:
    (pytester.path / "shown.yaml").write_text(
        "{mockpump: 1, name: shown, about: x, limit: 1s, timeline: [{at: 0s, operator: stop}], expect: "
        "[{shows: stopped, within: 1s}, {operation: stop, within: 1s, after: {operator: stop}}]}"
    )
    result = check("""
def test_it(mockpump):
    with mockpump("shown.yaml").open(timeout=2) as port:
        port.read()
""")
    why = [line.rpartition(": ")[2] for line in result.outlines if line.startswith("not checked ")]
    assert why == [
        "no client profile says how the client shows stopped, and no shows=['stopped'] from Python",
        "no client profile says how to ask the client's operator, and no operator=… from Python",
    ]


def test_what_does_not_come_is_told(check: Check) -> None:
    result = check("""
def test_in_time(mockpump):
    pump = mockpump("steady", judged=False)
    pump.open()
    pump.wait_for(alarm="occlusion", within="5s")

def test_before_the_end(mockpump):
    pump = mockpump("steady", judged=False)
    pump.open()
    pump.wait_for(alarm="occlusion", state="raised")

def test_no_condition(mockpump):
    mockpump("steady", judged=False).wait_for(alarm="oclusion")
""")
    result.assert_outcomes(failed=3)
    text = told(result)
    assert "AssertionError: alarm occlusion did not come within 5s" in text
    assert "AssertionError: alarm occlusion raised did not come before the run was over" in text
    assert "injected:1:10: unknown name 'oclusion' (did you mean 'occlusion'?)" in text


def test_each_occurrence_is_found_once(check: Check) -> None:
    check("""
def test_it(mockpump, story):
    pump = mockpump(story, judged=False)
    pump.open()
    pump.inject("motor_stall", for_="1s")
    pump.advance(seconds=5)
    pump.inject("motor_stall", for_="1s")
    assert [pump.wait_for(fault="motor_stall").at for _ in range(2)] == [0, 5 * 10**9]
    with pytest.raises(AssertionError):
        pump.wait_for(fault="motor_stall", within="20s")
    assert pump.wait_for(fault="motor_stall", state="cleared").at == 10**9
""").assert_outcomes(passed=1)


@pytest.mark.parametrize("port", ['port="pty", speed=20', 'clock="autojump"'])
def test_a_client_comes_again_for_each_visit(check: Check, port: str) -> None:
    check(f"""
def test_it(mockpump, tmp_path):
    path = tmp_path / "visits.yaml"
    path.write_text("{{mockpump: 1, name: v, about: x, ends: 5min, timeline: ["
        "{{at: 5s, visit: second}}, {{at: 9s, visit: third}}],"
        "expect: [{{operation: ping, at_least: 3}}]}}")
    pump, visits = mockpump(path, {port}), ["first"]
    while visits[-1] is not None:
        with pump.open(timeout=10) as port:
            ask(port, "PING")
        visits.append(pump.next_visit())
    assert visits == ["first", "second", "third", None]
""").assert_outcomes(passed=1)


def test_two_pumps_are_two(check: Check, pytester: pytest.Pytester) -> None:
    result = check("""
def test_it(mockpump, story):
    one, two = (mockpump(story, operator=lambda do, of: None) for _ in "12")
    with one.open(timeout=3) as port:
        port.read()
        ask(port, "PING")
    with two.open(timeout=9) as port:
        port.read()
""")
    result.assert_outcomes(passed=1, errors=1)
    kept = sorted(one.name for one in (pytester.path / "mockpump-traces").iterdir())
    assert kept == ["test_it.py--test_it.2.jsonl"]


def test_the_marker_says_what_and_an_argument_overrides_it(check: Check) -> None:
    check(
        """
@pytest.mark.mockpump("steady", seed=5, judged=False)
def test_it(mockpump):
    assert mockpump().run.seed == 5
    assert mockpump("occlusion", seed=6).run.seed == 6
    assert mockpump().port.startswith("mockpump://steady")
""",
        "--strict-markers",
    ).assert_outcomes(passed=1)


def test_mistakes_of_the_caller_are_told(check: Check) -> None:
    result = check("""
@pytest.mark.parametrize("options", [
    {"scenario": "stady"}, {"scenario": "steady", "port": "com"}, {"scenario": "steady", "speed": 2},
    {"scenario": "steady", "port": "tcp", "clock": "manual"}, {"scenario": "steady", "clock": "fast"},
    {"scenario": "steady", "port": "/dev/ttyS0"}, {"scenario": "steady", "shows": "eri"},
    {"scenario": "steady", "port": "pty", "shows": "eri"}, {"scenario": "steady", "seed": -1},
    {"scenario": "steady", "line_faults": "stall"}, {"scenario": "steady", "port": "pty", "seed": -1},
])
def test_it(mockpump, options):
    mockpump(options.pop("scenario"), **options)
""")
    result.assert_outcomes(failed=11)
    for text in (
        "did you mean 'steady'?",
        "'com' is not a port: one of pty, tcp, rfc2217",
        "speed: time in this process is virtual",
        "clock=manual: a pump at a port lives by the wall clock",
        "clock=fast is none of autojump|manual",
        "opens only with --real-port",
        "shows='eri' is a text; expected a list: shows=['eri']",
        "line_faults='stall' is a text; expected a list: line_faults=['stall']",
        "a seed is a whole number from 0 to 9223372036854775807: found -1",
    ):
        assert text in told(result)


def test_async_tests(check: Check) -> None:
    result = check("""
@pytest.fixture
def anyio_backend():
    return "asyncio"

pytestmark = pytest.mark.anyio

async def test_a_client_on_streams(mockpump, story):
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    pump = mockpump(story, port="tcp", speed=10,
        operator=lambda do, of: loop.call_soon_threadsafe(asked.set))
    host, port = pump.port.removeprefix("socket://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(frame(">01 HELLO"))
    assert (await reader.readline()).startswith(b"<01 OK")
    await asyncio.wait_for(asked.wait(), 10)
    writer.write(frame(">02 PING"))
    note = await asyncio.to_thread(pump.wait_for, operation="ping", within="20s")
    assert note.state == "accepted"
    writer.close()

async def test_unmet(mockpump, story):
    mockpump(story, port="tcp", operator=lambda do, of: None)
""")
    result.assert_outcomes(passed=2, errors=1)
    assert "the client never opened the port" in told(result)


def test_silent_until_used(check: Check) -> None:
    result = check("""
import sys

def test_it():
    assert True
""")
    assert told(result).splitlines()[1:] == ["1 passed in N"]
