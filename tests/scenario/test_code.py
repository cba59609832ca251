"""Scenarios made in Python: the same words, the same checks, a text that says the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.errors import Mistake, ScenarioError
from mockpump.expect import Abilities
from mockpump.inprocess import plug
from mockpump.play import play, replay, trace_of
from mockpump.rehearsal import rehearse
from mockpump.run import Run
from mockpump.scenario.code import _Nodes, scenario, written
from mockpump.scenario.files import gallery, read, read_cases
from mockpump.scenario.load import load
from mockpump.scenario.nodes import Items, Keys, Node, Scalar
from mockpump.scenario.tree import parse
from mockpump.seam import Opened
from tests.cli.command import mockpump
from tests.scenario.test_load import WHOLE
from tests.scenario.test_schema import data as data_of

RAMP = """\
from mockpump.scenario.code import scenario

scenarios = [
    scenario(
        name="ramp",
        case=f"by-{step}",
        about="The rate climbs, and the client must see it.",
        pump={"preset": "ambulatory-100"},
        timeline=[{"at": f"{n}s", "set": {"rate": f"{step * n} mL/h"}} for n in range(1, 4)],
        expect=[{"polls": "status", "at_least_every": "2s"}],
        ends="9s",
    )
    for step in (1, 2)
]
"""


def mistakes(**keys: Any) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        scenario(**{"name": "a", "about": "x", **keys})
    return [
        f"{mistake.found}; {mistake.expected}; {mistake.hint}" for mistake in caught.value.mistakes
    ]


def without_places(part: Any) -> Any:
    told = msgspec.to_builtins(part)
    if isinstance(told, dict):
        hidden = ("where", "source")
        return {key: without_places(value) for key, value in told.items() if key not in hidden}
    return [without_places(one) for one in told] if isinstance(told, list | tuple) else told


# the same words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*(path.read_text() for _, path in gallery()), WHOLE])
def test_what_a_file_says_python_says_too(text: str) -> None:
    keys = data_of(text)
    assert keys.pop("mockpump") == 1
    made = scenario(**keys)
    assert without_places(made) == without_places(load(text))
    assert load(made.source, f"<{made.name}>") == made


def test_a_word_of_python_has_an_underscore() -> None:
    step = dict(at="5s", for_="9s", fault="motor_stall")  # noqa: C408 - it is what is tested
    same = {"at": "5s", "for": "9s", "fault": "motor_stall"}
    made = scenario(name="a", about="x", timeline=[step])
    assert made == scenario(name="a", about="x", timeline=[same])
    assert mistakes(timeline=[{"for_": "1s", "for": "9s", "at": "5s", "hangup": True}])[0] == (
        "timeline[0].for: the key 'for' again; ; "
    )


def test_it_is_written_out_as_a_file() -> None:
    made = scenario(name="a", about="x: y", hazards=("CAT-3",), seed=7, line={"pacing": False})
    assert made.source == (
        "mockpump: 1\nname: a\nabout: 'x: y'\nhazards: [CAT-3]\nseed: 7\nline: {pacing: false}\n"
    )


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["0o17", "1e3", "12:30", "yes", "null", "~", "", "<<", "5", "#", " a", ".nan"]),
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
TREES = st.dictionaries(
    NAMES.filter(lambda name: name != "<<" and not name.endswith("_")),
    st.recursive(
        SCALARS,
        lambda below: (
            st.lists(below, max_size=4)
            | st.dictionaries(NAMES.map("k{}".format), below, max_size=4)
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


def bare(node: Node | None) -> Any:
    match node:
        case Scalar(kind=kind, text=text):
            return kind if kind == "nothing" else (kind, text)
        case Items(items=items):
            return [bare(item) for item in items]
        case Keys(pairs=pairs):
            return {key: bare(pair.value) for key, pair in pairs.items()}
        case _:
            raise AssertionError(node)


@given(TREES)
def test_what_is_written_is_read_as_it_was(tree: dict[str, Any]) -> None:
    wrong: list[Mistake] = []
    nodes = _Nodes(wrong.append).of(tree, "")
    assert bare(parse(written(tree), "", wrong.append)) == bare(nodes)
    assert wrong == []


# the same checks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"timeline": [{"at": "-5s", "hangup": True}]}, "timeline[0].at: '-5s' is negative; ; "),
        ({"timeline": [{"at": 5, "hangup": True}]}, ("timeline[0].at: the whole number 5; a "
         "duration, with its unit, such as '10s' or '250ms' or '2h'; ")),
        ({"limt": "5s"}, "limt: unknown key 'limt'; ; did you mean 'limit'?"),
        ({"seed": 1.5}, ("seed: 1.5, a float; a text with its unit, a whole number, a truth value, "
         "a list or a mapping; ")),
        ({"seed": 10**18}, "seed: the number 1000000000000000000; a whole number from 0; "),
        ({"seed": True}, "seed: the truth value true; a whole number from 0; "),
        ({"seed": None}, "seed: nothing; a whole number from 0; "),
        ({"about": "\ud800"}, "about: half of a character: a surrogate by itself; ; "),
        ({"matrix": {"a": {}}}, "a matrix; a scenario for each case; "),
        ({"case": "not a name"}, "'not a name' as a name; a short one, such as 'slow'; "),
        ({"timeline": [{"at": "20min", "hangup": True}]}, ("timeline[0]: a step at 20min, after the "
         "run's end; a time up to 10min; ")),
        ({"timeline": [{"at": "1s", "hangup": True, "id": "a"}] * 2},
         "timeline[1]: the id 'a' again: timeline[0] has it; ; "),
    ],
)  # fmt: skip
def test_a_mistake_has_its_path(keys: dict[str, Any], told: str) -> None:
    assert mistakes(**keys) == [told]


def test_all_mistakes_are_told_in_order_at_the_line_of_the_call() -> None:
    steps = [{"at": f"{n}", "hangup": True} for n in range(12)]
    with pytest.raises(ScenarioError) as caught:
        scenario(name="a", about="x", timeline=steps)
    assert [one.found.split(":")[0] for one in caught.value.mistakes] == [
        f"timeline[{n}].at" for n in range(12)
    ]
    (where,) = {mistake.where for mistake in caught.value.mistakes}
    assert where.file.endswith("test_code.py")
    assert "scenario(name=" in Path(__file__).read_text().splitlines()[where.line - 1]


def test_data_that_holds_itself_ends() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert mistakes(timeline=endless)[-1].endswith("nested deeper than 20 levels; ; ")


# playing it --------------------------------------------------------------------------------------


@pytest.fixture
def ramp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ramp.py").write_text(RAMP)
    return tmp_path / "ramp.py"


def test_a_file_may_hold_several(ramp: Path) -> None:
    assert [one.case for one in read_cases(ramp)] == ["by-1", "by-2"]
    assert read(ramp, "by-2") == read_cases(ramp)[1]
    assert rehearse(read(ramp, "by-1")) == []
    with pytest.raises(ScenarioError, match=r"^ramp.py: 2 cases, of which none is chosen; expec"):
        read(ramp)
    with pytest.raises(ScenarioError, match=r"^ramp.py: no case 'by-3' \(did you mean 'by-"):
        read(ramp, "by-3")


def test_a_file_may_hold_one(ramp: Path) -> None:
    one = (
        RAMP.replace("scenarios = [", "scenario = [")
        .replace("]\n", "][0]\n")
        .replace('        case=f"by-{step}",\n', "")
    )
    ramp.write_text(one)
    (only,) = read_cases(ramp)
    assert only.case == ""
    assert read(ramp) == only
    ramp.write_text(f"{one}scenarios = [scenario, scenario]\n")
    with pytest.raises(ScenarioError, match=r"scenarios\[0\] has the case ''; expected a case of"):
        read_cases(ramp)


def test_in_process_and_again_from_its_trace_alone(ramp: Path) -> None:
    with plug(ramp, case="by-2") as port:
        port.advance(seconds=5)
    run = play(Run(read(ramp, "by-2"), abilities=Abilities()), [(0, Opened())])
    Path("out.jsonl").write_bytes(trace_of(run))
    ramp.unlink()
    again, _, differs = replay(Path("out.jsonl"))
    assert differs is None
    assert again.scenario == run.scenario
    assert run.verdict is not None
    assert run.verdict.findings[0].where == "<ramp>:13:3"
    line = run.scenario.source.splitlines()[12]
    assert line == "- {polls: status, at_least_every: 2s}"


def test_the_page_shows_one_that_plays(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text()
    (text,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "staircase.py").write_text(text)
    cases = read_cases(tmp_path / "staircase.py")
    assert [one.case for one in cases] == ["by-1mL", "by-2mL"]
    run = play(Run(cases[1]), [(0, Opened())])
    assert run.verdict is not None
    assert (run.verdict.result, run.verdict.at) == ("failed", 90 * 10**9)  # its limit
    assert str(cases[1].expect[0].where) in page
    assert b"10 mL/h" in trace_of(run)


def test_from_the_command_line(ramp: Path) -> None:
    ramp.write_text(RAMP.replace('{"polls": "status", "at_least_every": "2s"}', '{"exits": 0}'))
    client = ("--", "sh", "-c", ": < {port}")
    played = mockpump("run", "ramp.py", "--case", "by-1", *client, cwd=ramp.parent)
    assert (played.returncode, "\nramp [by-1], seed 0: client ended" in played.stderr) == (0, True)
    checked = mockpump("check", "ramp.py", cwd=ramp.parent)
    assert (checked.returncode, checked.stdout) == (0, "1 scenario, no mistakes\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import nothing_of_that_name\n", "t.py:1: ModuleNotFoundError: No module named "),
        ("x = 1\nx.y()\n", "t.py:2: AttributeError: 'int' object has no attribute 'y'"),
        ("def (:\n", "t.py:1:5: SyntaxError: invalid syntax"),
        ("raise SystemExit(3)\n", "t.py:1: SystemExit: 3"),
        ("", "t.py: no scenario in it; expected a name 'scenario', or 'scenarios' for several"),
        ("scenario = 7\n", "t.py: scenarios[0] is a int; expected what scenario(…) returns"),
        ("scenarios = 7\n", "t.py: no scenario in it"),
        (RAMP + "del scenarios[0]\nscenarios *= 2\n", ("t.py: scenarios[1] has the case 'by-2'; "
         "expected a case of its own for each of several")),
        (RAMP.replace("ends=", "end="), "t.py:4: end: unknown key 'end' (did you mean 'ends'?)"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.py").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        read(Path("t.py"))
    assert str(caught.value).startswith(told)


def test_a_file_may_import_what_lies_beside_it(ramp: Path) -> None:
    (ramp.parent / "steps_of_mine.py").write_text(RAMP)
    ramp.write_text("from steps_of_mine import scenarios\n")
    assert len(read_cases(ramp)) == 2


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ScenarioError, match=r"^none\.py: cannot be read: No such file"):
        read_cases(Path("none.py"))
