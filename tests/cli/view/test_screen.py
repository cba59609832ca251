"""What the live view shows, at any size of a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from mockpump.cli.view.screen import ANSWER, KEYS, screen
from mockpump.cli.view.seen import COMMON, MOST_KEYS, Seen, faults_for, snapshot
from mockpump.clock import SECOND, Nanos
from mockpump.control import Control
from mockpump.dialects.mp1.grammar import request
from mockpump.expect import Abilities
from mockpump.run import Run
from mockpump.seam import Bytes, Frame, Input, Opened, Send
from mockpump.trace import Received
from tests.playing import new_run

STORY = """
pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}
line: {pacing: false}
timeline:
  - {at: 5s, fault: catheter_occlusion}
  - {at: 20s, operator: {do: acknowledge, of: occlusion}}
  - {at: 70s, line_fault: {slow_drip: {}}}
ends: 2min
"""


def control_of(run: Run) -> Control:
    def give(input_: Input) -> None:
        run.receive(input_, run.now)

    def advance(by: Nanos) -> None:
        run.tick(run.now + by)

    return Control(run, give, advance)


def drawn(control: Control, width: int = 100, height: int = 30, said: str = "") -> list[str]:
    seen = Seen()
    now = snapshot(control, 0)
    seen.take(now.new)
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(screen("t", now, seen, faults_for(control.run), said, height))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def playing() -> Control:
    control = control_of(new_run(STORY, abilities=Abilities(operator=True)))
    control.run.receive(Opened(), 0)
    control.run.receive(Bytes(request(1, "STATUS?")), SECOND)
    control.advance(47_200_000_000)
    return control


def test_it_shows_how_the_run_stands() -> None:
    lines = [" ".join(line.split()) for line in drawn(playing(), 130, 60, said="it is said")]
    for told in (
        "run time 48.200s",
        "state stopped",
        "pressure 120 kPa",
        "delivered 0.066944444 mL actual 0.006944444 mL",
        "alarms occlusion (active)",
        "48.200s alarm occlusion raised",
        "1.000s ← >01 STATUS?*",
        "1.000s → <01 OK sim=1 state=infusing",
        "next 70.000s {at: 70s, line_fault: {slow_drip: {}}}",
        "the operator is to acknowledge occlusion",
        "1 catheter_occlusion 2 slow_drip 3 motor_stall",
        "o the operator was asked",
        "it is said",
    ):
        assert any(told in line for line in lines), told


def test_before_a_client_came() -> None:
    text = "\n".join(drawn(control_of(new_run(STORY))))
    assert "no client has the port open" in text
    assert "next    5.000s  {at: 5s, fault: catheter_occlusion}" in text


@pytest.mark.parametrize("width", [50, 60, 80, 110])
def test_no_key_is_parted_from_what_it_does(width: int) -> None:
    text = "\n".join(" ".join(line.split()) for line in drawn(playing(), width, 60))
    faults = faults_for(new_run(STORY))
    for key in (*KEYS, ANSWER, *(f"{n} {name}" for n, name in enumerate(faults, start=1))):
        assert key in text


@pytest.mark.parametrize("width", [60, 80, 132])
@pytest.mark.parametrize("height", [24, 30, 50])
def test_it_fits_the_terminal(width: int, height: int) -> None:
    lines = drawn(playing(), width, height)
    assert all(len(line) <= width for line in lines)
    assert len(lines) <= height or width < 80


def test_keys_are_for_the_faults_of_the_scenario_then_for_common_ones_that_fit() -> None:
    faults = faults_for(new_run(STORY))
    assert list(faults)[:3] == ["catheter_occlusion", "slow_drip", "motor_stall"]
    assert len(faults) == MOST_KEYS
    implanted = faults_for(new_run("ends: 1s\n"))
    assert "air_in_line" in COMMON
    assert "air_in_line" not in implanted


def test_what_stands_is_known() -> None:
    control = playing()
    seen = Seen()
    seen.take(snapshot(control, 0).new)
    assert seen.faults == {"catheter_occlusion"}
    control.clear("catheter_occlusion")
    seen.take(snapshot(control, seen.count).new)
    assert (seen.faults, seen.open, seen.count) == (set(), True, len(control.run.records))


def test_frames_are_put_together_whole_and_are_printable() -> None:
    seen = Seen()
    frame = Frame(1, "reply")
    seen.take([Send(1, b"<01 O", frame), Received(1, Bytes(b"\x1b[2Jx")), Send(2, b"K\n!", frame)])
    assert list(seen.frames) == ["   0.000s → <01 OK"]
    seen.take([Send(3, b"\x00" * 401, frame), Received(3, Bytes(b"\n"))])
    assert seen.frames[1].startswith("   0.000s → '!\\x00\\x00")
    assert seen.frames[2] == "   0.000s ← '\\x1b[2Jx'"
