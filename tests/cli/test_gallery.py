"""`list`, `check`, `schema` and `demo` as a newcomer meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mockpump.cli.gallery import scenario_line
from mockpump.framefaults import FRAME_FAULTS
from mockpump.hazards import GROUPS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.play import play, trace_of
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.report.catalogue import entries
from mockpump.run import Run
from mockpump.scenario.files import find, gallery, read
from tests.cli.command import mockpump
from tests.scenario.test_declaring import ACME

GOOD = (
    "{mockpump: 1, name: good, about: x, ends: 9s, expect: [{polls: status, at_least_every: 2s}]}"
)


def test_list_names_each_scenario_with_a_line_about_it() -> None:
    groups = mockpump("list").stdout.split("\n\n")
    listed = [[line.split()[0] for line in group.splitlines()] for group in groups]
    assert listed[0] == ["battery-warning", "low-reservoir", "occlusion", "steady"]
    titles = [title.removesuffix(":") for title, *_ in listed[1:]]
    assert titles == [name for name, _ in GROUPS.values() if name in titles]
    for _, *names in listed[1:]:
        assert names == sorted(names)
    assert {name for _, *names in listed[1:] for name in names} | {*listed[0]} == {*dict(gallery())}


def test_list_tells_of_each_fault_its_settings_and_what_shows() -> None:
    listed = mockpump("list", "--faults").stdout
    names = [line.split()[0] for line in listed.splitlines() if not line.startswith(" ")]
    assert names == [entry.name for entry in entries()]
    assert {*PUMP_FAULTS, *BYTE_FAULTS, *FRAME_FAULTS} == set(names)
    assert (
        "alarm_late (pump fault): an alarm comes late; what its condition does to the infusion it "
        "does on\n        time\n"
        "    alarm: an alarm; low_reservoir if not written\n"
        "    by: a duration, such as 10s; 30min if not written\n"
        "    on the wire: the state and the values of the condition at once, its alarm only later\n"
    ) in listed


@pytest.mark.parametrize("asked", ["list --faults", "--help", "show steady"])
def test_a_listing_that_nobody_reads_to_its_end_ends_as_others_do(asked: str) -> None:
    nobody, writes = os.pipe()
    os.close(nobody)
    words = [sys.executable, "-m", "mockpump", *asked.split()]
    done = subprocess.run(words, stdout=writes, stderr=subprocess.PIPE, check=False, timeout=30)
    os.close(writes)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("asked", ["show steady", "report out.jsonl"])
def test_a_picture_whose_reader_leaves_is_no_failure_of_a_client(
    tmp_path: Path, asked: str
) -> None:
    """It is printed line by line: the first is read here, and then no more."""
    (tmp_path / "out.jsonl").write_bytes(trace_of(play(Run(read(find("steady"))), ())))
    words = [sys.executable, "-m", "mockpump", *asked.split()]
    reads, writes = os.pipe()
    env = {**os.environ, "COLUMNS": "20000"}  # far more than a pipe holds
    with subprocess.Popen(words, cwd=tmp_path, stdout=writes, env=env) as process:
        os.close(writes)
        assert os.read(reads, 1) != b""
        os.close(reads)
        assert process.wait(30) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize(
    ("asked", "code"), [("list", 0), ("run stady", 2), ("run", 2), ("doctor --ports", 0)]
)
def test_what_stderr_cannot_take_changes_no_exit_code(asked: str, code: int) -> None:
    words = [sys.executable, "-m", "mockpump", *asked.split()]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            words, stdout=subprocess.DEVNULL, stderr=full, check=False, timeout=60
        )
    assert done.returncode == code


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_picture_where_output_is_not_utf_8(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mockpump", "show", "steady"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "100"},
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"steady" in done.stdout


def test_list_names_alarms() -> None:
    assert "occlusion" in mockpump("list", "--alarms").stdout


def test_check_takes_names_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    done = mockpump("check", "steady", tmp_path, tmp_path / "good.yaml")
    assert (done.returncode, done.stdout) == (0, "3 scenarios, no mistakes\n")


def test_check_tells_every_mistake_of_every_file_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "a.yaml").write_text(GOOD.replace("ends: 9s", "ends: 9, sed: 4"))
    (tmp_path / "b.yaml").write_text("")
    done = mockpump("check", ".", cwd=tmp_path)
    lines = [line for line in done.stderr.splitlines() if not line.startswith(" ")]
    assert done.returncode == 2
    assert [line.split(": ")[0] for line in lines] == [
        "a.yaml:1:43",
        "a.yaml:1:46",
        "b.yaml",
        "3 mistakes in 2 files",
    ]
    assert "did you mean 'seed'" in lines[1]


def test_check_knows_a_client_profile(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "client.yaml").write_text('command: "ui {port}"\n')
    done = mockpump("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 scenario, 1 profile, no mistakes\n")
    (tmp_path / "client.yaml").write_text("{command: ui, stops: 2s}\n")
    done = mockpump("check", "client.yaml", cwd=tmp_path)
    assert done.stderr.splitlines()[0] == (
        "client.yaml:1:15: unknown key 'stops' (did you mean 'stop'?)"
    )
    assert done.stderr.splitlines()[-1] == "1 mistake in 1 file"
    (tmp_path / "client.yaml").write_text("{services: {}}\n")
    assert "client.yaml:1:2: unknown key 'services'" in mockpump("check", ".", cwd=tmp_path).stderr


def test_check_holds_scenarios_against_the_profiles_beside_them(tmp_path: Path) -> None:
    expect = "expect: [{shows: rate, with: {rat: 5 mL/h}, within: 2s}]"
    (tmp_path / "typo.yaml").write_text(f"mockpump: 1\nname: a\nabout: x\n{expect}\n")
    (tmp_path / "client.yaml").write_text(
        'command: "ui {port}"\nshows: {rate: "rate=(?P<rate>.+)"}\n'
    )
    done = mockpump("check", "typo.yaml", "client.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            (
                "typo.yaml:4:36: with: the profile's pattern for 'rate' captures no 'rat' "
                "(did you mean 'rate'?)"
            ),
            f"    {expect}",
            f"    {'^':>36}",
            "1 mistake in 1 file",
        ],
    )
    assert mockpump("check", "typo.yaml", cwd=tmp_path).returncode == 0


def test_check_looks_for_the_folder_of_a_client(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    profile = tmp_path / "app" / "client.yaml"
    profile.write_text('command: "ui {port}"\ncwd: app\n')
    done = mockpump("check", "app/client.yaml", cwd=tmp_path)
    told = "app/client.yaml:2:6: no folder 'app/app'; expected one, from the profile's own on"
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, told)
    for cwd in (".", "..", "../app"):
        profile.write_text(f'command: "ui {{port}}"\ncwd: {cwd}\n')
        done = mockpump("check", "app/client.yaml", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, "1 profile, no mistakes\n")


def test_check_knows_a_declared_dialect(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "acme.yaml").write_text(ACME)
    done = mockpump("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 scenario, 1 dialect, no mistakes\n")
    done = mockpump("check", "acme.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 dialect, no mistakes\n")
    (tmp_path / "acme.yaml").write_text(ACME.replace("baud: 9600", "bauds: 9600", 1))
    done = mockpump("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "acme.yaml:4:10: unknown key 'bauds' (did you mean 'baud'?)",
    )
    assert done.stderr.splitlines()[-1] == "1 mistake in 1 file"


DIALECT = (
    "acme.yaml:1:1: this is a dialect, not a scenario (`mockpump run SCENARIO --dialect` speaks it)"
)
PROFILE = (
    "client.yaml:1:1: this is a client profile, not a scenario "
    "(`mockpump run SCENARIO --client` starts that client)"
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("run acme.yaml", DIALECT),
        ("show acme.yaml", DIALECT),
        ("run client.yaml", PROFILE),
        ("show client.yaml", PROFILE),
        (
            "show ward.yaml",
            "ward.yaml:1:1: this is a ward, not a scenario (`mockpump run` plays it)",
        ),
        (
            "run good.yaml --client good.yaml",
            "good.yaml:1:2: this is a scenario, not a client profile (`mockpump run` plays it)",
        ),
        (
            "run good.yaml --dialect good.yaml",
            "good.yaml:1:2: this is a scenario, not a dialect (`mockpump run` plays it)",
        ),
    ],
)
def test_a_file_given_for_another_is_told_as_what_it_is(
    tmp_path: Path, words: str, told: str
) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "acme.yaml").write_text(ACME)
    (tmp_path / "client.yaml").write_text('command: "ui {port}"\n')
    (tmp_path / "ward.yaml").write_text("ward: 1\npumps: [{name: a, scenario: good.yaml}]\n")
    done = mockpump(*words.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"mockpump: {told}\n")


def test_check_of_what_is_no_file() -> None:
    done = mockpump("check", "stady")
    told = "no scenario 'stady' (did you mean 'steady'?)\n1 mistake\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_check_shows_the_place_and_what_never_comes(tmp_path: Path) -> None:
    text = "mockpump: 1\nname: a\nabout: x\nassume: [{alarm: eri, state: raised, within: 1s}]\n"
    (tmp_path / "a.yaml").write_text(text)
    done = mockpump("check", "a.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 scenario, no mistakes, 1 warning\n")
    assert done.stderr.splitlines() == [
        "a.yaml:4:10: warning: alarm eri raised never comes while the client is silent",
        "    assume: [{alarm: eri, state: raised, within: 1s}]",
        "             ^",
    ]
    assert mockpump("check", "--no-rehearse", "a.yaml", cwd=tmp_path).stderr == ""


def test_check_tells_an_editor_in_json(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("name", "nam"))
    done = mockpump("check", "--format", "json", "a.yaml", cwd=tmp_path)
    (told,) = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (2, "")
    assert (told["file"], told["line"], told["column"]) == ("a.yaml", 1, 15)
    assert told["hint"] == "did you mean 'name'?"


def test_check_goes_through_every_case_and_knows_the_defaults_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "defaults.yaml").write_text("mockpump: 1\npump: {preset: ambulatory-100}\n")
    (tmp_path / "a.yaml").write_text(f"{GOOD[:-1]}, matrix: {{seed: [1, 2]}}}}")
    done = mockpump("check", tmp_path, tmp_path / "defaults.yaml")
    assert (done.returncode, done.stdout) == (0, "1 scenario, no mistakes\n")
    (tmp_path / "b.yaml").write_text(f"{GOOD[:-1]}, matrix: {{ends: [1s, 2s, 9s]}}}}")
    (tmp_path / "defaults.yaml").write_text("mockpump: 1\nseed: many\n")
    done = mockpump("check", ".", "defaults.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if not line.startswith(" ")] == [
        "defaults.yaml:2:7: 'many'; expected a whole number from 0",
        "1 mistake in 1 file",
    ]
    (tmp_path / "defaults.yaml").unlink()
    done = mockpump("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "2 scenarios, no mistakes, 1 warning\n")
    assert "and the run ends at 1s, in the case ends=1s" in done.stderr


def test_list_says_how_many_cases_a_scenario_has(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{GOOD[:-1]}, matrix: {{seed: [1, 2]}}}}")
    assert scenario_line("a", tmp_path / "a.yaml") == f"{'a':<28} x (2 cases)"


def test_check_of_a_folder_without_scenarios(tmp_path: Path) -> None:
    done = mockpump("check", tmp_path)
    assert done.returncode == 2
    assert "no scenario in this folder" in done.stderr


def test_schema_is_json_schema() -> None:
    for what in ("scenario", "profile", "verdict"):
        schema = json.loads(mockpump("schema", what).stdout)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_demo_shows_the_alarm_through_its_life_and_the_verdict() -> None:
    done = mockpump("demo")
    assert done.returncode == 0, done.stderr
    for state in ("raised", "reported", "acknowledged", "cleared"):
        assert f"alarm occlusion {state}" in done.stderr
    assert "monitor: ALARM occlusion active" in done.stderr
    assert "PASSED: the client met every expectation that was checked" in done.stderr
    assert done.stderr.rstrip().splitlines()[-4] == "Try next:"
