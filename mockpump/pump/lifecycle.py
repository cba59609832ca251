"""The life of alarms, in the words of IEC 60601-1-8 and IHE: inactive, active, latched.

the condition begins     inactive or latched -> active                         raised
the condition ends       active -> latched, if latching and unacknowledged     latched
                         active -> inactive, otherwise                         cleared
it is acknowledged       active: its audio is off until it is raised again     acknowledged
                         latched -> inactive                                   acknowledged, cleared
it is silenced           its audio pauses, and comes back by itself            silenced, reminder
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mockpump.clock import Nanos
from mockpump.pump.alarms import ALARMS, AUDIO_PAUSE, RANKS, Alarm, Priority
from mockpump.pump.eventlog import EventLog
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError
from mockpump.seam import Value


class Standing(Struct, frozen=True):
    """One occurrence of an alarm, from raised to cleared. `n` is its latest entry in the log."""

    alarm: Alarm
    occurrence: int
    at: Nanos
    order: int
    state: Literal["active", "latched"] = "active"
    audio: Literal["on", "paused", "off"] = "on"
    acknowledged: bool = False
    sounds: Nanos = NEVER
    n: int = 0

    @property
    def code(self) -> str:
        """The alarm's name."""
        return self.alarm.code

    @property
    def priority(self) -> Priority:
        """The alarm's priority."""
        return self.alarm.priority


class Alarms:
    """All alarms of one pump. Parts say whether a condition holds; this says what becomes of it."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._standing: dict[str, Standing] = {}
        self._occurrences: dict[str, int] = {}
        self._raised = 0
        self.codes = ""
        """The standing alarms, highest first, separated by commas."""
        self.effects: Mapping[str, str] = {}
        """States that active alarms put the infusion in -> the alarm that does."""
        self._due = NEVER

    def standing(self) -> list[Standing]:
        """Return the alarms that stand, highest priority first, then the one raised first."""
        return sorted(
            self._standing.values(), key=lambda one: (RANKS[one.alarm.priority], one.order)
        )

    def is_active(self, code: str) -> bool:
        """Say whether an alarm's condition holds."""
        return (one := self._standing.get(code)) is not None and one.state == "active"

    # what the parts say ------------------------------------------------------------------------

    def judge(self, code: str, now: Nanos, *, holds: bool) -> None:
        """Take note of whether an alarm's condition holds; nothing happens unless that is new."""
        if holds == self.is_active(code):
            return
        if holds:
            self._raise(ALARMS[code], now)
        else:
            self._end(self._standing[code], now)

    def _raise(self, alarm: Alarm, now: Nanos) -> None:
        if (latched := self._standing.get(alarm.code)) is not None:
            self._clear(latched, now)
        self._raised += 1
        number = self._occurrences.get(alarm.code, 0) + 1
        self._occurrences[alarm.code] = number
        one = Standing(alarm, number, now, self._raised, sounds=now + alarm.reminder)
        escalated = self._standing.get(alarm.follows)
        if escalated is None:
            self._become(one, "raised", now)
            return
        self._become(one, "raised", now, {"escalates": alarm.follows})
        self._put(replace(escalated, audio="off", sounds=NEVER))

    def _end(self, one: Standing, now: Nanos) -> None:
        if one.alarm.latching and not one.acknowledged:
            self._become(replace(one, state="latched"), "latched", now)
        else:
            self._clear(one, now)

    def _clear(self, one: Standing, now: Nanos) -> None:
        self._log_state(one, "cleared", now)
        del self._standing[one.code]
        self._refresh()

    # what the client does ----------------------------------------------------------------------

    def acknowledge(self, code: str, now: Nanos) -> bool:
        """Silence an alarm for good; it stands on. False: it had been acknowledged before."""
        one = self._find(code)
        if one.acknowledged:
            return False
        one = replace(one, acknowledged=True, audio="off", sounds=NEVER)
        self._become(one, "acknowledged", now)
        if one.state == "latched":
            self._clear(self._standing[code], now)
        return True

    def silence(self, code: str, now: Nanos) -> None:
        """Pause an alarm's audio. Raises RefusedError where there is none to pause."""
        one = self._find(code)
        if one.audio == "off":
            raise RefusedError("wrong_state", f"{code} is silent already")
        self._become(replace(one, audio="paused", sounds=now + AUDIO_PAUSE), "silenced", now)

    def _find(self, code: str) -> Standing:
        if (one := self._standing.get(code)) is None:
            raise RefusedError("not_active", f"no alarm {code} stands")
        return one

    # time --------------------------------------------------------------------------------------

    def next_deadline(self) -> Nanos:
        """When an alarm sounds again."""
        return self._due

    def tick(self, now: Nanos) -> None:
        """Let alarms sound that are due: reminders, and audio that comes back from its pause."""
        if now < self._due:
            return
        for one in self.standing():
            if one.sounds <= now:
                self._log.tell(now, "alarm", one.code, "reminder", _data(one))
                self._put(replace(one, audio="on", sounds=now + one.alarm.reminder))

    # -------------------------------------------------------------------------------------------

    def _become(
        self, one: Standing, state: str, now: Nanos, more: Mapping[str, Value] | None = None
    ) -> None:
        self._put(replace(one, n=self._log_state(one, state, now, more)))

    def _log_state(
        self, one: Standing, state: str, now: Nanos, more: Mapping[str, Value] | None = None
    ) -> int:
        return self._log.log(now, "alarm", one.code, state, {**_data(one), **(more or {})})

    def _put(self, one: Standing) -> None:
        self._standing[one.code] = one
        self._refresh()

    def _refresh(self) -> None:
        standing = self.standing()
        self.codes = ",".join(one.code for one in standing)
        self.effects = {
            effect: one.code
            for one in standing
            if (effect := one.alarm.effect) and one.state == "active"
        }
        self._due = min((one.sounds for one in standing), default=NEVER)


def _data(one: Standing) -> dict[str, Value]:
    return {"occurrence": one.occurrence, "priority": one.alarm.priority}
