"""`matrix`: which cases a file has, what each says, and where what is wrong with one stands."""

from __future__ import annotations

import pytest

from mockpump.errors import ScenarioError
from mockpump.scenario.cases import MOST_CASES
from mockpump.scenario.load import load, load_cases
from mockpump.scenario.model import Scenario
from mockpump.scenario.story import fault_of

HEAD = "mockpump: 1\nname: several\nabout: x\n"
KINKED = (
    HEAD
    + """\
pump: {preset: ambulatory-100, infusion: {rate: 2 mL/h}}
timeline:
  - {id: kink, at: 5s, fault: catheter_occlusion}
  - {at: 9s, clear: catheter_occlusion}
assume:
  - {id: raised, alarm: occlusion, state: raised, within: 60s}
expect:
  - all:
      - {id: soon, operation: ack_alarm, within: 3s, after: {alarm: occlusion}}
"""
)
ML_PER_H = 10**9 * 24  # in pL/day


def mistakes(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_cases(text, "t")
    return [str(mistake) for mistake in caught.value.mistakes]


def names(text: str) -> list[str]:
    return [scenario.case for scenario in load_cases(text)]


def rate(scenario: Scenario) -> int:
    assert scenario.pump.infusion.rate is not None
    return scenario.pump.infusion.rate // ML_PER_H


def test_without_a_matrix_there_is_one_case_without_a_name() -> None:
    (only,) = load_cases(KINKED)
    assert only == load(KINKED)
    assert only.case == ""


def test_each_value_is_a_case() -> None:
    text = KINKED + "matrix: {pump.infusion.rate: [1 mL/h, 5 mL/h]}\n"
    slow, fast = load_cases(text, "t")
    assert (slow.case, fast.case) == ("rate=1mL/h", "rate=5mL/h")
    assert (rate(slow), rate(fast)) == (1, 5)
    assert slow.pump.preset == fast.pump.preset == "ambulatory-100"
    assert slow.timeline == fast.timeline == load(KINKED, "t").timeline
    assert slow.source == text
    assert slow.matrix == {}


def test_each_value_is_played_with_each_of_the_others() -> None:
    matrix = "matrix: {line.baud: [9600, 19200], pump.infusion.rate: [1 mL/h, 5 mL/h]}\n"
    cases = load_cases(KINKED + matrix)
    assert [case.case for case in cases] == [
        "baud=9600,rate=1mL/h",
        "baud=9600,rate=5mL/h",
        "baud=19200,rate=1mL/h",
        "baud=19200,rate=5mL/h",
    ]
    assert [(case.line.baud, rate(case)) for case in cases] == [
        *((9600, 1), (9600, 5)),
        *((19200, 1), (19200, 5)),
    ]


def test_values_that_go_together_have_a_name() -> None:
    text = KINKED + (
        "matrix:\n"
        "  slow: {pump.infusion.rate: 1 mL/h, assume.raised.within: 5min}\n"
        "  as-it-is: {}\n"
    )
    slow, same = load_cases(text)
    assert (slow.case, same.case) == ("slow", "as-it-is")
    assert (rate(slow), rate(same)) == (1, 2)
    assert [str(one.assume[0].within) for one in (slow, same)] == ["5min", "1min"]


def test_a_path_goes_by_the_ids_of_lists_however_deep() -> None:
    late, early = load_cases(KINKED + "matrix: {timeline.kink.at: [7s, 1s]}\n")
    assert [case.timeline[0].at for case in (late, early)] == [7 * 10**9, 10**9]
    matrix = "matrix: {a: {expect.both.all.soon.within: 1s}}\n"
    (case,) = load_cases(KINKED.replace("- all:", "- id: both\n    all:") + matrix)
    (part,) = case.expect[0].all or ()
    assert str(part.within) == "1s"


def test_a_value_may_be_a_whole_mapping_or_list() -> None:
    text = KINKED + (
        "matrix:\n"
        "  timeline.kink.fault:\n"
        "    - catheter_occlusion\n"
        "    - {partial_occlusion: {}}\n"
        "    - {partial_occlusion: {}}\n"
        "  hazards: [[], [CAT-3]]\n"
    )
    cases = load_cases(text.replace("  - {at: 9s, clear: catheter_occlusion}\n", ""))
    assert [case.case for case in cases][::2] == [
        "fault=catheter_occlusion,hazards=1",
        "fault=partial_occlusion,hazards=1",
        "fault=3,hazards=1",
    ]
    assert [case.hazards for case in cases][:2] == [(), ("CAT-3",)]
    assert {fault_of(case.timeline[0]) for case in cases[2:]} == {"partial_occlusion"}


def test_paths_with_one_ending_are_named_whole() -> None:
    assert names(HEAD + "matrix: {limit: [9s], ends: [8s]}") == ["limit=9s,ends=8s"]
    matrix = "matrix: {timeline.a.at: [1s], timeline.b.at: [2s]}\n"
    steps = "timeline: [{id: a, at: 9s, hangup: true}, {id: b, at: 9s, hangup: true}]\n"
    assert names(HEAD + steps + matrix) == ["timeline.a.at=1s,timeline.b.at=2s"]


def test_what_no_file_writes_can_be_set() -> None:
    (case,) = load_cases(HEAD + "matrix: {pump.reservoir.volume: [9 mL]}")
    assert case.pump == load(HEAD + "pump: {reservoir: {volume: 9 mL}}").pump
    assert case.case == "volume=9mL"


@pytest.mark.parametrize(
    ("matrix", "told"),
    [
        ("matrix: {}", ("t:4:9: a mapping without a case; expected lists of values by their paths, "
         "or for each case its values by their paths")),
        ("matrix: [a]", ("t:4:9: a list without a case; expected lists of values by their paths, "
         "or for each case its values by their paths")),
        ("matrix: {limit: 9s}", ("t:4:17: '9s'; expected lists of values by their paths, "
         "or for each case its values by their paths")),
        ("matrix: {limit: [9s], slow: {limit: 1s}}", ("t:4:29: a mapping; expected lists of values "
         "by their paths, or for each case its values by their paths")),
        ("matrix: {limit: []}", "t:4:17: an empty list; expected the values to play"),
        ("matrix: {limit: [9s, 8s, 9s]}", "t:4:26: '9s' again"),
        ("matrix: {'the slow one': {limit: 9s}}", ("t:4:10: 'the slow one' as a name; expected a "
         "short one, such as 'slow'")),
        ("matrix: {pump..rate: [9s]}", ("t:4:10: 'pump..rate' as a path; expected such as "
         "'pump.infusion.rate'")),
        ("matrix: {name: [a]}", "t:4:10: 'name', which is the same in all cases"),
        ("matrix: {limit.a: [9s]}\nlimit: 1min", ("t:4:16: 'limit' is '1min', which holds no 'a'; "
         "expected a shorter path, or a mapping there")),
        ("matrix: {pump.infusoin.rate: [1 mL/h, 2 mL/h]}",
         "t:4:15: unknown key 'infusoin' (did you mean 'infusion'?)"),
        ("matrix: {limit: [9s, 9]}", ("t:4:22: the whole number 9, in the case limit=9; expected a "
         "duration, with its unit, such as '10s' or '250ms' or '2h'")),
        ("matrix: {timeline.b.at: [9s]}\ntimeline: [{id: a, at: 1s, hangup: true}]",
         "t:4:19: nothing in 'timeline' has the id 'b'; expected a"),
        ("matrx: {limit: [9s]}", "t:4:1: unknown key 'matrx' (did you mean 'matrix'?)"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_matrix_has_its_place(matrix: str, told: str) -> None:
    assert mistakes(HEAD + matrix) == [told]


def test_what_all_cases_have_is_told_once_and_what_one_has_with_its_name() -> None:
    text = HEAD + (
        "limit: 20s\n"
        "timeline: [{id: a, at: 1s, fault: motor_stall}, {at: 30s, clear: motor_stall}]\n"
        "matrix: {timeline.a.at: [2s, 21s, 22s]}\n"
    )
    assert mistakes(text) == [
        "t:5:12: a step at 21s, after the run's end, in the case at=21s; expected a time up to 20s",
        "t:5:12: a step at 22s, after the run's end, in the case at=22s; expected a time up to 20s",
        "t:5:49: a step at 30s, after the run's end; expected a time up to 20s",
    ]


def test_one_case_is_chosen() -> None:
    text = KINKED + "matrix: {pump.infusion.rate: [1 mL/h, 5 mL/h]}\n"
    assert load(text, "t", "rate=5mL/h") == load_cases(text, "t")[1]


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("", "t:4:1: 2 cases, of which none is chosen; expected one of slow, fast"),
        ("slo", "t:4:1: no case 'slo' (did you mean 'slow'?)"),
        ("x", "t:4:1: no case 'x'; expected one of slow, fast"),
    ],
)
def test_what_there_is_to_choose(case: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(HEAD + "matrix: {slow: {limit: 9s}, fast: {limit: 1s}}", "t", case)
    assert str(caught.value) == told


def test_where_there_is_nothing_to_choose() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(HEAD, "t", "slow")
    assert str(caught.value) == "t:1:1: no case 'slow': there is no 'matrix'"


def test_a_wrong_path_is_told_once_however_many_its_values() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(HEAD + "matrix: {limit..x: [9s, 8s, 7s]}", "t", "limit=9s")
    assert (
        str(caught.value) == "t:4:10: 'limit..x' as a path; expected such as 'pump.infusion.rate'"
    )


def test_a_mistake_in_another_case_is_not_in_the_way_of_one() -> None:
    text = HEAD + "matrix: {limit: [9s, 9]}"
    assert load(text, "t", "limit=9s").limit == 9 * 10**9


def test_there_is_a_bound() -> None:
    def matrix(count: int) -> str:
        return f"{HEAD}matrix: {{seed: [{', '.join(map(str, range(count)))}]}}"

    assert len(load_cases(matrix(MOST_CASES))) == MOST_CASES
    assert mistakes(matrix(MOST_CASES + 1)) == [
        f"t:4:1: more than {MOST_CASES} cases; expected fewer, or a scenario in Python"
    ]
    many = ", ".join(f"timeline.a{n}.at: [1s, 2s, 3s]" for n in range(40))
    assert any("more than" in told for told in mistakes(f"{HEAD}matrix: {{{many}}}"))
