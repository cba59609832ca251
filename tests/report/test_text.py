"""What a person reads: every line of a verdict, and of notes as they come."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.mp1.grammar import request
from mockpump.expect import Abilities, Finding, Verdict
from mockpump.report.text import finding_lines, note_line, verdict_line, verdict_lines
from mockpump.seam import Bytes, Delivered, Input, Lag, Note, Opened, Process, Settings, Stop
from tests.playing import played

STORY = """
pump:
  preset: ambulatory-100
  infusion: {mode: continuous, rate: 5 mL/h}
line: {pacing: false}
timeline:
  - {at: 5s, fault: catheter_occlusion}
  - {when: {alarm: occlusion, state: reported}, after: 3s, operator: {do: acknowledge, of: occlusion}}
assume:
  - {alarm: occlusion, state: raised, within: 60s, after: {fault: catheter_occlusion}}
expect:
  - {shows: occlusion, within: 2s, after: {alarm: occlusion, state: reported}}
  - {operation: ack_alarm, of: occlusion, within: 5s, after: {operator: acknowledge}}
  - {never: {operation: bolus}, while: {alarm: occlusion}}
  - {polls: status, at_least_every: 2s}
ends: 2min
"""
GOLDEN = """\
passed   assume[0]  t.yaml:13:5   alarm occlusion raised within 1min after fault catheter_occlusion   (after 43.200s)
not checked expect[0]  t.yaml:15:5   shows occlusion within 2s after alarm occlusion reported
  no client profile says how the client shows occlusion, and no shows=['occlusion'] from Python
FAILED   expect[1]  t.yaml:16:5   ack_alarm of occlusion within 5s after operator acknowledge
  operator acknowledge of occlusion delivered at 51.25s; no ack_alarm until the end of the run (2min)
  the client meanwhile: read_status ×34 (last 119s), silence_alarm ×1 at 55s
  nearest: silence_alarm at 55s (silences, does not acknowledge)
  recompute: mockpump replay out.jsonl      play again: mockpump run t.yaml --seed 0
