"""Stories whose every line is right by itself, and which are wrong as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.errors import ScenarioError
from mockpump.operations import OPERATIONS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.needs import NEEDS
from mockpump.scenario.load import load
from mockpump.scenario.steps import Step
from mockpump.scenario.story import _TAKES_ALARM, shown

HEAD = "mockpump: 1\nname: x\nabout: y\n"


def mistakes_of(text: str) -> list[str]:
    try:
        load(HEAD + text, "f")
    except ScenarioError as error:
        return str(error).split("\n")
    return []


OCCLUSION = "catheter_occlusion"
CLIENTS = "this is the client's doing, not the pump's own story; expected it under 'expect'"
PUMPS = "this is the pump's own story, not the client's doing; expected it under 'assume'"
RING = "never comes: only steps that wait for each other would bring it"
JUMPS = "(a client is right to flag a clock that jumps)"


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        (
            "timeline: [{at: 1s, hangup: true, id: a}, {at: 2s, hangup: true, id: a}]",
            ["4:43: the id 'a' again: line 4 has it"],
        ),
        (
            "limit: 70s\ntimeline: [{at: 71s, hangup: true}, {at: 70s, hangup: true}]",
            ["5:12: a step at 71s, after the run's end; expected a time up to 70s"],
        ),
        (
            "ends: 5s\ntimeline: [{at: 6s, hangup: true}]",
            ["5:12: a step at 6s, after the run's end; expected a time up to 5s"],
        ),
        (
            "timeline: [{at: 1s, replug: same}]",
            ["4:12: no step unplugs what this one puts back"],
        ),
        (
            "timeline: [{at: 1s, clear: garble}]",
            ["4:12: no step sets the fault 'garble'"],
        ),
        (
            f"timeline: [{{at: 0s, fault: {OCCLUSION}}}, {{at: 1s, clear: catheter_oclusion}}]",
            [
                (
                    "4:49: no step sets the fault 'catheter_oclusion' "
                    "(did you mean 'catheter_occlusion'?)"
                )
            ],
        ),
        (
            (
                "line: {dialect: newera, addresses: [1, 2, 3]}\ntimeline:\n"
                "  - {at: 1s, fault: motor_stall, address: 1}\n"
                "  - {at: 1s, fault: motor_stall, address: '3'}\n"
                "  - {at: 2s, clear: motor_stall, address: 2}\n"
                "  - {at: 2s, clear: motor_stall, address: 3}\n"
                "  - {at: 2s, clear: motor_stall}\n"
                "assume: [{fault: motor_stall, address: 2, within: 5s}]"
            ),
            [
                "8:5: no step sets the fault 'motor_stall' at address '2'; expected one of 1, 3",
                "11:10: no step sets the fault 'motor_stall' at address '2'; expected one of 1, 3",
            ],
        ),
        (
            "timeline: [{at: 5s, line_fault: garble}, {at: 4s, clear: garble}]",
            ["4:42: 'garble' is cleared at 4s, before it is set; expected a time from 5s"],
        ),
        (
            "timeline: [{at: 5s, unplug: true}, {at: 4s, replug: same}]",
            ["4:36: the port is put back at 4s, before it is pulled; expected a time from 5s"],
        ),
        ("ends: 11min", ["4:7: ends: 11min is after the limit, 10min"]),
        (
            "timeline: [{at: 1s, fault: garble}]",
            ["4:28: unknown name 'garble' (garble is a line fault: write line_fault: garble)"],
        ),
        (
            "timeline: [{at: 1s, line_fault: {motor_stall: {}}}]",
            [
                (
                    "4:33: unknown name 'motor_stall' "
                    "(motor_stall is a pump fault: write fault: motor_stall)"
                )
            ],
        ),
        (
            "timeline: [{at: 1s, fault: low_reservoir}]",
            [
                (
                    "4:28: unknown name 'low_reservoir' (low_reservoir is an alarm, which something "
                    "must raise; for nothing, false_alarm does)"
                )
            ],
        ),
        (
            "timeline: [{at: 1s, hangup: false}]",
            [
                f"4:12: a step has exactly one of {', '.join(Step.actions)}: found none",
                "4:29: hangup: false does nothing: leave the step out",
            ],
        ),
        (
            "timeline: [{note: x}]",
            ["4:12: a step has exactly one of at, every, when: found none"],
        ),
        (
            "timeline: [{at: 1s, for: 0s, fault: motor_stall}]",
            ["4:26: 'for' is longer than nothing"],
        ),
        (
            "timeline: [{at: 1s, line_fault: {garble: {rate: 200%}}}]",
            ["4:33: line_fault: a rate of 200% is over 100%"],
        ),
        (
            "timeline: [{at: 1s, fault: {battery_drain: {to: 200%}}}]",
            ["4:49: to is not below 100%"],
        ),
        (
            "timeline: [{when: {step: a}, id: a, note: x}]",
            ["4:19: step a never comes: only this step itself would bring it"],
        ),
        (
            (
                "timeline:\n  - {when: {step: b}, id: a, note: x}\n"
                "  - {when: {fault: motor_stall}, id: b, operator: go}\n"
                "  - {when: {step: a}, fault: motor_stall}\n  - {when: {operator: go}, note: x}"
            ),
            [
                f"5:12: step b {RING}",
                f"6:12: fault motor_stall {RING}",
                f"7:12: step a {RING}",
                f"8:12: operator go {RING}",
            ],
        ),
        ("limit: 0s", ["4:8: limit: 0s is no time in which anything could happen"]),
        ("ends: 0s", ["4:7: ends: 0s is no time in which anything could happen"]),
        (
            "line: {dialect: newera, addresses: []}",
            [
                (
                    "4:36: addresses: no pump is at an empty list; "
                    "without it, the usual ones are there"
                )
            ],
        ),
        (
            "expect: [{port: replugged, within: 5s}, {never: {port: hung_up}}]",
            [
                f"4:10: {PUMPS}",
                f"4:49: {PUMPS}",
            ],
        ),
        (
            "expect: [{operation: bolus, of: occlusion, within: 5s}]",
            ["4:33: 'of' names an alarm, and bolus is of none"],
        ),
        (
            "expect: [{output: '', within: 5s}, {output: 'a|', at_least: 1}]",
            [
                "4:19: pattern '' is found in every line",
                "4:45: pattern 'a|' is found in every line",
            ],
        ),
        (
            "expect: [{polls: status, at_least_every: 0s}]",
            ["4:42: 'at_least_every' is longer than nothing"],
        ),
        (
            "expect: [{operation: ping, within: 0s}, {operation: ping, within: {pump: 0h}}]",
            [
                "4:36: a client cannot do anything within 0s; expected some time",
                "4:67: a client cannot do anything within 0s; expected some time",
            ],
        ),
        (
            "expect: [{operation: bolus, within: 9s, with: {volume: {at_least: 2 mL, at_most: 1 mL}}}]",
            ["4:47: with: volume: at least 2 mL at most 1 mL: there is no such value"],
        ),
        (
            "pump: {infusion: {rate: 5 ml/h, dose: 1 mg/day}}",
            [
                "4:25: 'ml/h' is not a unit of flow rate: did you mean 'mL/h'?",
                "4:39: dose: rate and dose say the same: give one of them",
            ],
        ),
        ("hazards: [cat-3]", ["4:11: unknown name 'cat-3' (did you mean 'CAT-3'?)"]),
        ("limit: 5s\nends: 6s", ["5:7: ends: 6s is after the limit, 5s"]),
        (
            "expect: [{output: a, at_least: 1, id: a}]\nassume: [{exits: 0, id: a}]",
            [
                "4:10: the id 'a' again: line 5 has it",
                f"5:10: {CLIENTS}",
            ],
        ),
        (
            "assume: [{never: {output: a}}, {output: a, within: 1s}]",
            [
                f"4:18: {CLIENTS}",
                f"4:32: {CLIENTS}",
            ],
        ),
        (
            "timeline: [{at: 0s, line_fault: garble}, {when: {fault: lose}, hangup: true}]",
            ["4:49: no step sets the fault 'lose'; expected garble"],
        ),
        (
            "expect: [{operation: stop, within: 1s, after: {operator: acknowledge}}]",
            ["4:47: no step asks the operator to 'acknowledge'"],
        ),
        (
            (
                "timeline: [{at: 1s, operator: {do: acknowledge, of: eri}}]\n"
                "expect: [{operation: stop, within: 1s, after: {operator: acknowledge, of: eos}}]"
            ),
            ["5:47: no step asks the operator to 'acknowledge' of 'eos'"],
        ),
        (
            "timeline: [{at: 1s, operator: {do: acknowledge, of: erri}}]",
            ["4:31: there is no alarm 'erri' (did you mean 'eri'?)"],
        ),
        (
            "expect: [{operation: ack_alarm, of: e0s, within: 1s}]",
            [f"4:10: there is no alarm 'e0s'; expected one of {', '.join(sorted(ALARMS))}"],
        ),
        (
            "timeline: [{at: 1s, line_fault: {lose: {reply_to: bolos}}}]",
            ["4:12: no reply_to is 'bolos' (did you mean 'bolus'?)"],
        ),
        (
            "timeline: [{at: 1s, line_fault: {lose: {event: oclusion}}}]",
            ["4:12: no event is 'oclusion' (did you mean 'occlusion'?)"],
        ),
        (
            "assume: [{alarm: occlusion, state: raised, within: 1s}]",
            [
                (
                    "4:10: this pump (intrathecal-20) never raises 'occlusion'; "
                    "expected a pump with an occlusion sensor"
                )
            ],
        ),
        (
            "pump: {preset: ambulatory-100}\ntimeline: [{when: {alarm: eri}, hangup: true}]",
            [
                (
                    "5:19: this pump (ambulatory-100) never raises 'eri'; "
                    "expected a pump with an implanted cell"
                )
            ],
        ),
        (
            "timeline: [{at: 0s, skip: {until: {alarm: low_battery}}}]",
            [
                (
                    "4:35: this pump (intrathecal-20) never raises 'low_battery'; "
                    "expected a pump with a replaceable cell"
                )
            ],
        ),
        (
            "timeline: [{at: 1s, skip: 1h}]",
            [
                (
                    "4:27: a skip while the client may have the port open must say so; "
                    f"expected {{…, connected: true}} {JUMPS}"
                )
            ],
        ),
        (
            "timeline: [{when: {port: opened}, skip: {span: 1h}}]",
            [
                (
                    "4:41: a skip while the client may have the port open must say so; "
                    f"expected {{…, connected: true}} {JUMPS}"
                )
            ],
        ),
        (
            "timeline: [{when: {port: closed}, after: 1s, skip: 1h}]",
            [
                (
                    "4:52: a skip while the client may have the port open must say so; "
                    f"expected {{…, connected: true}} {JUMPS}"
                )
            ],
        ),
        (
            "expect: [{alarm: eri, state: raised, within: 1s}]",
            [
                "4:10: this is the pump's own story, not the client's doing; expected it under 'assume'"
            ],
        ),
        (
            "assume: [{never: {operation: bolus}, while: {port: opened}}]",
            [
                "4:18: this is the client's doing, not the pump's own story; expected it under 'expect'"
            ],
        ),
        (
            "assume: [{polls: status, at_least_every: 1s}]",
            [
                "4:10: this is the client's doing, not the pump's own story; expected it under 'expect'"
            ],
        ),
    ],
)
def test_a_story_that_is_wrong(text: str, mistakes: list[str]) -> None:
    assert mistakes_of(text) == [f"f:{mistake}" for mistake in mistakes]


@pytest.mark.parametrize(
    "text",
    [
        "timeline: [{at: 0s, skip: 1h}]",
        "timeline: [{when: {port: closed}, skip: 1h}]",
        "timeline: [{at: 1s, skip: {span: 1h, connected: true}}]",
        "limit: 70s\ntimeline: [{at: 70s, hangup: true}]",
        "expect: [{alarm: eri, state: acknowledged, within: 1s}]",
        "expect: [{alarm: eri, state: cleared, within: 1s}]",
        "assume: [{never: {alarm: occlusion}, while: {port: opened}}]",  # nor can it be raised
        "timeline: [{at: 0s, operator: bolus}, {when: {operator: bolus}, hangup: true}]",
        "timeline: [{at: 0s, operator: {do: bolus, of: patient}}]",
        "timeline: [{at: 0s, unplug: true}, {at: 1s, replug: pump1}]",
        "timeline: [{at: 5s, line_fault: lose}, {at: 5s, clear: lose}]",
        (
            "line: {dialect: newera, addresses: [1, 2]}\n"
            "timeline: [{at: 1s, fault: motor_stall}, {at: 2s, clear: motor_stall, address: 2}]"
        ),
        "timeline: [{when: {port: closed}, line_fault: lose}, {at: 5s, clear: lose}]",
        "timeline: [{at: 5s, line_fault: lose}, {every: 2s, until: 6s, clear: lose}]",
        "limit: 5s\nends: 5s",
        (
            "timeline: [{when: {step: b}, id: a, operator: go}, {when: {operator: go}, id: b, note: x},"
            " {at: 1s, operator: go}]"
        ),
        "assume: [{port: replugged, within: 5s}]\nexpect: [{port: opened, within: 5s}]",
        "expect: [{output: '^$', at_least: 1}, {output: '.', at_least: 1}]",
        "timeline: [{at: 0s, hangup: true}, {at: 0s, hangup: true}]",  # no ids are not the same id
    ],
)
def test_a_story_that_is_right(text: str) -> None:
    assert mistakes_of(text) == []


def test_the_story_is_judged_once_every_line_is_understood() -> None:
    text = "timeline: [{at: 1s, fault: catheter_oclusion}, {at: 2s, clear: catheter_occlusion}]"
    assert mistakes_of(text) == [
        "f:4:28: unknown name 'catheter_oclusion' (did you mean 'catheter_occlusion'?)"
    ]


def test_the_tables_name_what_exists() -> None:
    assert set(NEEDS) <= set(ALARMS)
    operations = {"ack_alarm", "silence_alarm", "enable_alarm"}
    assert {"acknowledge", "silence", *operations} == _TAKES_ALARM
    assert "ack_alarm" in OPERATIONS


SMALL = """
from mockpump.dialects.mp1 import DIALECT as MP1
DIALECT = MP1._replace(name="small", operations=frozenset({"ping", "patient_bolus"}))
"""


def test_a_step_that_waits_for_what_the_dialect_lacks(tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text(SMALL)
    step = "{when: {operation: bolus}, hangup: true}"
    line = f"line: {{dialect: {tmp_path / 'small.py'}}}\n"
    assert mistakes_of(f"{line}timeline: [{step}]") == [
        (
            "f:5:19: the dialect small has no 'bolus', so this step never comes; "
            "expected one of patient_bolus, ping"
        )
    ]
    assert mistakes_of(f"{line}timeline: [{step}, {{at: 1s, foreign: {{operation: bolus}}}}]") == []


def test_what_the_client_is_to_show_however_it_is_written() -> None:
    told = """\
