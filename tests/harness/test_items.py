"""Scenario files as tests: what becomes of clients of every kind, and what is told of it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from mockpump.play import replay
from tests.harness.conftest import CLIENTS, PING, Play, write_client, write_scenario

GOLDEN = """\
F                                                                        [100%]
=================================== FAILURES ===================================
_____________________________________ ping _____________________________________
ping, seed 0: FAILED: the client did not meet what was expected of it
FAILED   expect[0]  ping.yaml:7:5   ping within 1s after port opened
  port opened at 0s; no ping until the end of the run (1s)
  the client meanwhile: nothing
0 of 1 passed; decided at N
  recompute: mockpump replay mockpump-traces/ping.yaml--ping.jsonl      \
play again: mockpump run ping.yaml --seed 0 --client mute.client.yaml
------------------------- Captured client output call --------------------------
what is a ping?
=================================== mockpump ===================================
traces of what failed: mockpump-traces
1 failed in N"""
NOT_CHECKED = """\
n                                                                        [100%]
=================================== mockpump ===================================
not checked  shows.yaml::shows  expect[0] shows pump within 1s after port opened: \
no client profile says how the client shows pump
1 not checked in N"""


def told(result: pytest.RunResult) -> str:
    """What was printed, without the times that differ from run to run."""
    return re.sub(r"\d+\.\d+s", "N", "\n".join(result.outlines))


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has waited for has, too."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def test_a_client_that_does_what_it_should_passes_and_leaves_nothing(
    play: Play, folder: Path
) -> None:
    result = play("good", "-q")
    result.assert_outcomes(passed=1)
    assert told(result).splitlines()[-1] == "1 passed in N"
    assert not (folder / "mockpump-traces").exists()


def test_a_failure_tells_all_that_there_is_to_tell(play: Play, folder: Path) -> None:
    result = play("mute", "-q", "-rN")
    assert told(result) == GOLDEN
    run, _, differs = replay(folder / "mockpump-traces" / "ping.yaml--ping.jsonl")
    assert differs is None
    assert run.verdict is not None
    assert run.verdict.result == "failed"


def test_what_is_not_checked_is_no_pass(play: Play, folder: Path) -> None:
    write_scenario(folder, "shows").write_text(
        "{mockpump: 1, name: shows, about: x, limit: 1s, line: {pacing: false}, "
        "expect: [{shows: pump, within: 1s, after: {port: opened}}]}"
    )
    result = play("good", "-q", "shows.yaml")
    assert told(result) == NOT_CHECKED
    assert result.ret == 0


def test_what_the_dialect_cannot_say_is_no_pass_either(play: Play, folder: Path) -> None:
    write_scenario(folder, "foreign").write_text(
        "{mockpump: 1, name: foreign, about: x, limit: 1s, line: {dialect: harvard, pacing: false}, "
        "expect: [{operation: refill, within: 1s, after: {port: opened}}]}"
    )
    result = play("good", "-q", "foreign.yaml")
    assert result.ret == 0
    assert told(result).splitlines()[-1] == "1 not applicable in N"
    result.stdout.fnmatch_lines(
        ["not applicable  foreign.yaml::foreign  expect?0? *: the dialect harvard has no refill"]
    )


def test_what_is_not_checked_beside_a_pass_is_told(play: Play, folder: Path) -> None:
    write_scenario(folder, "both", "  - {shows: pump, within: 1s, after: {port: opened}}\n")
    result = play("good", "-q", "both.yaml")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["not checked  both.yaml::both  expect?1? shows pump within 1s*"])


@pytest.mark.parametrize(
    ("client", "outcome", "says"),
    [
        ("good", {"passed": 1}, "1 passed in N"),
        ("mute", {"failed": 1}, "'heard' not printed until the end of the run (1s)"),
    ],
)
def test_what_a_client_prints_is_checked(
    play: Play, folder: Path, client: str, outcome: dict[str, int], says: str
) -> None:
    output = "  - {output: heard, within: 1s, after: {port: opened}}\n"
    write_scenario(folder, "printing", output)
    result = play(client, "-q", "printing.yaml")
    result.assert_outcomes(**outcome)
    assert says in told(result)
    assert "not checked" not in told(result)


@pytest.mark.parametrize(
    ("client", "says"),
    [
        ("crashing", "the client died by signal 11"),
        ("killed", "the client died by signal 9"),
        ("absent", "the client never opened the port"),
    ],
)
def test_clients_that_come_to_a_bad_end(play: Play, client: str, says: str) -> None:
    result = play(client, "-q", "--mockpump-speed=5")
    result.assert_outcomes(failed=1)
    assert says in told(result)
    assert "Traceback" not in told(result)
    assert "PASSED" not in told(result)


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ('command: "nowhere {port}"', "the client could not be started: No such file or directory"),
        ('command: "./notes.txt {port}"', "the client could not be started: Permission denied"),
        (
            '{command: "true {port}", cwd: nowhere}',
            "could not be started: No such file or directory: its folder 'nowhere', the profile's cwd",
        ),
        (
            '{command: "true {port}", cwd: notes.txt}',
            "could not be started: Not a directory: its folder 'notes.txt', the profile's cwd",
        ),
        ('{command: "nowhere {port}", cwd: .}', "No such file or directory: 'nowhere'"),
    ],
)
def test_clients_that_cannot_be_started(play: Play, folder: Path, profile: str, says: str) -> None:
    (folder / "bad.client.yaml").write_text(profile)
    (folder / "notes.txt").write_text("not a program")
    result = play("bad", "-q")
    result.assert_outcomes(failed=1)
    assert says in told(result)
    assert "Traceback" not in told(result)


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ("command: my-client", "put {port} into the command"),
        ('{command: "c {port}", shows: {x: "a["}}', "is not a regular expression"),
        ("{command: [", "not YAML"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_mistakes_in_a_profile_are_told_before_anything_is_played(
    play: Play, folder: Path, profile: str | None, says: str
) -> None:
    if profile is not None:
        (folder / "bad.client.yaml").write_text(profile)
    result = play("bad", "-q")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert says in "\n".join(result.errlines)
    assert "Traceback" not in "\n".join(result.errlines)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--mockpump-speed=0",), "'0' is not a number from 0.001 to 1000"),
        (("--mockpump-port=com",), "'com' is not a port: one of pty, tcp, rfc2217"),
        (("--mockpump-seed=-1",), "a seed is 0 or more: found -1"),
        (("--mockpump-seeds=0",), "argument --mockpump-seeds: invalid"),
    ],
)
def test_mistakes_in_options_are_told(play: Play, args: tuple[str, ...], says: str) -> None:
    result = play("good", "-q", *args)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert says in "\n".join(result.errlines)


def test_a_mistake_in_a_scenario_is_told_with_its_place(play: Play, folder: Path) -> None:
    write_scenario(folder, "wrong", "  - {operation: pong, within: 1s, after: {port: opened}}\n")
    result = play("good", "-q", "wrong.yaml")
    assert "wrong.yaml:8:17: unknown name 'pong' (did you mean 'ping'?)" in told(result)
    assert "Traceback" not in told(result)


def test_a_client_that_prints_100_megabytes_is_told_of_in_little(play: Play, folder: Path) -> None:
    script = "head -c 100000000 /dev/zero | tr '\\0' 'x'; echo; echo the end; false"
    write_client(folder, "loud", script)
    result = play("loud", "-q", "-rN")
    assert "the client never opened the port" in told(result)
    assert len(told(result)) < 80_000
    assert "bytes left out" in told(result)
    assert "the end" in told(result)


def test_a_child_that_prints_for_ever_keeps_nobody_waiting(play: Play, folder: Path) -> None:
    write_client(folder, "parent", f"{PING}; yes & yes &")
    play("parent", "-q").assert_outcomes(passed=1)


def test_a_client_that_ignores_being_told_is_killed_with_all_its_children(
    play: Play, folder: Path
) -> None:
    script = f"""trap '' TERM
