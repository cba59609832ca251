"""`mockpump test` as a user starts it: what it says, writes, and ends with."""

from __future__ import annotations

import signal
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.command import mockpump, mockpump_running
from tests.harness.conftest import CLIENTS, write_client, write_scenario

BROKEN = (
    "{mockpump: 1, name: broken, about: x, limit: 1s, line: {pacing: false}, "
    "assume: [{alarm: occlusion, state: raised, within: 300ms, after: {port: opened}}], "
    "pump: {preset: ambulatory-100}, expect: [{operation: ping, within: 1s, after: {port: opened}}]}"
)
WRONG = "{mockpump: 1, name: wrong, about: x, limits: 1s}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scenarios").mkdir()
    write_scenario(tmp_path / "scenarios", "ping")
    for name, script in CLIENTS.items():
        write_client(tmp_path, name, script)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["scenarios", "--client", "good.client.yaml"], 0, "1 passed"),
        (["scenarios/ping.yaml", "--client", "mute.client.yaml"], 1, "FAILED   expect[0]"),
        (["scenarios", "--client", "killed.client.yaml"], 4, "died by signal 9"),
        (["scenarios", "--client", "nowhere.yaml"], 2, "nowhere.yaml: cannot be read"),
        (
            ["stady", "--client", "good.client.yaml"],
            2,
            "no scenario 'stady' (did you mean 'steady'?)",
        ),
        (["gone.yaml", "--client", "good.client.yaml"], 2, "no file or folder 'gone.yaml'"),
        (["good.sh", "--client", "good.client.yaml"], 2, "good.sh is no scenario"),
        (["scenarios", "--client", "good.client.yaml", "--clint"], 2, "unrecognized arguments"),
        (["scenarios", "--client", "good.client.yaml", "-k", "pong"], 2, "1 deselected"),
        (["scenarios"], 2, "Missing option '--client'"),
    ],
)
def test_exit_codes(folder: Path, words: list[str], code: int, says: str) -> None:
    done = mockpump("test", *words, cwd=folder)
    assert says in done.stdout + done.stderr
    assert "warning" not in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == code


def test_a_broken_assumption_is_nobodys_failure(folder: Path) -> None:
    (folder / "scenarios" / "broken.yaml").write_text(BROKEN)
    words = ("test", "scenarios/broken.yaml", "--client", "mute.client.yaml")
    done = mockpump(*words, cwd=folder)
    assert "ASSUMPTION BROKEN" in done.stdout
    assert done.returncode == 3


def test_of_several_codes_the_worst_for_the_client_counts(folder: Path) -> None:
    (folder / "scenarios" / "broken.yaml").write_text(BROKEN)
    done = mockpump("test", "scenarios", "--client", "mute.client.yaml", cwd=folder)
    assert "1 failed, 1 error" in done.stdout
    assert done.returncode == 1
    (folder / "scenarios" / "wrong.yaml").write_text(WRONG)
    done = mockpump("test", "scenarios", "--client", "mute.client.yaml", cwd=folder)
    assert "unknown key 'limits' (did you mean 'limit'?)" in done.stdout
    assert done.returncode == 2