timeline: [{when: {shows: "one"}, hangup: true}]
expect:
  - {shows: 'two', within: 5s}
  - {shows: "three", before: {shows: four}}
  - {never: {shows: five}, while: {alarm: low_reservoir}}
  - {in_order: [{shows: six}, {operation: stop}]}
  - {any: [{shows: seven, within: 5s}, {output: 'shows: eight', within: 5s}]}
ends: {when: {shows: nine}}
"""
    names = {"one", "two", "three", "four", "five", "six", "seven", "nine"}
    assert shown(load(HEAD + told)) == names


MANY = ", ".join(map(str, range(12)))


@pytest.mark.parametrize(
    ("dialect", "wrong", "expected"),
    [
        ("newera", "100", "0 to 99"),
        ("newera", "x", "0 to 99"),
        ("fresenius", "9", "one of 1, 2, 3, 4, 5, 6, 7, 8"),
    ],
)
def test_an_address_that_none_can_have(dialect: str, wrong: str, expected: str) -> None:
    found = f"f:4:7: the dialect {dialect} has no address '{wrong}'; expected {expected}"
    assert mistakes_of(f"line: {{dialect: {dialect}, addresses: [{wrong}]}}\n") == [found]


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (MANY, "0 to 11"),
        (f"{MANY}, 13", f"one of {MANY}, 13"),
        ("10, 9", "one of 9, 10"),
        ("7", "7"),
    ],
)
def test_an_address_that_none_has(there: str, expected: str) -> None:
    line = f"line: {{dialect: newera, addresses: [{there}]}}\n"
    found = f"f:5:12: no pump on the line has the address '12'; expected {expected}"
    assert mistakes_of(f"{line}timeline: [{{at: 1s, press: stop, address: 12}}]\n") == [found]
