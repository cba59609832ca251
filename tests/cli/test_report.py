"""`mockpump report` and `mockpump show`, as a user starts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.pump.alarms import ALARMS
from tests.cli.command import mockpump
from tests.report.traced import ACKNOWLEDGES, KINKED, POLLS, left


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    left(tmp_path, "bad", KINKED, *POLLS)
    left(tmp_path, "good", KINKED, *POLLS, ACKNOWLEDGES)
    return tmp_path


def test_a_folder_without_a_trace(tmp_path: Path) -> None:
    done = mockpump("report", ".", cwd=tmp_path)
    told = "mockpump: .: no trace in this folder; expected *.jsonl\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_runs_in_brief(traces: Path) -> None:
    done = mockpump("report", "--brief", traces, cwd=traces)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "FAILED       t  seed 0  2 passed, 1 failed, 1 not checked  100.000s",
        "passed       t  seed 0  3 passed, 1 not checked  100.000s",
        "",
        done.stdout.splitlines()[3],
        "hazards: 1 of 60 met: 1 failed",
        "Non-clinical simulation: nothing here may ever be used on a patient.",
    ]
    assert done.stdout.splitlines()[3].startswith(f"met 1 of {len(ALARMS)} alarms, 1 of ")


def test_a_run_as_a_picture_with_its_verdict(traces: Path) -> None:
    done = mockpump("report", "bad.jsonl", cwd=traces)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[1] == "bad.jsonl"
    assert any(line.startswith(" " * 15 + "expect[1] ") and line.endswith("✗") for line in lines)
    assert (
        "  recompute: mockpump replay bad.jsonl      play again: mockpump run t.yaml --seed 0"
        in lines
    )


def test_a_file_that_needs_nothing_beside_it(traces: Path) -> None:
    done = mockpump("report", "bad.jsonl", "good.jsonl", "--html", "report.html", cwd=traces)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "<title>mockpump report: 2 runs</title>" in (traces / "report.html").read_text("utf-8")


def test_what_is_no_trace_is_named_and_the_rest_is_told(traces: Path) -> None:
    (traces / "other.jsonl").write_text("{}\n")
    done = mockpump("report", "--brief", "missing.jsonl", traces, cwd=traces)
    assert done.returncode == 2
    assert done.stdout.splitlines()[1].startswith("passed       t")
    assert [line.partition("/other")[2] or line for line in done.stderr.splitlines()] == [
        "mockpump: missing.jsonl: No such file or directory",
        ".jsonl:1: not a trace header (Object missing required field `mockpump`)",
    ]


def test_a_report_that_cannot_be_written(traces: Path) -> None:
    done = mockpump("report", "bad.jsonl", "--html", "no/report.html", cwd=traces)
    assert done.returncode == 3
    assert done.stderr == (
        "mockpump: cannot write the report no/report.html: No such file or directory\n"
    )


def test_a_trace_that_comes_out_otherwise_says_so(traces: Path) -> None:
    trace = traces / "bad.jsonl"
    trace.write_text(trace.read_text().replace('"occurrence":1', '"occurrence":2', 1))
    done = mockpump("report", "--brief", "bad.jsonl", cwd=traces)
    assert done.stdout.startswith("bad.jsonl:")
    assert "comes out otherwise when it is re-computed" in done.stdout


def test_a_scenario_is_shown(tmp_path: Path) -> None:
    done = mockpump("show", "occlusion", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0].startswith("occlusion: The catheter of an external pump kinks 5 s in.")
    rows = {line[:24].strip(): line[25:] for line in lines}
    assert rows["occlusion"].strip()[0] == "▼"
    assert "✓" in rows["occlusion"]
    assert rows["ack_alarm"].strip() == "|"
    assert rows["estimated"].endswith("40 mL → 39.9331 mL")
    assert lines[-3:] == [
        "Played in virtual time to the client of `mockpump monitor`.",
        "PASSED: the client met every expectation that was checked.",
        "Non-clinical simulation: nothing here may ever be used on a patient.",
    ]


def test_a_scenario_is_shown_as_files(tmp_path: Path) -> None:
    done = mockpump("show", "steady", "--svg", "a.svg", "--html", "a.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "a.svg").read_text("utf-8").startswith('<svg class="run" xmlns=')
    assert '<svg class="run" xmlns=' in (tmp_path / "a.html").read_text("utf-8")


STORY = "{mockpump: 1, name: away, about: x, ends: 4s, timeline: [%s]}"


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ("{at: 1s, hangup: true}", "port"),
        ("{at: 1s, unplug: true}, {at: 2s, replug: same}", "port"),
        ("{at: 1s, unplug: true}", "port"),
        ("{at: 1s, operator: leave}, {at: 2s, visit: second}", "visits"),
        ("{at: 1s, operator: {do: bolus, of: 1 mL}}", "bolus 1 mL"),
    ],
)
def test_the_client_of_show_outlives_what_the_story_does(
    steps: str, shown: str, tmp_path: Path
) -> None:
    (tmp_path / "away.yaml").write_text(STORY % steps)
    done = mockpump("show", "away.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert any(line.strip().startswith(shown) for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", ["occlusion", "'occlusion'", '"occlusion"'])
def test_what_its_client_shows_may_be_written_in_quotes(name: str, tmp_path: Path) -> None:
    (tmp_path / "kinked.yaml").write_text(
        "{mockpump: 1, name: kinked, about: x, timeline: [{at: 5s, fault: catheter_occlusion}], pump: "
        "{preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}, "
        f"expect: [{{shows: {name}, within: 2s, after: {{alarm: occlusion, state: reported}}}}]}}"
    )
    done = mockpump("show", "kinked.yaml", cwd=tmp_path)
    told = "PASSED: the client met every expectation that was checked."
    assert (done.returncode, done.stdout.splitlines()[-2]) == (0, told), done.stderr


def test_a_story_that_goes_wrong_while_the_port_is_pulled_is_told(tmp_path: Path) -> None:
    skip = "{at: 2s, skip: {until: {alarm: low_reservoir}, at_most: 1s, connected: true}}"
    (tmp_path / "away.yaml").write_text(STORY % f"{{at: 1s, unplug: true}}, {skip}")
    done = mockpump("show", "away.yaml", cwd=tmp_path)
    told = "mockpump: away.yaml:1:82: the skip reaches its bound before low_reservoir is raised\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_what_cannot_be_shown(tmp_path: Path) -> None:
    assert mockpump("show", "oclusion").returncode == 2
    done = mockpump("show", "steady", "--svg", "no/a.svg", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        3,
        "mockpump: cannot write no/a.svg: No such file or directory\n",
    )