def test_it_writes_what_ci_wants(folder: Path) -> None:
    words = ["--junit", "report.xml", "--html", "report.html", "--seeds", "2", "-n", "2"]
    done = mockpump("test", "scenarios", "--client", "good.client.yaml", *words, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    cases = [one.attrib["name"] for one in ET.parse(folder / "report.xml").iter("testcase")]
    assert sorted(cases) == ["ping[seed0]", "ping[seed1]"]
    page = (folder / "report.html").read_text("utf-8")
    assert page.count("mockpump-traces/scenarios--ping.yaml--ping+seed") >= 2
    kept = sorted(one.name for one in (folder / "mockpump-traces").iterdir())
    assert kept == [f"scenarios--ping.yaml--ping+seed{n}.jsonl" for n in range(2)]
    replayed = mockpump("replay", f"mockpump-traces/{kept[0]}", cwd=folder)
    assert replayed.returncode == 0


def test_the_play_again_command_plays_it_again(folder: Path) -> None:
    done = mockpump("test", "scenarios", "--client", "mute.client.yaml", cwd=folder)
    again = next(line for line in done.stdout.splitlines() if "play again: " in line)
    words = again.partition("play again: mockpump ")[2].split()
    assert words == ["run", "scenarios/ping.yaml", "--seed", "0", "--client", "mute.client.yaml"]
    done = mockpump(*words, cwd=folder)
    assert done.returncode == 1
    assert f"play again: mockpump {' '.join(words)}\n" in done.stderr  # and tells so itself


def test_scenarios_from_elsewhere_bring_no_pytest_of_their_own(folder: Path) -> None:
    """Of two files of one name, one lies in a project whose settings would fail every run."""
    there, here = folder / "there", folder / "here"
    for path in (there, here):
        path.mkdir()
        write_scenario(path, "ping")
    (there / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--nonsense'\n")
    words = ("../there", "ping.yaml", "steady", "--client", "../mute.client.yaml", "--speed", "20")
    done = mockpump("test", *words, "--junit", "junit.xml", cwd=here)
    assert "3 failed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1
    assert (here / "mockpump-traces" / "ping.yaml--ping.jsonl").exists()
    assert len(list((here / "mockpump-traces").iterdir())) == 3
    assert [one.name for one in there.iterdir() if one.suffix != ".yaml"] == ["pyproject.toml"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--junit", "/proc/nope.xml"], "cannot write the JUnit file /proc/nope.xml: No such file"),
        (["--html", "no/r.html"], "cannot write the report no/r.html: No such file or directory"),
        (["--html", "scenarios"], "cannot write the report scenarios: Is a directory"),
        (["--traces", "good.sh"], "no folder for traces"),
        (["--traces", "/proc/traces"], "no folder for traces /proc/traces"),
    ],
)
def test_places_that_cannot_be_written_are_the_machines_trouble(
    folder: Path, words: list[str], says: str
) -> None:
    done = mockpump("test", "scenarios", "--client", "good.client.yaml", *words, cwd=folder)
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 3


def test_nothing_in_a_folder_is_left_out(folder: Path) -> None:
    (folder / "scenarios" / "misspelt.yaml").write_text("{mokpump: 1, name: x, about: x}")
    done = mockpump("test", "scenarios", "--client", "good.client.yaml", cwd=folder)
    assert "misspelt.yaml:1:2: unknown key 'mokpump' (did you mean 'mockpump'?)" in done.stdout
    assert done.returncode == 2


def test_the_page_plays_again_what_was_played(folder: Path) -> None:
    words = ("--client", "mute.client.yaml", "--speed", "2", "--html", "report.html")
    mockpump("test", "scenarios", *words, cwd=folder)
    page = (folder / "report.html").read_text("utf-8")
    again = "mockpump run scenarios/ping.yaml --seed 0 --speed 2 --client mute.client.yaml"
    assert page.count(f"<code>{again}</code>") == 2


def test_the_own_configuration_of_pytest_is_heeded(folder: Path) -> None:
    (folder / "tox.ini").write_text("[tox]\n")
    (folder / "setup.cfg").write_text("[tool:pytest]\naddopts = '--nonsense'\n")
    done = mockpump("test", "scenarios", "--client", "good.client.yaml", cwd=folder)
    assert (done.returncode, "unrecognized arguments: --nonsense" in done.stderr) == (2, True)


def test_somebody_ends_it(folder: Path) -> None:
    write_client(folder, "slow", 'touch started; exec 3<>"$1"; read -r _ <&3')
    text = (folder / "scenarios" / "ping.yaml").read_text().replace("1500ms", "10min")
    text = text.replace("within: 1s", "within: 9min")
    (folder / "scenarios" / "ping.yaml").write_text(text)
    words = ("test", "scenarios", "--client", "slow.client.yaml", "-v")
    with mockpump_running(*words, cwd=folder) as (process, _):
        while not (folder / "started").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
