"""Dialects by their name, by the path of a file and by an entry point, and what is wrong with them."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from mockpump.errors import ScenarioError, Where
from mockpump.scenario import dialects
from mockpump.scenario.dialects import DIALECTS, PLACES, find
from mockpump.scenario.load import load
from mockpump.seam import Bytes, Opened
from tests.playing import HEAD, played, sent

ECHO = """
from mockpump.clock import SECOND
from mockpump.dialects.base import Dialect, Heard, Option
from mockpump.dialects.framed import FramedSession
from mockpump.dialects.frames import CR, LineCutter
from mockpump.operations import Operation
from mockpump.quantity import DURATION

class Echo(FramedSession):
    def __init__(self, host, **given):
        super().__init__(host, LineCutter(80, end=CR), inter_byte=SECOND, **given)

    def decode(self, cut, now):
        return Heard(cut.data, "ping", cut.data.decode("latin-1"))

    def answer(self, heard, now):
        self.host.ask(Operation("ping"), now)
        memory = self.host.memory()
        memory["n"] = memory.get("n", 0) + 1
        told = b"%b%b%d" % (self.options["prompt"].encode(), heard.data, memory["n"])
        return [self.send(told + CR, now, "reply", "ping")]

OPTIONS = {
    "prompt": Option("what a reply begins with", "> "),
    "loud": Option("whether it shouts", False),
    "times": Option("how often it says it", 1),
    "idle": Option("when it says something by itself", 5 * SECOND, DURATION),
}
DIALECT = Dialect("echo", "says it again", Echo, 9600, frozenset({"ping"}), options=OPTIONS)
"""


@pytest.fixture
def echo(tmp_path: Path) -> Path:
    path = tmp_path / "echo.py"
    path.write_text(ECHO)
    return path


def mistakes(text: str, file: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(HEAD + text, file)
    return [str(one).replace(str(Path(file).parent), "") for one in caught.value.mistakes]


def test_every_name_is_a_dialect_of_that_name() -> None:
    assert {name: DIALECTS[name].name for name in DIALECTS} == {name: name for name in PLACES}
    assert len(DIALECTS) == len(PLACES)


def test_a_run_imports_the_one_that_is_spoken() -> None:
    program = (
        "import sys; from mockpump.run import Run; from mockpump.scenario.load import load;"
        f"Run(load({HEAD!r})); print(*sorted(m for m in sys.modules if 'mockpump.dialects.' in m))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert "mockpump.dialects.mp1.session" in loaded
    assert not [name for name in loaded if ".builtin" in name or ".declared" in name]


def test_a_file_beside_the_scenario(echo: Path) -> None:
    scenario = load(f"{HEAD}line: {{dialect: ./echo.py}}\nends: 3s\n", str(echo.parent / "s.yaml"))
    assert find(scenario.line.dialect, scenario.line.where).name == "echo"


def test_a_session_of_ones_own_answers_and_remembers(echo: Path) -> None:
    script = ((0, Opened()), (1, Bytes(b"a\rb\rc")), (2, Bytes(b"\r")))
    run = played("line: {pacing: false}\nends: 3s\n", *script, dialect=str(echo))
    assert [data for _, data in sent(run)] == [b"> a1\r", b"> b2\r", b"> c3\r"]
    assert run.wire.baud == 9600


def test_options_are_read_by_their_kind(echo: Path) -> None:
    line = f"line: {{dialect: {echo}, options: {{prompt: '$', loud: true, times: 3, idle: 1s}}}}\n"
    scenario = load(HEAD + line)
    made = dialects.options(find(str(echo)), scenario.line.options)
    assert made == {"prompt": "$", "loud": True, "times": 3, "idle": 10**9}


@pytest.mark.parametrize(
    ("options", "mistake"),
    [
        ("{promt: x}", "the dialect echo has no option 'promt' (did you mean 'prompt'?)"),
        ("{zzz: x}", "no option 'zzz'; expected one of prompt, loud, times, idle"),
        ("{loud: 1}", "options: loud is 1; expected true or false"),
        ("{times: true}", "options: times is True; expected a whole number"),
        ("{prompt: 1}", "options: prompt is 1; expected a text"),
        ("{idle: 5}", "options: idle: '5' is not a duration: write '10s'"),
    ],
)
def test_an_option_that_is_wrong(echo: Path, options: str, mistake: str) -> None:
    [found] = mistakes(f"line: {{dialect: echo.py, options: {options}}}\n", str(echo.parent / "s"))
    assert found.startswith("/s:4:7: ")
    assert mistake in found


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "/own.py: this file has no DIALECT; expected DIALECT = Dialect(…)"),
        ("DIALECT = 5", "/own.py: this file has a DIALECT that is a int; expected DIALECT = "),
        ("x = 1\nx y", "/own.py:2:3: not Python: invalid syntax"),
        ("\n\n1 / 0\n", "/own.py:3: ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(3)\n", "/own.py:2: SystemExit: 3"),
        ("def f():\n    import nothing_such\nf()\n", "/own.py:2: ModuleNotFoundError: No module"),
    ],
)
def test_a_file_that_is_no_dialect(tmp_path: Path, text: str, mistake: str) -> None:
    (tmp_path / "own.py").write_text(text)
    [found] = mistakes("line: {dialect: own.py}\n", str(tmp_path / "s.yaml"))
    assert found.startswith(mistake)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "binary.py").write_bytes(b"\xff")
    for name, why in (("none.py", "No such file or directory"), ("binary.py", "not a text file")):
        [found] = mistakes(f"line: {{dialect: {name}}}\n", str(tmp_path / "s.yaml"))
        assert found == f"/s.yaml:4:7: the dialect /{name} cannot be read: {why}"


def test_an_entry_point(echo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("echo", "echo:DIALECT", dialects.GROUP),
        EntryPoint("mp1", "echo:DIALECT", dialects.GROUP),  # nobody takes a name of ours
        EntryPoint("broken", "no_such_module", dialects.GROUP),
    ]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    monkeypatch.syspath_prepend(str(echo.parent))
    dialects.installed.cache_clear()
    try:
        assert find("echo").name == "echo"
        assert find("mp1").name == "mp1"
        with pytest.raises(ScenarioError, match="dialect 'broken' fails: ModuleNotFoundError"):
            find("broken", Where("f", 1))
        [unknown] = mistakes("line: {dialect: ekho}\n", "f")
        assert unknown == "f:4:17: unknown name 'ekho' (did you mean 'echo'?)"
    finally:
        dialects.installed.cache_clear()
