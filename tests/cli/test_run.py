"""`mockpump run`: what a developer and a CI script meet."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mockpump.cli.exits import exit_code
from mockpump.cli.unforeseen import unforeseen
from mockpump.errors import MockpumpError
from tests.cli.command import mockpump, mockpump_running, python

SHORT = """
mockpump: 1
name: short
about: Three seconds in which the client has to ask who the pump is.
expect:
  - {operation: identify, within: 2s, after: {port: opened}}
ends: 3s
limit: 5s
"""
HELLO = r"b'>01 HELLO*55E5\n'"
ASKS = f"""
import sys, serial
line = serial.Serial(sys.argv[1], 19200, timeout=20)
line.write({HELLO})
sys.exit(0 if line.read_until(b'\\n').startswith(b'<01 OK') else 9)
"""


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "short.yaml"
    path.write_text(SHORT)
    return path


def test_the_first_line_is_the_port_and_nothing_else(short: Path) -> None:
    with mockpump_running("run", short) as (process, address):
        fd = os.open(address, os.O_RDWR | os.O_NOCTTY)
        assert os.ttyname(fd).startswith("/dev/pts/")
        os.write(fd, b">01 HELLO*55E5\n")
        assert os.read(fd, 6) == b"<01 OK"
        out, err = process.communicate(timeout=20)
        os.close(fd)
    assert out == ""
    assert "PASSED" in err
    assert process.returncode == 0
    assert not Path(address).exists()


def test_a_client_that_does_what_is_expected_passes(short: Path) -> None:
    done = mockpump("run", short, "--", *python(ASKS))
    assert done.returncode == 0, done.stderr
    assert "passed   expect[0]" in done.stderr


def test_a_client_that_never_opens_the_port_fails(short: Path) -> None:
    done = mockpump("run", short, "--", *python("pass"))
    assert done.returncode == 1
    assert "the client never opened the port" in done.stderr


def test_a_client_that_hangs_without_opening_is_stopped_at_the_limit(short: Path) -> None:
    done = mockpump("run", short, "--speed", "10", "--", *python("import time; time.sleep(999)"))
    assert done.returncode == 1
    assert "the client never opened the port" in done.stderr


def test_a_client_that_opens_and_does_nothing_fails_with_the_facts(short: Path) -> None:
    program = "import sys, serial; serial.Serial(sys.argv[1], timeout=99).read(1)"
    done = mockpump("run", short, "--speed", "5", "--", *python(program))
    assert done.returncode == 1
    assert (
        f"FAILED   expect[0]  {short}:6:5   identify within 2s after port opened\n"
        "  port opened at 0s; no identify until the end of the run (3s)\n"
        "  the client meanwhile: nothing\n"
        "  play again: mockpump run"
    ) in done.stderr


def test_a_client_that_does_not_exist(short: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace.jsonl"
    done = mockpump("run", short, "--trace", trace, "--", "no-such-client", "{port}")
    assert done.returncode == 4
    assert done.stderr.endswith(
        "mockpump: the client could not be started: No such file or directory: 'no-such-client'; "
        "check its name, its path and that it is executable\n"
    )
    assert json.loads(trace.read_text().splitlines()[0])["scenario"] == "short"


def test_a_client_that_is_killed_has_passed_nowhere(short: Path, tmp_path: Path) -> None:
    """It did all that was expected of it before."""
    short.write_text("{mockpump: 1, name: short, about: x, ends: 9s}")
    program = "import os, sys, serial; serial.Serial(sys.argv[1]); os.kill(os.getpid(), 9)"
    files = ("--trace", "k.jsonl", "--verdict", "k.json")
    done = mockpump("run", short, *files, "--", *python(program), cwd=tmp_path)
    assert done.returncode == 4
    assert "s; the client died by signal 9 at " in done.stderr
    verdict = json.loads((tmp_path / "k.json").read_text())
    assert (verdict["result"], verdict["client_exit"]["code"]) == ("client_died", -9)
    again = mockpump("replay", "k.jsonl", cwd=tmp_path)
    assert (again.returncode, "CLIENT DIED" in again.stdout) == (4, True)
    told = mockpump("report", "k.jsonl", cwd=tmp_path)
    assert (told.returncode, "CLIENT DIED" in told.stdout) == (0, True)
    mockpump("report", "k.jsonl", "--html", "k.html", cwd=tmp_path)
    page = (tmp_path / "k.html").read_text()
    assert page.count("died by signal 9") == 3  # among all runs, among failures, and in its own
    assert "PASSED" not in done.stderr + again.stdout + told.stdout + page


ASKED = (
    "{mockpump: 1, name: short, about: x, limit: 9s, expect: [{operation: identify, within: 5s}]}"
)


@pytest.mark.parametrize("end", ["2>&1 >/dev/null | head -1", "2>&-", ">&- 2>&-"])
def test_a_run_to_which_nobody_listens_goes_on(short: Path, tmp_path: Path, end: str) -> None:
    short.write_text(ASKED)
    (tmp_path / "client.py").write_text(ASKS)
    words = shlex.join([sys.executable, "-m", "mockpump", "run", str(short)])
    more = f"--trace t.jsonl --verdict v.json -- {sys.executable} client.py {{port}}"
    bash = f"set -o pipefail; {words} {more} {end}; echo rc=$?"
    done = subprocess.run(
        ["bash", "-c", bash], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.splitlines()[-1] == "rc=0", done
    assert json.loads((tmp_path / "v.json").read_text())["result"] == "passed"
    assert b'"verdict"' in (tmp_path / "t.jsonl").read_bytes()


@pytest.mark.parametrize("ignored", [False, True])
def test_a_terminal_that_has_gone_ends_the_run_and_its_client(
    short: Path, tmp_path: Path, ignored: bool
) -> None:
    short.write_text(ASKED.replace("within: 5s", "within: 9s").replace("limit: 9s", "ends: 9s"))
    program = (
        "import os, serial, sys; open('pid', 'w').write(str(os.getpid())); "
        "serial.Serial(sys.argv[1]).read()"
    )
    words = [sys.executable, "-m", "mockpump", "run", short, "--link", "here", "--trace", "t.jsonl"]
    before = ["nohup"] if ignored else []
    with subprocess.Popen(
        [*before, *map(str, words), "--", *python(program)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        while "port opened" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGHUP)
        if ignored:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 130
    assert not Path("/proc", (tmp_path / "pid").read_text()).exists()
    assert not (tmp_path / "here").is_symlink()
    assert (tmp_path / "t.jsonl").read_text().count('"reason":"interrupted"') == 2


def test_a_client_that_mockpump_ends_has_not_died(short: Path) -> None:
    program = "import sys, serial; serial.Serial(sys.argv[1]).read(9)"
    short.write_text("{mockpump: 1, name: short, about: x, ends: 100ms}")
    done = mockpump("run", short, "--", *python(program))
    assert (done.returncode, "died" in done.stderr) == (0, False)


def test_a_client_that_exits_with_an_error_has_that_told(short: Path) -> None:
    short.write_text("{mockpump: 1, name: short, about: x, ends: 9s}")
    program = "import sys, serial; serial.Serial(sys.argv[1]); sys.exit(3)"
    done = mockpump("run", short, "--", *python(program))
    assert (done.returncode, "s; the client exited with 3 at " in done.stderr) == (0, True)


def test_a_client_that_ignores_being_asked_to_stop_is_killed_with_its_children(
    short: Path, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    program = f"""
