from __future__ import annotations

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.pump.alarms import ALARMS, AUDIO_PAUSE, RANKS
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError

LATCHING, PLAIN = "occlusion", "low_reservoir"


def _play(alarms: Alarms, log: EventLog, acts: list[str]) -> list[str]:
    """Let an alarm live: `name+` its condition begins, `name-` it ends, `name!` acknowledged."""
    told = []
    for now, act in enumerate(acts):
        name = act[:-1]
        if act[-1] == "!":
            alarms.acknowledge(name, now)
        elif act[-1] == "~":
            alarms.silence(name, now)
        else:
            alarms.judge(name, now, holds=act[-1] == "+")
        told += [f"{e.of} {e.data['occurrence']} {e.state}" for e in log.take_news()]
    return told


@pytest.mark.parametrize(
    ("acts", "told", "standing"),
    [
        (["+"], ["1 raised"], [("active", "on")]),
        (["+", "+"], ["1 raised"], [("active", "on")]),
        (["-"], [], []),
        (["+", "~"], ["1 raised", "1 silenced"], [("active", "paused")]),
        (["+", "!"], ["1 raised", "1 acknowledged"], [("active", "off")]),
        (["+", "!", "!"], ["1 raised", "1 acknowledged"], [("active", "off")]),
        (["+", "!", "-"], ["1 raised", "1 acknowledged", "1 cleared"], []),
        (
            ["+", "!", "-", "+"],
            ["1 raised", "1 acknowledged", "1 cleared", "2 raised"],
            [("active", "on")],
        ),
    ],
)
@pytest.mark.parametrize("code", [LATCHING, PLAIN])
def test_every_alarm(
    code: str, acts: list[str], told: list[str], standing: list[tuple[str, str]]
) -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    assert _play(alarms, log, [code + act for act in acts]) == [f"{code} {one}" for one in told]
    assert [(one.state, one.audio) for one in alarms.standing()] == standing


@pytest.mark.parametrize(
    ("code", "acts", "told", "standing"),
    [
        (PLAIN, ["+", "-"], ["1 raised", "1 cleared"], []),
        (LATCHING, ["+", "-"], ["1 raised", "1 latched"], [("latched", "on")]),
        (
            LATCHING,
            ["+", "~", "-"],
            ["1 raised", "1 silenced", "1 latched"],
            [("latched", "paused")],
        ),
        (
            LATCHING,
            ["+", "-", "!"],
            ["1 raised", "1 latched", "1 acknowledged", "1 cleared"],
            [],
        ),
        (
            LATCHING,
            ["+", "-", "+"],
            ["1 raised", "1 latched", "1 cleared", "2 raised"],
            [("active", "on")],
        ),
    ],
)
def test_what_latching_changes(
    code: str, acts: list[str], told: list[str], standing: list[tuple[str, str]]
) -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    assert _play(alarms, log, [code + act for act in acts]) == [f"{code} {one}" for one in told]
    assert [(one.state, one.audio) for one in alarms.standing()] == standing


def test_several_stand_highest_first_then_the_one_raised_first() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    _play(alarms, log, ["eri+", "low_reservoir+", "occlusion+", "eos+"])
    assert alarms.codes == "eos,occlusion,eri,low_reservoir"
    assert [one.priority for one in alarms.standing()] == ["high", "medium", "low", "low"]
    assert alarms.effects == {"ended": "eos", "stopped": "occlusion"}
    _play(alarms, log, ["occlusion-"])
    assert alarms.codes == "eos,occlusion,eri,low_reservoir"  # latched, but it stops no more
    assert alarms.effects == {"ended": "eos"}


def test_escalation_takes_the_sound_over_and_leaves_the_milder_standing() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    alarms.judge("low_reservoir", 0, holds=True)
    alarms.judge("empty_reservoir", 5, holds=True)
    raised = log.take_news()[-1]
    assert raised.data == {"occurrence": 1, "priority": "high", "escalates": "low_reservoir"}
    assert [(one.code, one.audio) for one in alarms.standing()] == [
        ("empty_reservoir", "on"),
        ("low_reservoir", "off"),
    ]
    assert alarms.next_deadline() == 5 + ALARMS["empty_reservoir"].reminder


def _reminders(alarms: Alarms, log: EventLog, until: Nanos) -> list[Nanos]:
    times = []
    while (due := alarms.next_deadline()) <= until:
        alarms.tick(due)
        times += [event.at for event in log.take_news() if event.state == "reminder"]
    return times


def test_reminders_sound_until_acknowledged_and_are_not_logged() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    hour = 3600 * SECOND
    alarms.judge("eri", 7, holds=True)
    assert _reminders(alarms, log, 3 * hour) == [hour + 7, 2 * hour + 7]
    assert log.last == 1
    alarms.acknowledge("eri", 3 * hour)
    assert alarms.next_deadline() == NEVER


def test_silence_times_out() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    alarms.judge("eri", 0, holds=True)
    alarms.silence("eri", 10)
    assert [one.audio for one in alarms.standing()] == ["paused"]
    alarms.silence("eri", 20)  # paused anew
    assert _reminders(alarms, log, 20 + AUDIO_PAUSE) == [20 + AUDIO_PAUSE]
    assert [one.audio for one in alarms.standing()] == ["on"]


def test_standing_names_its_latest_log_entry() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    _play(alarms, log, ["eri+", "occlusion+", "occlusion~"])
    assert [(one.code, one.n) for one in alarms.standing()] == [("occlusion", 3), ("eri", 1)]


def test_what_does_not_stand_can_be_neither_acknowledged_nor_silenced() -> None:
    alarms = Alarms(EventLog(100))
    for code in ("eri", "no_such_alarm"):
        for act in (alarms.acknowledge, alarms.silence):
            with pytest.raises(RefusedError, match=f"no alarm {code} stands") as refused:
                act(code, 0)
            assert refused.value.refusal == "not_active"


def test_what_is_silent_cannot_be_silenced() -> None:
    alarms = Alarms(EventLog(100))
    alarms.judge("eri", 0, holds=True)
    alarms.acknowledge("eri", 1)
    with pytest.raises(RefusedError, match="eri is silent already"):
        alarms.silence("eri", 2)


def test_the_table_holds_together() -> None:
    assert all(code == alarm.code for code, alarm in ALARMS.items())
    assert all(alarm.priority in RANKS and alarm.reminder > 0 for alarm in ALARMS.values())
    assert all(alarm.about and alarm.source for alarm in ALARMS.values())
    assert all(not alarm.follows or alarm.follows in ALARMS for alarm in ALARMS.values())
    assert {"low_reservoir", "empty_reservoir", "occlusion", "eri", "eos"} <= set(ALARMS)
