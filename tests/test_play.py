"""Promise 2: same scenario, same seed, same inputs: the same trace, byte for byte. And replays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.mp1.grammar import request
from mockpump.errors import ScenarioError, TraceError
from mockpump.expect import Abilities
from mockpump.play import play, replay, trace_of
from mockpump.run import Run
from mockpump.seam import Bytes, Closed, Input, Lag, Opened, Shown
from tests.playing import new_run

STORY = """
pump:
  preset: ambulatory-100
  reservoir: {volume: 10 mL, low_alarm: 9999 uL}
  infusion: {mode: continuous, rate: 20 mL/h}
timeline:
  - {at: 2s, line_fault: {garble: {rate: 5%}}}
  - {at: 3s, line_fault: {lose: {reply_to: ping}}}
  - {at: 9s, fault: catheter_occlusion}
  - {when: {alarm: occlusion}, operator: {do: acknowledge, of: occlusion}}
  - {at: 30s, hangup: true}
expect:
  - {shows: occlusion, within: 2s, after: {alarm: occlusion}}
  - {never: {operation: bolus}, while: {alarm: occlusion}}
ends: 40s
"""
SCRIPT: list[tuple[Nanos, Input]] = [
    (0, Opened()),
    (SECOND, Bytes(request(1, "HELLO"))),
    (2 * SECOND, Bytes(request(2, "TELEMETRY", {"every": "500ms"}))),
    (4 * SECOND, Bytes(request(3, "PING"))),
    (5 * SECOND, Bytes(b"half a frame")),
    (12 * SECOND, Lag(30_000_000)),
    (13 * SECOND, Shown("occlusion")),
    (33 * SECOND, Opened()),
    (34 * SECOND, Bytes(request(4, "BOLUS", {"volume": "0.1mL", "id": "b"}))),
    (38 * SECOND, Closed()),
]


def recorded(seed: int = 0) -> bytes:
    abilities = Abilities(operator=True, shows=frozenset({"occlusion", "eri", "eos"}))
    return trace_of(play(new_run(STORY, seed=seed, abilities=abilities), SCRIPT))


def test_the_story_meets_what_it_is_meant_to() -> None:
    trace = recorded().decode()
    for met in ('"touched"', '"lagged"', '"hung_up"', '"cut"', '"reported"', '"shown"', '"bad"'):
        assert met in trace


def test_other_processes_with_other_hash_seeds_write_the_same_bytes() -> None:
    program = "import sys, tests.test_play as t; sys.stdout.buffer.write(t.recorded())"
    traces = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert traces == {recorded()}


def test_another_seed_is_another_trace() -> None:
    def without_header(trace: bytes) -> bytes:
        return trace.partition(b"\n")[2].replace(b'"seed":1', b'"seed":0')

    assert without_header(recorded(1)) != without_header(recorded(0))


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    path.write_bytes(recorded())
    return path


def test_a_replay_is_identical(trace: Path) -> None:
    run, read_back, differs = replay(trace)
    assert differs is None
    assert read_back.complete
    assert run.verdict is not None
    assert trace_of(run) == trace.read_bytes()


def test_a_replay_needs_nothing_but_the_inputs(trace: Path) -> None:
    """Nothing of what is re-computed is read from the trace."""
    lines = trace.read_bytes().splitlines(keepends=True)
    inputs = [line for line in lines[1:] if b'"in":' in line]
    assert len(inputs) == len(SCRIPT)
    bare = trace.with_name("bare.jsonl")
    bare.write_bytes(b"".join([lines[0], *inputs]))
    run, _, differs = replay(bare)
    assert differs == 3  # where the note of the opening is missing
    play(run, ())
    assert trace_of(run) == trace.read_bytes()


def lines_of(trace: Path) -> list[bytes]:
    return trace.read_bytes().splitlines(keepends=True)


def test_an_edited_line_is_told(trace: Path) -> None:
    lines = lines_of(trace)
    number = next(n for n, line in enumerate(lines, start=1) if b'"raised"' in line)
    lines[number - 1] = lines[number - 1].replace(b'"raised"', b'"cleared"')
    trace.write_bytes(b"".join(lines))
    assert replay(trace)[2] == number


@pytest.mark.parametrize("at", [2, 9, -1])
def test_a_line_too_many_or_too_few_is_told(trace: Path, at: int) -> None:
    lines = lines_of(trace)
    number = len(lines) if at < 0 else at
    more = [*lines[: number - 1], b'{"at":%d,"note":"x"}\n' % _at(lines[number - 1])]
    trace.write_bytes(b"".join([*more, *lines[number - 1 :]]))
    assert replay(trace)[2] == number
    line = next(n for n in range(number, 0, -1) if lines[n - 1] != lines[n - 2])
    if at > 0:
        trace.write_bytes(b"".join(lines[: line - 1] + lines[line:]))
        assert replay(trace)[2] == line


def _at(line: bytes) -> int:
    return int(line.partition(b'"at":')[2].partition(b",")[0])


def test_a_trace_cut_off_anywhere_is_identical_as_far_as_it_goes(trace: Path) -> None:
    whole = trace.read_bytes()
    ends = [at for at, byte in enumerate(whole) if byte == ord("\n")]
    for end in (*ends[:3], *ends[3:-1:97]):
        for cut in (end + 1, end + 20):
            trace.write_bytes(whole[:cut])
            run, read_back, differs = replay(trace)
            assert (differs, read_back.complete) == (None, False), cut
            assert len(read_back.lines) == whole[:cut].count(b"\n")
            assert run.verdict is None


def test_what_comes_after_the_verdict_is_told(trace: Path) -> None:
    lines = lines_of(trace)
    trace.write_bytes(b"".join([*lines, b'{"at":40000000000,"note":"x"}\n']))
    assert replay(trace)[2] == len(lines) + 1


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        (b'"dialect":null', b'"dialect":"mp9"', TraceError, ":1: no dialect 'mp9'; expected"),
        (b"ends: 40s", b"ends: soon", ScenarioError, "t.yaml:"),
        (
            b'{"mockpump":1',
            b'{"mockpump":9',
            TraceError,
            ":1: trace format 9; this version reads 1",
        ),
    ],
)
def test_a_header_that_makes_no_run(
    trace: Path, old: bytes, new: bytes, error: type[Exception], message: str
) -> None:
    trace.write_bytes(trace.read_bytes().replace(old, new, 1))
    with pytest.raises(error) as caught:
        replay(trace)
    assert message in str(caught.value)


@pytest.mark.parametrize("path", ["none.jsonl", "."])
def test_a_trace_that_cannot_be_read(tmp_path: Path, path: str) -> None:
    with pytest.raises(TraceError) as caught:
        replay(tmp_path / path)
    assert str(caught.value).startswith(f"{tmp_path / path}: ")


def test_a_run_may_be_played_on() -> None:
    run: Run = new_run("ends: 9s\n")
    run.receive(Opened(), 1)
    play(run, [(5, Closed())])
    assert run.verdict is not None
    assert run.verdict.at == 9 * SECOND
