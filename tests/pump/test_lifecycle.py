from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.pump.alarm import MDC_CODES, RANKS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.electronics_config import AlarmsConfig
from mockpump.pump.eventlog import EventLog
from mockpump.pump.life import AUDIO, IHE_AUDIO, IHE_PHASES, LIFE, Audio
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


HOUR = 3600 * SECOND
PAUSE = 120 * SECOND


def _sounded(alarms: Alarms, now: int) -> list[int]:
    return [one.times_sounded(now) for one in alarms.standing()]


def test_reminders_are_counted_and_cost_nothing() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    alarms.judge("eri", 7, holds=True)
    assert alarms.due == NEVER
    assert _sounded(alarms, 7) == [1]
    assert _sounded(alarms, HOUR + 6) == [1]
    assert _sounded(alarms, HOUR + 7) == [2]
    assert _sounded(alarms, 90 * 24 * HOUR + 7) == [2161]  # at once, and hourly for 90 days
    alarms.acknowledge("eri", 3 * HOUR)  # at once, after one hour and after two
    assert _sounded(alarms, 9 * HOUR) == [3]
    assert log.last == 2


def test_silence_times_out_to_the_nanosecond() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    alarms.judge("eri", 0, holds=True)
    alarms.silence("eri", 10)
    assert alarms.due == 10 + PAUSE
    alarms.silence("eri", 20)  # paused anew
    alarms.tick(20 + PAUSE - 1)
    assert [one.audio for one in alarms.standing()] == ["paused"]
    assert _sounded(alarms, 20 + PAUSE - 1) == [1]
    log.take_news()
    alarms.tick(20 + PAUSE)
    assert [one.audio for one in alarms.standing()] == ["on"]
    assert [(e.at, e.state, e.n) for e in log.take_news()] == [(20 + PAUSE, "audible", 4)]
    assert _sounded(alarms, 20 + PAUSE) == [2]
    assert alarms.due == NEVER


def test_the_pause_of_an_alarm_whose_condition_is_over_ends_too() -> None:
    log = EventLog(100)
    alarms = Alarms(log)
    _play(alarms, log, ["occlusion+", "occlusion~", "occlusion-"])
    alarms.tick(1 + PAUSE)
    assert [(one.state, one.audio) for one in alarms.standing()] == [("latched", "on")]
    assert alarms.due == NEVER


def test_the_pause_is_a_setting() -> None:
    alarms = Alarms(
        EventLog(100), AlarmsConfig(audio_pause=5 * PAUSE)
    )  # 10 min, as Open PCA has it
    alarms.judge("eri", 0, holds=True)
    alarms.silence("eri", 0)
    assert alarms.due == 600 * SECOND


def test_some_alarms_cannot_be_silenced() -> None:
    alarms = Alarms(EventLog(100))
    alarms.judge("memory_critical", 0, holds=True)
    with pytest.raises(RefusedError, match="memory_critical cannot be silenced"):
        alarms.silence("memory_critical", 1)
    assert alarms.acknowledge("memory_critical", 2)


def test_a_disabled_alarm_does_not_come_and_an_enabled_one_comes_at_once() -> None:
    log = EventLog(100)
    alarms = Alarms(log, AlarmsConfig(disabled=("eri",)))
    alarms.judge("eri", 1, holds=True)
    assert (alarms.standing(), log.take_news()) == ([], [])
    alarms.enable("eri", 2, on=True)
    alarms.enable("eri", 3, on=True)  # nothing new
    alarms.enable("eri", 4, on=False)
    assert [(e.at, e.what, e.of, e.state) for e in log.take_news()] == [
        (2, "setting", "eri", "enabled"),
        (2, "alarm", "eri", "raised"),
        (4, "setting", "eri", "disabled"),
        (4, "alarm", "eri", "cleared"),
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [("eos", "eos is critical: it cannot be disabled"), ("eso", "there is no alarm eso")],
)
def test_what_cannot_be_disabled(code: str, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        Alarms(EventLog(100)).enable(code, 0, on=False)


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


def test_the_table_of_alarms_holds_together() -> None:
    assert all(code == alarm.code for code, alarm in ALARMS.items())
    assert all(alarm.priority in RANKS and alarm.reminder > 0 for alarm in ALARMS.values())
    assert all(alarm.about and alarm.source for alarm in ALARMS.values())
    assert all(not alarm.follows or alarm.follows in ALARMS for alarm in ALARMS.values())
    assert all(not alarm.mdc or alarm.mdc in MDC_CODES for alarm in ALARMS.values())
    assert all(alarm.critical or not alarm.effect for alarm in ALARMS.values())
    assert ALARMS["eos"].wire == "MDC_EVT_DEPLET"
    assert ALARMS["memory_minor"].wire == "MDCX_EVT_MEMORY_MINOR"


def test_the_tables_of_lives_hold_together() -> None:
    """Every phase can be reached and left, and audio that is off stays so."""
    reached = {turn.to for turn in LIFE.values()}
    left = {phase for phase, _ in LIFE}
    assert reached == left == {"inactive", "active", "acknowledged", "latched"}
    assert all(turn.told[-1] == "cleared" for turn in LIFE.values() if turn.to == "inactive")
    assert {told for turn in LIFE.values() for told in turn.told} <= set(IHE_PHASES)
    heard: set[Audio] = {"on", *AUDIO.values()}
    assert heard == set(IHE_AUDIO) == {"on", "paused", "off"}
    assert not [audio for audio, _ in AUDIO if audio == "off"]