import os, signal, sys, time, serial
signal.signal(signal.SIGTERM, signal.SIG_IGN)
line = serial.Serial(sys.argv[1], timeout=99)
os.fork()
with open({str(pids)!r}, "a") as file: file.write(f"{{os.getpid()}}\\n")
time.sleep(999)
"""
    done = mockpump("run", short, "--speed", "5", "--", *python(program))
    assert done.returncode == 1
    written = pids.read_text().split()
    assert len(written) == 2
    for pid in map(int, written):
        assert not _alive(pid), f"{pid} outlived the run"


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_client_that_floods_without_reading(short: Path) -> None:
    """The pump's time goes on, memory stays bounded, and the verdict says what was lost."""
    program = f"""
import os, sys
line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
while True: os.write(line, {HELLO} * 100)
"""
    done = mockpump("run", short, "--no-pacing", "--", *python(program))
    assert "port overrun" in done.stderr
    (told,) = (line for line in done.stderr.splitlines() if "short, seed 0: ends at 3.000s" in line)
    assert re.search(r"; [0-9,]+ bytes to the client were dropped$", told)
    assert done.returncode in (0, 5)


def test_it_waits_for_a_client_and_says_so_and_its_trace_is_its_own(
    short: Path, tmp_path: Path
) -> None:
    words = ("run", short, "--trace", "t.jsonl")
    with mockpump_running(*words, cwd=tmp_path) as (process, _):
        assert process.stderr is not None
        assert process.stderr.readline() == "waiting for a client to open it\n"
        done = mockpump(*words, "--", "true", cwd=tmp_path)
        told = "mockpump: cannot write the trace t.jsonl: another run is writing it\n"
        assert (done.returncode, done.stderr) == (3, told)
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert (tmp_path / "t.jsonl").read_text().count('"verdict"') == 1
    assert mockpump(*words, "--", "true", cwd=tmp_path).returncode == 1
    assert (tmp_path / "t.jsonl").read_text().count('"verdict"') == 1