passed   expect[2]  t.yaml:17:5   never bolus while alarm occlusion
passed   expect[3]  t.yaml:18:5   polls status at least every 2s
t, seed 0: ends at 120.000s, lag 30ms
FAILED: the client did not meet what was expected of it
"""  # noqa: E501 - as a person sees it


def the_client() -> list[tuple[Nanos, Input]]:
    """It reads the status every two seconds, and silences where it should acknowledge."""
    script: list[tuple[Nanos, Input]] = [
        (0, Opened()),
        *(
            (second * SECOND, Bytes(request(second, "STATUS?")))
            for second in range(1, 120, 2)
            if second != 55
        ),
        (48_200_000_000, Bytes(request(0xF0, "STATUS?"))),
        (51_250_000_000, Delivered("acknowledge", "occlusion", ok=True)),
        (51_300_000_000, Lag(30_400_000)),
        (55 * SECOND, Bytes(request(55, "SILENCE", {"alarm": "occlusion"}))),
        (55 * SECOND, Bytes(request(56, "STATUS?"))),
    ]
    return sorted(script, key=lambda one: one[0])


def test_a_failure_needs_no_second_look_at_a_log() -> None:
    run = played(STORY, *the_client(), abilities=Abilities(operator=True))
    assert run.verdict is not None
    recompute, again = "mockpump replay out.jsonl", "mockpump run t.yaml --seed 0"
    lines = verdict_lines(run.verdict, recompute, again)
    assert "".join(f"{line}\n" for line in lines) == GOLDEN


LAST_LINES = {
    "passed": "PASSED: the client met every expectation that was checked",
    "failed": "FAILED: the client did not meet what was expected of it",
    "not_checked": "NOT CHECKED: nothing that was expected of the client could be checked",
    "client_died": "CLIENT DIED: by a signal, so nothing that it did can count as passed",
    "assumption_broken": (
        "ASSUMPTION BROKEN: the story did not go as written; no client is to blame"
    ),
    "too_slow": "MACHINE TOO SLOW: it lagged so far that no failure can be held against the client",
    "interrupted": "INTERRUPTED: the verdict so far",
}


@pytest.mark.parametrize(("result", "line"), LAST_LINES.items())
def test_the_last_line_says_what_became_of_the_run(result: str, line: str) -> None:
    verdict = Verdict("t", 3, result, "client_ended", 12_345_678_901, 0, ())  # type: ignore[arg-type]
    assert list(verdict_lines(verdict)) == ["t, seed 3: client ended at 12.345s", line]


@pytest.mark.parametrize(
    ("codes", "result", "told"),
    [
        ((0,), "not_checked", ""),
        ((3,), "not_checked", "; the client exited with 3 at 2.000s"),
        ((-9,), "client_died", "; the client died by signal 9 at 2.000s"),
        ((3, 0, 5), "not_checked", "; the client exited with 3 at 2.000s"),
        ((3, -15, -9, 0), "client_died", "; the client died by signal 15 at 3.000s"),
    ],
)
def test_how_the_client_process_ended(codes: tuple[int, ...], result: str, told: str) -> None:
    """Of several visits; a story ends in time beside it."""
    exits = [(n * SECOND, Process("exited", code)) for n, code in enumerate(codes, start=2)]
    run = played("ends: 9s\n", (0, Opened()), *exits)
    assert run.verdict is not None
    assert run.verdict.result == result
    assert next(verdict_lines(run.verdict)) == f"t, seed 0: ends at 9.000s{told}"
    assert verdict_line(run.verdict).endswith(f"  9.000s{told}")


@pytest.mark.parametrize(
    ("line", "chosen", "told"),
    [
        ("", [9600, 19200], ""),
        ("", [19200, 9600], "; the client's line was 9600 8N1, the pump's 19200 8N1"),
        ("line: {settings: any}\n", [9600], ""),
    ],
)
def test_that_the_ends_of_the_line_were_set_otherwise(
    line: str, chosen: list[int], told: str
) -> None:
    script = [(n * SECOND, Settings(baud, 8, "N")) for n, baud in enumerate(chosen)]
    run = played(f"{line}ends: 9s\n", (0, Opened()), *script)
    assert run.verdict is not None
    assert next(verdict_lines(run.verdict)) == f"t, seed 0: ends at 9.000s{told}"
    assert verdict_line(run.verdict).endswith(f"  9.000s{told}")


@pytest.mark.parametrize("expected", ["exits: -9", "any: [{exits: 0}, {exits: -9}]"])
def test_a_client_that_was_to_die_has_done_what_it_should(expected: str) -> None:
    story = f"ends: 9s\nexpect: [{{{expected}}}]\n"
    died = (SECOND, Process("exited", -9))
    run = played(story, (0, Opened()), (0, Process("started")), died)
    assert run.verdict is not None
    assert run.verdict.result == "passed"


def test_an_interrupted_run_gives_the_verdict_so_far() -> None:
    script = [*the_client()[:30], (52 * SECOND, Stop("interrupted"))]
    run = played(STORY, *script, abilities=Abilities(operator=True))
    assert run.verdict is not None
    lines = [line.split()[:2] for line in verdict_lines(run.verdict) if line[0] != " "]
    assert lines[:-2] == [
        ["passed", "assume[0]"],
        ["not", "checked"],
        ["not", "checked"],
        ["passed", "expect[2]"],
        ["passed", "expect[3]"],
    ]


@pytest.mark.parametrize(
    ("times", "shown"),
    [
        ((), ""),
        ((7_000_000,), "   (after 0.007s)"),
        ((3 * SECOND, SECOND), "   (min 1.000s median 3.000s max 3.000s)"),
        ((5 * SECOND, SECOND, 2 * SECOND), "   (min 1.000s median 2.000s max 5.000s)"),
    ],
)
def test_reaction_times(times: tuple[Nanos, ...], shown: str) -> None:
    finding = Finding("expect", 1, "t:3:5", "x within 2s", "passed", (), times)
    assert list(finding_lines(finding)) == [f"passed   expect[1]  t:3:5   x within 2s{shown}"]


@pytest.mark.parametrize(
    ("note", "line"),
    [
        (Note(0, "port", "", "opened"), "   0.000s  port opened"),
        (
            Note(4_600_999_999, "alarm", "occlusion", "raised", 5, {"n": 2, "priority": "medium"}),
            "   4.600s  alarm occlusion raised              n=2 priority=medium",
        ),
        (
            Note(SECOND, "shows", "eos", "shown", data={"text": "\x1b[31mred"}),
            "   1.000s  shows eos shown                     text='\\x1b[31mred'",
        ),
    ],
)
def test_a_note_is_one_printable_line(note: Note, line: str) -> None:
    assert note_line(note) == line


def test_one_line_for_one_file_of_many() -> None:
    found = (
        Finding("expect", 0, "t:3:5", "x", "passed"),
        Finding("expect", 1, "t:4:5", "y", "warned"),
        Finding("expect", 2, "t:5:5", "z", "passed"),
    )
    verdict = Verdict("t", 3, "passed", "decided", 2_500_000_000, 0, found)
    assert verdict_line(verdict) == "passed       t  seed 3  2 passed, 1 warning  2.500s"
    nothing = Verdict("t", 3, "assumption_broken", "limit", 0, 0, ())
    assert verdict_line(nothing) == "BROKEN       t  seed 3  nothing expected  0.000s"
