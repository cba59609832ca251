"""Two clocks: the pump's speed and calendar, and what happens while its time leaps."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.dialects.mp1.grammar import request
from mockpump.errors import ScenarioError
from mockpump.run import Run
from mockpump.seam import (
    Bytes,
    Closed,
    Input,
    Note,
    Opened,
)
from tests.playing import lines, notes, played, told

UNPACED = "line: {pacing: false}\n"
OPENED = (0, Opened())
HELLO = Bytes(request(1, "HELLO"))
STATUS = Bytes(request(3, "STATUS?"))
SLOW = "pump: {preset: intrathecal-20, infusion: {mode: continuous, rate: 0.2 mL/day}}\n"


def at(seconds: int, input_: Input) -> tuple[Nanos, Input]:
    return seconds * SECOND, input_


def status(run: Run) -> dict[str, str]:
    """The last status that the client was told."""
    line = next(line for line in reversed(lines(run)) if "state=" in line)
    return dict(pair.split("=", 1) for pair in line.split()[2:])


@pytest.mark.parametrize(
    ("speed", "start", "time", "reservoir"),
    [
        ("", "", "2026-01-05T08:00:10", "39.986111111mL"),
        ("pump_speed: 60\n", "", "2026-01-05T08:10:00", "39.166666666mL"),
        ("pump_speed: 60\n", "start: 2027-12-31T23:55\n", "2028-01-01T00:05:00", "39.166666666mL"),
        ("", "start: 2024-02-28T23:59:55\n", "2024-02-29T00:00:05", "39.986111111mL"),
    ],
)
def test_pump_speed_and_calendar(speed: str, start: str, time: str, reservoir: str) -> None:
    pump = (
        "pump: {preset: ambulatory-100, reservoir: {volume: 40 mL}, "
        "infusion: {mode: continuous, rate: 5 mL/h}}\n"
    )
    run = played(f"{pump}{speed}{start}{UNPACED}ends: 11s\n", OPENED, (1, HELLO), at(10, STATUS))
    assert (status(run)["time"], status(run)["reservoir"]) == (time, reservoir)
    (asked,) = [note for note in notes(run, "operation") if note.of == "read_status"]
    assert (asked.at, asked.pump) == (10 * SECOND, 10 * SECOND * (60 if speed else 1))


# skips -------------------------------------------------------------------------------------------

CROSSES = "crosses: [low_reservoir, empty_reservoir]"


def skipping(skip: str, *script: tuple[Nanos, Input], when: str = "at: 0s") -> Run:
    story = f"{SLOW}{UNPACED}ends: 9s\ntimeline:\n- {{{when}, skip: {skip}}}\n"
    return played(story, *script)


def test_a_skip_moves_pump_time_alone() -> None:
    run = skipping("30 days", OPENED, (1, HELLO), (2, STATUS))
    assert notes(run, "pump_time") == [
        Note(0, "pump_time", "", "skipped", 30 * DAY, {"by": "30 days"})
    ]
    assert status(run)["time"] == "2026-02-04T08:00:00"
    assert status(run)["reservoir"] == "13.999999999mL"  # 20 mL less 30 days of 0.2, and 2 ns


def test_a_skip_until_an_alarm_ends_with_it_and_everything_has_its_own_pump_time() -> None:
    run = skipping("{until: {alarm: empty_reservoir}, crosses: [low_reservoir]}")
    alarms = [note for note in notes(run, "alarm") if note.state == "raised"]
    assert [(note.at, note.of) for note in alarms] == [(0, "low_reservoir"), (0, "empty_reservoir")]
    low, empty = (note.pump for note in alarms)
    assert low is not None
    assert empty is not None
    assert low < empty
    assert notes(run, "pump_time")[0].pump == empty


def test_after_a_skip_under_an_open_port_the_standing_alarms_are_announced_once() -> None:
    skip = f"{{span: 120 days, connected: true, {CROSSES}}}"
    run = skipping(skip, OPENED, (1, HELLO), when="at: 1s")
    said = [line for line in lines(run) if "ALARM" in line]
    assert [line.split()[2] for line in said if line.startswith("!")][:2] == [
        "code=low_reservoir",
        "code=empty_reservoir",
    ]
    reported = [note for note in notes(run, "alarm") if note.state == "reported"]
    assert [(note.at, note.of) for note in reported] == [
        (SECOND, "low_reservoir"),
        (SECOND, "empty_reservoir"),
    ]


CHARGING = (
    "pump: {preset: ambulatory-100, infusion: {mode: stopped}, "
    "power: {cell: replaceable, mains: true, charge: 3%, warn_at: 5%, charge_time: 1 h}}\n"
)


def test_after_a_skip_who_was_told_of_an_alarm_is_told_that_it_is_over() -> None:
    """Low until 2 % of an hour have passed, which is within the skip."""
    skip = "- {at: 5s, skip: {span: 10 min, connected: true}}\n"
    run = played(f"{CHARGING}{UNPACED}ends: 6s\ntimeline:\n{skip}", OPENED, (1, HELLO))
    low = [line.split()[4:6] for line in lines(run) if "code=low_battery" in line]
    assert low[0] == ["state=active", "t=0s"]
    assert low[-1] == ["state=inactive", "t=72.000000001s"]
    assert notes(run, "pump_time")[0].pump == 605 * SECOND


WRONG_SKIPS = {
    "120 days": (
        "the skip crosses the alarm low_reservoir, which the scenario does not name: "
        "list it in the skip's `crosses`, or skip less far"
    ),
    "{until: {alarm: low_reservoir}, at_most: 30 days}": (
        "the skip reaches its bound before low_reservoir is raised"
    ),
}


@pytest.mark.parametrize(("skip", "found"), WRONG_SKIPS.items())
def test_a_skip_that_the_story_did_not_mean_is_an_error_of_its_step(skip: str, found: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        skipping(skip)
    assert str(caught.value) == f"t.yaml:8:3: {found}"


def test_a_skip_between_two_visits() -> None:
    run = skipping("2 days", OPENED, (1, Closed()), (1, Opened()), when="when: {port: closed}")
    assert told(run, "port", "pump_time") == [
        (0, "", "opened"),
        (1, "", "closed"),
        (1, "", "skipped"),
        (1, "", "opened"),
    ]
