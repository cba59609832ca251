"""`defaults.yaml`: what it gives to the scenarios in its folder, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.errors import ScenarioError
from mockpump.play import play, remake, replay, trace_of
from mockpump.rehearsal import rehearse
from mockpump.run import Run
from mockpump.scenario.files import check_defaults, read, read_cases
from mockpump.scenario.load import load
from mockpump.seam import Opened
from mockpump.trace import Header

HEAD = "mockpump: 1\nname: one\nabout: x\n"
DEFAULTS = """\
mockpump: 1
pump: {preset: ambulatory-100, reservoir: {volume: 40 mL, low_alarm: 2 mL}}
line: {baud: 19200}
expect:
  - {polls: status, at_least_every: 2s}
limit: 2min
"""


def told(text: str, defaults: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(text, "stories/t.yaml", defaults=defaults)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_what_is_not_written_is_taken_from_the_folder() -> None:
    given = load(HEAD, defaults=DEFAULTS)
    written = load(DEFAULTS.replace("mockpump: 1\n", HEAD))
    assert (given.pump, given.line.baud, given.limit) == (written.pump, 19200, written.limit)
    assert [str(one) for one in given.expect] == ["polls status at least every 2s"]


def test_what_is_written_stands_mappings_key_by_key_and_lists_whole() -> None:
    own = "pump: {reservoir: {volume: 30 mL}}\nexpect: [{exits: 0}]\nlimit: 9s\n"
    pump = "pump: {preset: ambulatory-100, reservoir: {volume: 30 mL, low_alarm: 2 mL}}\n"
    scenario = load(HEAD + own, defaults=DEFAULTS)
    assert scenario.pump == load(HEAD + pump).pump
    assert (scenario.line.baud, scenario.limit) == (19200, 9 * 10**9)
    assert [str(one) for one in scenario.expect] == ["client exits with 0"]


def test_a_matrix_goes_before_both() -> None:
    (case,) = (
        load(HEAD + "matrix: {limit: [7s, 8s]}\nlimit: 9s\n", case="limit=8s", defaults=DEFAULTS),
    )
    assert (case.limit, case.line.baud) == (8 * 10**9, 19200)


@pytest.mark.parametrize(
    ("defaults", "mistakes"),
    [
        ("mockpump: 1\nlimt: 5s", ["2:1: unknown key 'limt' (did you mean 'limit'?)"]),
        ("mockpump: 1\nlimit: 5", [("2:8: the whole number 5; expected a duration, with its unit, "
         "such as '10s' or '250ms' or '2h'")]),
        ("limit: 5s", ["1:1: no key 'mockpump'; expected 1"]),
        ("mockpump: 1\nname: a\ntimeline: []\nmatrix: {}",
         ["2:1: 'name', which every scenario says for itself",
          "3:1: 'timeline', which every scenario says for itself",
          "4:1: 'matrix', which every scenario says for itself"]),
        ("[a]", ["1:1: a list; expected a mapping, as in a scenario"]),
        ("# nothing\n", ["nothing is in it"]),
        ("a: [", [("1:5: not YAML: expected the node content, but found '<stream end>' while "
         "parsing a flow node")]),
    ],
)  # fmt: skip
def test_a_mistake_in_the_defaults_has_its_place(defaults: str, mistakes: list[str]) -> None:
    own = HEAD + "limit: 9s\n"  # so that the scenario does not use what is wrong there
    assert told(own, defaults) == [
        f"stories/defaults.yaml:{one}".replace(":nothing", ": nothing") for one in mistakes
    ]


def test_a_story_that_is_wrong_with_its_defaults_is_told_where_each_stands() -> None:
    text = HEAD + "timeline: [{at: 3min, hangup: true}]\n"
    assert told(text, DEFAULTS) == [
        "stories/t.yaml:4:12: a step at 3min, after the run's end; expected a time up to 2min"
    ]
    assert told(HEAD, "mockpump: 1\nassume: [{alarm: occlusion, state: raised, within: 9s}]") == [
        (
            "stories/defaults.yaml:2:10: this pump (intrathecal-20) never raises 'occlusion'; expected "
            "a pump with an occlusion sensor"
        )
    ]


def test_the_scenario_keeps_its_own_version() -> None:
    assert told("name: one\nabout: x\n", DEFAULTS) == [
        "stories/t.yaml:1:1: no key 'mockpump'; expected 1"
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "defaults.yaml").write_text(DEFAULTS)
    (tmp_path / "one.yaml").write_text(HEAD + "matrix: {limit: [7s, 8s]}\n")
    return tmp_path


def test_files_find_them_beside_the_scenario_only(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "two.yaml").write_text(HEAD)
    assert [case.line.baud for case in read_cases(folder / "one.yaml")] == [19200, 19200]
    assert read(folder / "one.yaml", "limit=8s").expect[0].where.file == "defaults.yaml"
    assert read(folder / "below" / "two.yaml").line.baud is None


def test_they_are_no_scenario_themselves(folder: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(folder / "defaults.yaml")
    assert str(caught.value) == (
        "defaults.yaml: defaults.yaml, which is for the scenarios in its folder and none itself; "
        "expected a scenario"
    )
    check_defaults(folder / "defaults.yaml")
    (folder / "defaults.yaml").write_text("mockpump: 1\nsede: 3")
    with pytest.raises(ScenarioError, match="seed"):
        check_defaults(folder / "defaults.yaml")


def test_a_trace_carries_all_that_remakes_its_run(folder: Path) -> None:
    (folder / "defaults.yaml").write_text(defaults := f"{DEFAULTS}ends: 5s\n")
    scenario = read(folder / "one.yaml", "limit=8s")
    run = play(Run(scenario), [(0, Opened())])
    assert run.verdict is not None
    assert (run.verdict.case, run.verdict.at) == ("limit=8s", 5 * 10**9)
    assert run.verdict.title() == "one [limit=8s]"
    (folder / "out.jsonl").write_bytes(trace_of(run))
    for file in folder.glob("*.yaml"):
        file.unlink()
    again, _, differs = replay(folder / "out.jsonl")
    assert differs is None
    assert again.scenario == scenario
    header = run.records[0]
    assert isinstance(header, Header)
    assert (header.case, header.defaults) == ("limit=8s", defaults)
    assert remake(header).scenario == scenario
    assert rehearse(scenario) == []