def test_interrupted_it_gives_the_verdict_so_far(short: Path) -> None:
    with mockpump_running("run", short) as (process, _):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "INTERRUPTED" in err
    assert "Traceback" not in err


def test_a_trace_recorded_over_the_port_replays_to_the_same_bytes(
    short: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "out.jsonl"
    assert mockpump("run", short, "--trace", trace, "--", *python(ASKS)).returncode == 0
    again = mockpump("replay", trace)
    lines = len(trace.read_bytes().splitlines())
    assert again.returncode == 0, again.stderr
    assert again.stdout.endswith(f"{trace}: {lines} lines, identical\n")


def test_a_killed_run_leaves_a_trace_readable_to_its_last_whole_line(
    short: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "out.jsonl"
    with mockpump_running("run", short, "--trace", trace) as (process, address):
        fd = os.open(address, os.O_RDWR | os.O_NOCTTY)
        os.write(fd, b">01 HELLO*55E5\n")
        assert os.read(fd, 6) == b"<01 OK"
        process.kill()
        process.wait()
        os.close(fd)
    for line in trace.read_bytes().splitlines():
        json.loads(line)
    trace.write_bytes(trace.read_bytes() + b'{"at":12')
    again = mockpump("replay", trace)
    assert again.returncode == 0
    assert "identical; the run was cut off before its verdict" in again.stdout


def test_a_full_disk_ends_the_trace_and_nothing_else(short: Path, tmp_path: Path) -> None:
    verdict = tmp_path / "verdict.json"
    words = ("--trace", "/dev/full", "--verdict", verdict)
    done = mockpump("run", short, *words, "--", *python(ASKS))
    assert done.returncode == 0, done.stderr
    told = "mockpump: the trace ends here: No space left on device; the run goes on\n"
    assert done.stderr.count(told) == 1
    assert "PASSED" in done.stderr
    assert "\nthe trace /dev/full is not whole: No space left on device\n" in done.stderr
    written = json.loads(verdict.read_text())
    assert (written["trace_lost"], written["recompute"]) == ("No space left on device", "")


def test_what_a_disk_took_before_it_was_full_can_be_replayed(short: Path, tmp_path: Path) -> None:
    """The limit cuts a line in two."""
    trace = tmp_path / "out.jsonl"
    run = [sys.executable, "-m", "mockpump", "run", str(short), "--trace", str(trace), "--"]
    limited = ["bash", "-c", 'ulimit -f 2; exec "$@"', "bash", *run, *python(ASKS)]
    done = subprocess.run(limited, capture_output=True, text=True, timeout=40, check=False)
    assert done.returncode == 0, done.stderr
    assert "the trace ends here: File too large" in done.stderr
    assert len(trace.read_bytes()) == 2048
    assert not trace.read_bytes().endswith(b"\n")
    again = mockpump("replay", trace)
    assert again.returncode == 0, again.stderr
    assert "identical; the run was cut off before its verdict" in again.stdout


def test_an_edited_trace_is_told(short: Path, tmp_path: Path) -> None:
    trace = tmp_path / "out.jsonl"
    mockpump("run", short, "--trace", trace, "--", *python(ASKS))
    lines = trace.read_text().splitlines(keepends=True)
    wrong = next(n for n, line in enumerate(lines) if '"out":"bytes"' in line)
    lines[wrong] = lines[wrong].replace('"data":"', '"data":"x')
    trace.write_text("".join(lines))
    again = mockpump("replay", trace)
    assert again.returncode == 3
    assert f"{trace}:{wrong + 1}: comes out otherwise" in again.stderr


def test_a_link_never_replaces_somebody_elses_file(short: Path, tmp_path: Path) -> None:
    mine = tmp_path / "pump0"
    mine.write_text("precious")
    done = mockpump("run", short, "--link", mine)
    assert done.returncode == 3
    assert mine.read_text() == "precious"
    assert str(mine) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_link_is_the_address(short: Path, tmp_path: Path) -> None:
    with mockpump_running("run", short, "--link", "./pump0", cwd=tmp_path) as (process, address):
        assert (tmp_path / address).is_symlink()
        assert (tmp_path / address).resolve() == (tmp_path / "pump0").resolve()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    assert not (tmp_path / "pump0").is_symlink()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("run", "occlusoin"), 2, "did you mean 'occlusion'"),
        (("run", "no/such.yaml"), 2, "no/such.yaml: cannot be read: No such file or directory"),
        (("run", "steady", "--dialect", "mp9"), 2, "no dialect 'mp9'; expected"),
        (("run", "steady", "--port", "usb"), 2, "'usb' is not a port"),
        (("run", "steady", "--speed", "fast"), 2, "'fast' is not a number from 0.001 to 1000"),
        (("run", "steady", "--trace", "/no/such/folder/out"), 3, "cannot write the trace"),
        (("run", "steady", "--client", "no.yaml"), 2, "no.yaml: cannot be read"),
        (("run", "steady", "--client", "no.yaml", "--", "x"), 2, "not both"),
        (("replay", "no.jsonl"), 2, "no.jsonl: No such file or directory"),
        (("monitor", "/no/port"), 3, "cannot open /no/port"),
        (("frobnicate",), 2, "No such command 'frobnicate'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    words: tuple[str, ...], code: int, says: str, tmp_path: Path
) -> None:
    done = mockpump(*words, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_version_and_help_say_that_it_is_no_medical_device() -> None:
    assert "ever be used on a patient" in mockpump("--version").stdout
    assert "non-clinical" in mockpump("--help").stdout


@pytest.mark.parametrize("command", ["demo", "run", "monitor", "list", "check", "schema", "replay"])
def test_every_command_has_help_with_examples(command: str) -> None:
    done = mockpump(command, "--help")
    assert done.returncode == 0
    assert f"mockpump {command}" in done.stdout
    assert sys.executable not in done.stdout


CRASHES = """
from mockpump.dialects.base import Dialect, Session


class Crashing(Session):
    def hear(self, data, now):
        return 1 // 0

    def answer(self, heard, now):
        return []


DIALECT = Dialect("crashing", "divides by zero", Crashing, 9600, frozenset())
"""


def test_a_dialect_that_crashes_is_told_with_its_line_and_blames_no_client(
    short: Path, tmp_path: Path
) -> None:
    (tmp_path / "crashing.py").write_text(CRASHES)
    words = ("run", short, "--dialect", tmp_path / "crashing.py")
    done = mockpump(*words, "--", *python(ASKS))
    assert done.returncode == 2
    assert f"{tmp_path}/crashing.py:7: ZeroDivisionError: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistake_of_our_own_is_not_the_clients() -> None:
    with pytest.raises(StopIteration) as caught:
        exit_code(MockpumpError("of a kind that has no code"))
    code, told = unforeseen(caught.value)
    assert code == 3
    assert "mockpump/cli/exits.py:" in told
    assert unforeseen(ValueError("x")) == (3, "ValueError: x")