setsid sleep 600 & echo $! > stray.pid
sh -c 'trap "" TERM; sleep 600' & echo $! > child.pid
echo $$ > client.pid
{PING}
sleep 600"""
    write_client(folder, "stubborn", script)
    play("stubborn", "-q").assert_outcomes(passed=1)
    pids = [int((folder / f"{one}.pid").read_text()) for one in ("client", "child", "stray")]
    assert [is_gone(pid) for pid in pids] == [True, True, True]


def test_a_client_may_close_and_open_again(play: Play, folder: Path) -> None:
    write_client(folder, "again", f"{PING}; exec 3>&-; {PING}")
    play("again", "-q").assert_outcomes(passed=1)


def test_cases_and_seeds_are_tests_of_their_own(play: Play, folder: Path) -> None:
    write_scenario(folder, "cases", "matrix:\n  fast: {line: {baud: 115200}}\n  slow: {seed: 4}\n")
    result = play("good", "--collect-only", "-q", "--mockpump-seeds=2", "cases.yaml", "ping.yaml")
    assert result.outlines[:6] == [
        "cases.yaml::cases[fast-seed0]",
        "cases.yaml::cases[fast-seed1]",
        "cases.yaml::cases[slow-seed4]",
        "cases.yaml::cases[slow-seed5]",
        "ping.yaml::ping[seed0]",
        "ping.yaml::ping[seed1]",
    ]
    result = play("good", "--collect-only", "-q", "--mockpump-seed=9", "-k", "fast")
    assert result.outlines[0] == "cases.yaml::cases[fast-seed9]"
    assert (
        play("good", "--collect-only", "-q", "cases.yaml").outlines[0] == "cases.yaml::cases[fast]"
    )


def test_strangers_are_left_alone(pytester: pytest.Pytester, play: Play, folder: Path) -> None:
    (folder / "docker-compose.yaml").write_text("services: {mockpump: {image: x}}")
    (folder / "broken.yml").write_text("{[")
    (folder / "defaults.yaml").write_text("{mockpump: 1, line: {pacing: false}}")
    result = play("good", "--collect-only", "-q")
    assert result.outlines[0] == "ping.yaml::ping"
    assert result.outlines[2].startswith("1 test collected")
    assert pytester.runpytest("-q").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_where_every_file_is_to_be_played_none_is_left_out(play: Play, folder: Path) -> None:
    (folder / "misspelt.yaml").write_text(
        "mokpump: 1\nname: x\nabout: x\npump:\n  command: no profile\n"
    )
    (folder / "empty.yml").write_text("")
    write_scenario(folder, "up").rename(folder / "UP.YAML")
    (folder / "defaults.yaml").write_text("{mockpump: 1, line: {pacing: false}}")
    (folder / "ward.yaml").write_text("{ward: 1, pumps: []}")
    (folder / "own.yaml").write_text("{dialect: 1}")
    result = play("good", "-q", "--mockpump-every")
    wrong = [line.split()[1] for line in told(result).splitlines() if line.startswith("ERROR ")]
    assert [Path(one).name for one in wrong] == ["empty.yml", "misspelt.yaml"]
    result = play("good", "-q", "--mockpump-every", "--continue-on-collection-errors")
    result.assert_outcomes(passed=2, errors=2)


def test_what_was_collected_is_played_though_its_file_is_gone(play: Play, folder: Path) -> None:
    (folder / "conftest.py").write_text(
        "import pathlib\n"
        "def pytest_collection_finish(session):\n"
        "    pathlib.Path('ping.yaml').unlink(missing_ok=True)\n"
    )
    play("good", "-q").assert_outcomes(passed=1)


def test_a_scenario_deleted_before_it_is_read_is_told(play: Play, folder: Path) -> None:
    (folder / "gone.yaml").symlink_to("nowhere")
    result = play("good", "-q", "gone.yaml")
    assert result.ret != 0
    assert "Traceback" not in told(result)


def test_traces_are_kept_where_and_as_long_as_one_wants(play: Play, folder: Path) -> None:
    play("mute", "-q", "--mockpump-traces=kept").assert_outcomes(failed=1)
    assert [one.name for one in (folder / "kept").iterdir()] == ["ping.yaml--ping.jsonl"]
    play("good", "-q", "--mockpump-traces=kept").assert_outcomes(passed=1)
    assert not (folder / "kept").exists()
    play("good", "-q", "--mockpump-traces=kept", "--mockpump-keep=all").assert_outcomes(passed=1)
    assert [one.name for one in (folder / "kept").iterdir()] == ["ping.yaml--ping.jsonl"]


def test_a_folder_that_cannot_be_is_told(play: Play, folder: Path) -> None:
    (folder / "taken").write_text("")
    result = play("good", "-q", "--mockpump-traces=taken")
    result.assert_outcomes(errors=1)
    assert "no folder for traces" in told(result)
    assert "Traceback" not in told(result)


def test_junit_tells_failures_of_the_client_from_errors(play: Play, folder: Path) -> None:
    assumed = "assume:\n  - {alarm: eri, state: raised, within: 300ms, after: {port: opened}}\n"
    write_scenario(folder, "broken", assumed)
    play("mute", "-q", "--junitxml=report.xml").assert_outcomes(failed=1, errors=1)
    cases = ET.parse(folder / "report.xml").getroot().iter("testcase")
    kinds = {case.attrib["name"]: [one.tag for one in case if one.text] for case in cases}
    assert kinds == {"ping": ["failure"], "broken": ["error"]}


def test_a_client_that_never_opens_the_port_holds_nobody_for_long(play: Play, folder: Path) -> None:
    text = (folder / "ping.yaml").read_text().replace("limit: 1500ms", "limit: 10min")
    (folder / "ping.yaml").write_text(text)
    write_client(folder, "absent", CLIENTS["absent"], "opens: 300ms\n")
    result = play("absent", "-q")
    result.assert_outcomes(failed=1)
    assert "the client never opened the port" in told(result)


def test_junit_carries_seed_commands_and_reaction_times(play: Play, folder: Path) -> None:
    play("good", "-q", "--junitxml=report.xml", "--mockpump-seed=3")
    (case,) = ET.parse(folder / "report.xml").getroot().iter("testcase")
    properties = {one.attrib["name"]: one.attrib["value"] for one in case.iter("property")}
    reaction = properties.pop("mockpump_reaction_expect[0]")
    assert re.fullmatch(r'\{"min":(\d+),"median":\1,"max":\1,"count":1\}', reaction)
    assert properties == {
        "mockpump_became": "passed",
        "mockpump_scenario": "ping",
        "mockpump_seed": "3",
        "mockpump_trace": "mockpump-traces/ping.yaml--ping+seed3.jsonl",
        "mockpump_recompute": "mockpump replay mockpump-traces/ping.yaml--ping+seed3.jsonl",
        "mockpump_play_again": "mockpump run ping.yaml --seed 3 --client good.client.yaml",
    }


def test_the_first_failure_may_end_it_and_the_last_failures_be_played_alone(
    play: Play, folder: Path
) -> None:
    for name in ("other", "third"):
        write_scenario(folder, name)
    play("mute", "-q", "-x").assert_outcomes(failed=1)
    play("good", "-q", "--lf").assert_outcomes(passed=1)
    play("good", "-q", "-k", "third").assert_outcomes(passed=1)


def test_verdicts_are_the_same_whatever_the_order_and_the_workers(play: Play, folder: Path) -> None:
    for name in ("alpha", "beta", "gamma"):
        write_scenario(folder, name)
    wrong = (folder / "beta.yaml").read_text().replace("operation: ping", "operation: start")
    (folder / "beta.yaml").write_text(wrong)
    (folder / "conftest.py").write_text(
        "import os\n"
        "def pytest_collection_modifyitems(items):\n"
        "    items.sort(key=lambda item: item.name, reverse='BACKWARDS' in os.environ)\n"
    )

    def verdicts(*args: str) -> dict[str, str]:
        play("good", "-q", "--junitxml=report.xml", *args)
        cases = ET.parse(folder / "report.xml").getroot().iter("testcase")
        return {
            case.attrib["name"]: one.attrib["value"]
            for case in cases
            for one in case.iter("property")
            if one.attrib["name"] == "mockpump_became"
        }

    expected = {"alpha": "passed", "beta": "failed", "gamma": "passed", "ping": "passed"}
    assert verdicts("-n0") == expected
    assert verdicts("-n2") == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKWARDS", "1")
        assert verdicts("-n0") == expected
