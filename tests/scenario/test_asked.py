"""Line faults asked for by whoever starts a run: the same words, read as strictly as a scenario."""

from __future__ import annotations

import pytest
from msgspec import Struct

from mockpump.errors import ScenarioError
from mockpump.framefaults.lose import Lose
from mockpump.framefaults.repeat import Repeat
from mockpump.line.faults.garble import Garble
from mockpump.line.faults.noise import Noise
from mockpump.line.faults.stall import Stall
from mockpump.play import play, remake, trace_of
from mockpump.run import Run
from mockpump.scenario.asked import with_line_faults
from mockpump.scenario.load import load
from mockpump.seam import Bytes, Opened
from mockpump.trace import Header
from tests.playing import HEAD, new_run, notes
from tests.seam.linkack import LINKACK

RIGHT: dict[str, Struct] = {
    "stall": Stall(),
    " stall ( ) ": Stall(),
    "garble(rate=1%)": Garble(rate=10_000),
    "garble(rate=2 %, direction=to_pump)": Garble(rate=20_000, direction="to_pump"),
    "noise(every=50ms,rate=0%,)": Noise(every=50_000_000, rate=0),
    "lose(reply_to=bolus, count=every)": Lose(reply_to="bolus", count="every"),
    "repeat(operation=bolus, times=2)": Repeat(operation="bolus", times=2),
}
FORM = "expected NAME or NAME(setting=value, …), such as garble(rate=1%)"
WRONG = {
    "": f"line fault:1:1: not a line fault: ''; {FORM}",
    "garble(rate=1%": f"line fault:1:1: not a line fault: 'garble(rate=1%'; {FORM}",
    "garble(1%)": f"line fault:1:8: not a line fault: 'garble(1%)'; {FORM}",
    "garble(rate=)": f"line fault:1:8: not a line fault: 'garble(rate=)'; {FORM}",
    "garbel(rate=1%)": "line fault:1:1: unknown name 'garbel' (did you mean 'garble'?)",
    "garble(rates=1%)": "line fault:1:8: unknown key 'rates' (did you mean 'rate'?)",
    "garble(rate=0.02)": "line fault:1:13: the number 0.02; expected a share, with its unit, "
    "such as '2%' or '14.5%' or '50ppm'",
    "lose(reply_to=boolus)": "line fault:1:1: no reply_to is 'boolus' (did you mean 'bolus'?)",
    "busy(reply_to=bolus)": "line fault:1:1: 'busy' is aimed at an operation, or has the "
    "direction to_pump",
    "echo(direction=to_pump)": "line fault:1:16: 'to_pump'; expected 'to_client'",
}


@pytest.mark.parametrize(("text", "fault"), RIGHT.items())
def test_what_is_right(text: str, fault: Struct) -> None:
    scenario = with_line_faults(load(HEAD), [text])
    (step,) = scenario.timeline
    assert (step.at, step.line_fault) == (0, fault)


@pytest.mark.parametrize(("text", "told"), WRONG.items())
def test_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(ScenarioError) as error:
        with_line_faults(load(HEAD), [text])
    assert str(error.value) == told


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as error:
        new_run("", line_faults=["stall", "nose", "garble(rate=2, rat=1%)"])
    assert [str(one.where) for one in error.value.mistakes] == [
        "line fault:2:1",
        "line fault:3:13",
        "line fault:3:16",
    ]


def test_they_are_set_from_the_beginning_and_are_in_the_trace() -> None:
    faults = ("garble(rate=100%)", "lose(reply_to=stop)")
    run = new_run("line: {pacing: false}\nends: 1s\n", line_faults=faults)
    play(run, [(0, Opened()), (3, Bytes(b">01 PING*3201\n"))])
    told = [(note.at, note.of, note.state) for note in notes(run, "fault")]
    assert told == [(0, "garble", "set"), (0, "lose", "set"), (3, "garble", "touched")]
    header = run.records[0]
    assert isinstance(header, Header)
    assert header.line_faults == faults
    again = play(remake(header), [(0, Opened()), (3, Bytes(b">01 PING*3201\n"))])
    assert trace_of(again) == trace_of(run)


def test_a_dialect_that_cannot_be_spoilt_so_is_told_of() -> None:
    with pytest.raises(ScenarioError, match="the dialect linkack numbers no frames: it has no st"):
        Run(load(HEAD), dialect=LINKACK, line_faults=["stray(reply_to=stop)"])
