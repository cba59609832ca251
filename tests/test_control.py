"""Commands on a run while it plays: done at once, recorded as inputs, replayed to the same bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mockpump.control import Control, as_match, as_text
from mockpump.dialects.mp1 import grammar
from mockpump.errors import ScenarioError, UsageError
from mockpump.inprocess import Serial, plug
from mockpump.play import replay
from mockpump.scenario.load import load
from mockpump.seam import AskOperator, Injected, Note
from mockpump.trace import Received
from tests.playing import told

SECOND = 10**9
STORY = """mockpump: 1
name: story
about: A test.
pump: {preset: ambulatory-100, reservoir: {volume: 60 mL}, infusion: {mode: continuous, rate: 5 mL/h}}
ends: 10min
timeline:
  - {at: 1s, fault: catheter_leak}
  - {at: 9min, operator: {do: bolus, of: pain}}
expect: [{shows: occlusion, within: 1min, after: {alarm: occlusion, state: raised}}]
"""


def started(**options: object) -> tuple[Serial, Control]:
    options = {"shows": ["occlusion"], "pacing": False, **options}
    port = plug(load(STORY, "story.yaml"), **options)  # type: ignore[arg-type]
    port.timeout = 1
    port.open()
    assert port.virtual is not None
    return port, port.virtual.control


def faults(port: Serial) -> list[tuple[int, str, str]]:
    return told(port.run, "fault")


def test_what_is_injected_comes_at_once_and_ends_in_its_time() -> None:
    port, control = started()
    port.advance(seconds=5)
    control.do({"fault": "catheter_occlusion", "for": "10s"})
    control.inject("garble", rate="1%", for_="20s")
    control.do("{clear: catheter_leak}")
    port.advance(seconds=30)
    assert faults(port) == [
        (1 * SECOND, "catheter_leak", "set"),
        (5 * SECOND, "catheter_occlusion", "set"),
        (5 * SECOND, "garble", "set"),
        (5 * SECOND, "catheter_leak", "cleared"),
        (15 * SECOND, "catheter_occlusion", "cleared"),
        (25 * SECOND, "garble", "cleared"),
    ]


def test_what_comes_due_in_a_leap_happens_at_its_own_time() -> None:
    asked: list[tuple[int, str, str]] = []
    port: Serial
    port, _ = started(operator=lambda do, of: asked.append((port.now, do, of)))
    port.advance(minutes=9, seconds=30)
    assert asked == [(540 * SECOND, "bolus", "pain")]


def test_set_anew_a_fault_ends_when_the_newer_says() -> None:
    port, control = started()
    control.inject("motor_stall", for_="10s")
    port.advance(seconds=5)
    control.inject("motor_stall", for_="10s")
    port.advance(seconds=30)
    assert [(at, state) for at, of, state in faults(port) if of == "motor_stall"] == [
        (0, "set"),
        (5 * SECOND, "set"),
        (15 * SECOND, "cleared"),
    ]


COMMANDS: dict[str, Callable[[Control], object]] = {
    "a pump fault": lambda control: control.inject("gradual_occlusion", time_constant="1 h"),
    "a byte fault, which draws": lambda control: control.inject("garble", rate="20%"),
    "a frame fault": lambda control: control.inject("lose", reply_to="ping"),
    "a clear": lambda control: control.clear("catheter_leak"),
    "a hang-up": lambda control: control.do({"hangup": True}),
    "a skip": lambda control: control.do({"skip": {"span": "3 d", "connected": True}}),
    "a key": lambda control: control.do({"press": "stop"}),
    "a session elsewhere": lambda control: control.do(
        {"foreign": {"operation": "set_rate", "with": {"rate": "1 mL/h"}}}
    ),
    "a note": lambda control: control.do({"note": "mind this — ünïcode"}),
    "what the client shows": lambda control: control.show("occlusion", {"n": 1}),
    "a leap": lambda control: control.advance(70 * SECOND),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_replay_does_it_again(command: Callable[[Control], object], tmp_path: Path) -> None:
    port, control = started(seed=3, operator=lambda _do, _of: None)
    port.write(grammar.request(1, "HELLO"))
    port.write(grammar.request(2, "TELEMETRY", {"every": "1s"}))
    port.advance(seconds=2)
    before = len(port.trace())
    command(control)
    assert b'"in":' in port.trace()[before:] or control.run.now == 72 * SECOND
    assert port.virtual is not None
    if not (port.virtual.gone or port.run.verdict):
        port.write(grammar.request(3, "PING"))
    port.advance(seconds=20)
    control.stop()
    path = tmp_path / "trace.jsonl"
    path.write_bytes(port.trace())
    run, recorded, differs = replay(path)
    assert differs is None
    assert run.verdict == control.verdict()
    assert len(recorded.lines) == len(port.run.records)


def test_what_is_injected_is_an_input_with_its_text() -> None:
    port, control = started()
    control.inject("garble", rate="1%", direction="to_pump")
    step = '{"line_fault":{"garble":{"rate":"1%","direction":"to_pump"}}}'
    assert Received(0, Injected(step)) in port.run.records
    assert b'{"at":0,"in":"injected","step":' in port.trace()


WRONG = {
    "{fault: catheter_oclusion}": "injected:1:9: unknown name 'catheter_oclusion' "
    "(did you mean 'catheter_occlusion'?)",
    "{fault: motor_stall, at: 5s}": "injected:1:22: 'at' in a step that is injected; "
    "expected a step that comes at once",
    "{fault: motor_stall, after: 5s}": "injected:1:29: 'after' follows a 'when'; with 'at', "
    "write the time itself",
    "{clear: motor_stall}": "injected:1:1: no step sets the fault 'motor_stall'; "
    "expected catheter_leak",
    "{fault: garble}": "injected:1:9: unknown name 'garble' (garble is a line fault",
    "{line_fault: {garble: {rate: 0.1}}}": "injected:1:30: the number 0.1; expected a share",
    "{hangup: true, note: x}": "injected:1:1: a step has exactly one of",
    "{fault: [}": "injected:1:10: not YAML",
    "hangup": "injected:1:1: 'hangup'; expected a mapping",
    "": "injected: nothing is in it",
    "{note: " + "x" * 10_000 + "}": "injected: over 10000 characters; expected one step",
}


@pytest.mark.parametrize(("text", "says"), WRONG.items(), ids=range(len(WRONG)))
def test_a_mistake_is_told_and_is_no_input(text: str, says: str) -> None:
    port, control = started()
    before = port.trace()
    with pytest.raises(ScenarioError) as error:
        control.do(text)
    assert says in str(error.value)
    assert port.trace() == before


def test_a_fault_that_was_injected_can_be_cleared() -> None:
    port, control = started()
    control.inject("motor_stall")
    control.clear("motor_stall")
    assert faults(port) == [(0, "motor_stall", "set"), (0, "motor_stall", "cleared")]


def test_what_cannot_be_done_as_things_stand_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    port, control = started()
    with pytest.raises(UsageError, match="a skip while the client has the port open"):
        control.do("{skip: 5 d}")
    control.do("{skip: {span: 5 d, connected: true}}")
    (note,) = [n for n in port.run.records if isinstance(n, Note) and n.what == "injected"]
    assert (note.state, str(note.data["why"])[:34]) == (
        "refused",
        "a skip while the client has the po",
    )
    control.stop()
    path = tmp_path / "trace.jsonl"
    path.write_bytes(port.trace())
    assert replay(path)[2] is None


def test_an_injected_skip_that_goes_wrong_hides_nothing_of_what_happened_on_its_way() -> None:
    """It waits a day for a stall that nothing brings; 5 mL/h empty 60 mL in half of it."""
    port, control = started()
    with pytest.raises(UsageError, match="the skip reaches its bound before motor_stall is raised"):
        control.do("{skip: {until: {alarm: motor_stall}, at_most: 1 d, connected: true}}")
    assert ("low_reservoir", "raised") in [(of, state) for _, of, state in told(port.run, "alarm")]
    assert [(of, state) for _, of, state in told(port.run, "pump_time", "injected")] == [
        ("", "skipped"),
        ("", "refused"),
    ]


def test_an_operator_who_is_asked_can_be_answered_by_hand() -> None:
    port, control = started()
    control.run.abilities.operator = True
    with pytest.raises(UsageError, match="no step asks the operator to bolus of pain"):
        control.answer("bolus", "pain")
    port.advance(minutes=9)
    assert control.asked() == [AskOperator(540 * SECOND, "bolus", "pain")]
    control.answer("bolus", "pain")
    assert control.asked() == []
    assert told(port.run, "operator") == [(540 * SECOND, "bolus", "delivered")]


def test_the_state_is_what_the_pump_says_and_what_is_true() -> None:
    port, control = started()
    port.advance(minutes=2)
    control.inject("catheter_occlusion")
    port.advance(minutes=2)
    state = control.state()
    assert (state.at, state.pump) == (240 * SECOND, 240 * SECOND)
    (pump,) = state.pumps.values()
    assert (pump.says["state"], pump.says["alarms"]) == ("stopped", "occlusion")
    assert (pump.alarms[0]["alarm"], pump.alarms[0]["state"]) == ("occlusion", "active")
    assert set(pump.actual) == {"filled", "delivered", "leaked", "trapped", "remaining", "pressure"}
    assert pump.actual["pressure"] == pump.says["pressure"]


def test_looking_leaves_no_trace() -> None:
    traces = []
    for looks in (False, True):
        port, control = started(seed=5)
        for _ in range(100):
            port.advance(seconds=5)
            if looks:
                control.state()
                list(control.notes())
                control.asked()
        control.stop()
        traces.append(port.trace())
    assert traces[0] == traces[1]


def test_time_leaps_to_what_is_waited_for() -> None:
    port, control = started()
    assert port.virtual is not None
    wait_for = port.virtual.wait_for
    control.inject("catheter_occlusion")
    raised = wait_for({"alarm": "occlusion", "state": "raised"})
    assert raised is not None
    assert (raised.note.state, raised.note.at) == ("raised", port.now)
    assert (
        control.trace()
        .splitlines()[raised.line - 1]
        .startswith(b'{"at":%d,"note":"alarm"' % port.now)
    )
    assert wait_for({"alarm": "occlusion", "state": "raised"}) == raised
    assert wait_for({"alarm": "occlusion", "state": "raised"}, 5 * SECOND, raised.line) is None
    assert port.now == raised.note.at + 5 * SECOND
    assert wait_for("{alarm: eos, state: raised}") is None
    assert port.run.verdict is not None


def test_a_condition_that_is_none_is_told() -> None:
    with pytest.raises(ScenarioError, match=r"injected:1:10: unknown name 'oclusion'"):
        as_match({"alarm": "oclusion"})
    with pytest.raises(ScenarioError, match=r"a level is watched only where the scenario itself"):
        as_match("{value: reservoir, falls_to: 2 mL}")
    with pytest.raises(UsageError, match="neither a step nor a condition"):
        as_text({"alarm": object()})


@pytest.mark.parametrize(
    "command",
    [
        lambda control: control.inject("motor_stall"),
        lambda control: control.show("occlusion"),
        lambda control: control.answer("bolus"),
        lambda control: control.advance(1),
    ],
)
def test_after_the_end_nothing_can_be_done_and_all_be_seen(
    command: Callable[[Control], object],
) -> None:
    _, control = started()
    verdict = control.stop()
    trace = control.trace()
    with pytest.raises(UsageError, match="the run is over"):
        command(control)
    assert (control.stop(), control.verdict(), control.trace()) == (verdict, verdict, trace)
    assert control.state().at == 0


def test_time_does_not_go_back() -> None:
    _, control = started()
    with pytest.raises(UsageError, match="time does not go back"):
        control.advance(-1)
