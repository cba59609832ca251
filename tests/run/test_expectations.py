"""For each form of expectation, a client that meets it, and one changed by a line that fails just it.

The client is a script; the pump, the line and the dialect are real.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mockpump.clock import SECOND
from mockpump.dialects.mp1.grammar import request
from mockpump.expect import Abilities
from mockpump.seam import Bytes, Delivered, Input, Opened, Printed, Process, Settings, Shown, Stop
from tests.playing import played

STORY = """
pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}
line: {pacing: false}
timeline:
  - {at: 10s, fault: catheter_occlusion}
  - {at: 20s, operator: bolus}
  - {at: 90s, hangup: true}
assume:
  - {alarm: occlusion, state: raised, within: 60s, after: {fault: catheter_occlusion}}
ends: 2min
expect:
"""
EXPECT: Mapping[str, str] = {
    "within": "{operation: bolus, outcome: attempted, within: 2s, after: {operator: bolus}}",
    "after": "{operation: ack_alarm, of: occlusion, after: {alarm: occlusion}}",
    "before": "{operation: read_result, before: {operation: start}, after: {operator: bolus}}",
    "never": "{never: {operation: prime}}",
    "never while": "{never: {operation: self_test}, while: {alarm: occlusion}}",
    "polls": "{polls: status, at_least_every: 10s}",
    "at_least_every": "{operation: ping, at_least_every: 50s}",
    "exactly": "{operation: identify, exactly: 2}",
    "at_most": "{operation: test_alarm, at_most: 1}",
    "at_least": "{operation: interrogate, at_least: 1}",
    "counts in a time": "{operation: read_log, exactly: 1, within: 8s, after: {operator: bolus}}",
    "in any": "{operation: self_test, outcome: attempted, at_most: 1, in_any: 4s}",
    "output": "{output: 'at (?P<r>.*)', with: {r: 2 mL/h}, within: 12s, after: {operator: bolus}}",
    "never output": "{never: {output: {pattern: Traceback, on: stderr}}}",
    "in_order": "{in_order: [{operator: bolus}, {operation: set_rate}, {operation: read_log}]}",
    "value": "{operation: set_rate, with: {rate: {is: 2 mL/h, give_or_take: 1%}}, within: 1min}",
    "shows": "{shows: eos, with: {days: {at_most: 90}}, within: 30s}",
    "settings": "{settings: 19200 8N1}",
    "reconnects": "{port: opened, within: 5s, after: {port: hung_up}}",
    "exits": "{exits: 0}",
    "all": "{all: [{operation: read_events, at_least: 1}, {operation: telemetry, at_most: 0}]}",
    "any": "{any: [{operation: read_errors, at_least: 1}, {operation: telemetry, at_least: 1}]}",
}
Line = tuple[int, str]
CLIENT: Mapping[str, Line] = {
    "set": (0, "= 19200"),
    "open": (0, "= opened"),
    "hello": (1, "HELLO"),
    "ping": (2, "PING"),
    "read": (3, "INTERROGATE"),
    "events": (4, "EVENTS?"),
    "errors": (5, "ERRORS?"),
    "tone": (6, "ALARMTEST"),
    "show": (7, "= shown 90"),
    "self-test": (8, "SELFTEST"),
    "self-test again": (13, "SELFTEST"),
    "asked": (20, "= delivered"),
    "bolus": (21, "BOLUS volume=1mL id=7"),
    "result": (23, "RESULT? id=7"),
    "stop": (24, "STOP"),
    "stage": (25, "STAGE rate=2mL/h"),
    "commit": (25, "COMMIT token=T1 id=8"),
    "log": (26, "LOG?"),
    "start": (27, "START"),
    "print": (28, "= printed 'at_(?P<r>.*)' 2mL/h"),
    "ping again": (45, "PING"),
    "ack": (75, "ACK alarm=occlusion"),
    "back": (93, "= opened"),
    "hello again": (94, "HELLO"),
    "ping at last": (95, "PING"),
    "end": (119, "= exited 0"),
}
MUTANTS: Mapping[str, dict[str, Line | None]] = {
    "within": {"asked": (18, "= delivered")},
    "after": {"ack": None},
    "before": {"result": (28, "RESULT? id=7")},
    "never": {"more": (30, "PRIME length=1cm duration=1min id=9")},
    "never while": {"more": (74, "SELFTEST")},
    "polls": {"status 64": None},
    "at_least_every": {"ping again": None},
    "exactly": {"hello again": None},
    "at_most": {"more": (8, "ALARMTEST")},
    "at_least": {"read": None},
    "counts in a time": {"more": (27, "LOG?")},
    "in any": {"self-test again": (12, "SELFTEST")},
    "output": {"print": (33, "= printed 'at_(?P<r>.*)' 2mL/h")},
    "never output": {"more": (40, "= printed 'Traceback'_on_stderr -")},
    "in_order": {"log": (24, "LOG?")},
    "value": {"stage": (25, "STAGE rate=2.1mL/h")},
    "shows": {"show": (7, "= shown 91")},
    "settings": {"set": (0, "= 9600")},
    "reconnects": {
        "back": (96, "= opened"),
        "hello again": (97, "HELLO"),
        "ping at last": (97, "PING"),
    },
    "exits": {"end": (119, "= exited 1")},
    "all": {"events": None},
    "any": {"errors": None},
}


def inputs(line: Line, ss: int) -> Input:
    match line[1].removeprefix("= ").split():
        case ["opened"]:
            return Opened()
        case ["delivered"]:
            return Delivered("bolus", "", ok=True)
        case ["shown", days]:
            return Shown("eos", {"days": days})
        case ["printed", output, value]:
            return Printed(output.replace("_", " "), {"r": value})
        case ["exited", code]:
            return Process("exited", int(code))
        case [baud] if baud.isdigit():
            return Settings(int(baud), 8, "N")
        case [verb, *args]:
            return Bytes(request(ss, verb, dict(arg.split("=") for arg in args)))
        case _:
            raise AssertionError(line)


def failed(changed: dict[str, Line | None]) -> list[str]:
    """Play the client, changed; return which expectations are not met."""
    status = {f"status {at}": (at, "STATUS?") for at in (*range(8, 90, 8), *range(94, 120, 8))}
    lines = {**CLIENT, **status, **changed}
    said = sorted((line for line in lines.values() if line is not None), key=lambda line: line[0])
    script = [(at * SECOND, inputs((at, text), ss)) for ss, (at, text) in enumerate(said)]
    run = played(
        STORY.replace("pacing: false", "pacing: false, settings: any")
        + "".join(f"  - {one}\n" for one in EXPECT.values()),
        (0, Process("started")),
        *script,
        (119 * SECOND, Stop("client_ended")),
        abilities=Abilities(operator=True, shows=frozenset({"eos"}), output=True),
    )
    assert run.verdict is not None
    assert [one.what for one in run.verdict.findings[:1]] == ["passed"]
    names = list(EXPECT)
    return [
        names[found.index]
        for found in run.verdict.findings
        if found.clause == "expect" and found.what != "passed"
    ]


def test_the_client_meets_them_all() -> None:
    assert failed({}) == []


@pytest.mark.parametrize("form", EXPECT)
def test_a_line_fails_just_one(form: str) -> None:
    assert failed(MUTANTS[form]) == [form]


@pytest.mark.parametrize(
    ("one", "other"),
    [("delay: {by: 10ms}", "delay: {by: 20ms}"), ("lose: {reply_to: ping}", "lose: {rate: 1%}")],
)
def test_a_condition_stands_as_long_as_one_of_two_faults_of_that_name_does(
    one: str, other: str
) -> None:
    story = f"""
line: {{pacing: false}}
timeline:
  - {{at: 1s, for: 20s, line_fault: {{{one}}}}}
  - {{at: 2s, for: 1s, line_fault: {{{other}}}}}
ends: 30s
expect: [{{never: {{operation: stop}}, while: {{fault: {one.split(":", maxsplit=1)[0]}}}}}]
"""
    for at, what in [(10, "failed"), (22, "passed")]:
        run = played(story, (0, Opened()), (at * SECOND, Bytes(request(1, "STOP"))))
        assert run.verdict is not None
        assert [finding.what for finding in run.verdict.findings] == [what], at
