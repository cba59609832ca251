"""All alarms of one pump: what becomes of them, what they sound, and what stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from mockpump.clock import Nanos
from mockpump.pump.alarm import RANKS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.conditions import Conditions, Feigned, Late
from mockpump.pump.electronics_config import AlarmsConfig
from mockpump.pump.eventlog import EventLog
from mockpump.pump.life import AUDIO, LIFE, Audio, Cause, Standing
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError
from mockpump.seam import Value


class Judgement(NamedTuple):
    """What a part says of a condition."""

    holds: bool
    data: Mapping[str, Value] | None


class Alarms:
    """Parts say whether a condition holds; this says what becomes of its alarm."""

    def __init__(self, log: EventLog, config: AlarmsConfig | None = None) -> None:
        config = config or AlarmsConfig()
        self._log, self._pause = log, config.audio_pause
        self._standing: dict[str, Standing] = {}
        self._occurrences: dict[str, int] = {}
        self._raised = 0
        self.due = NEVER
        """When an audio pause is over, or an alarm comes that is late."""
        self.codes = ""
        """The standing alarms, highest first, separated by commas."""
        self.effects: Mapping[str, str] = {}
        """States that conditions put the infusion in -> the alarm that is their name."""
        self.conditions = Conditions()
        self.conditions.disabled.update(config.disabled)
        self._asleep: dict[str, Judgement] | None = None
        self._unsettled: dict[str, None] = {}
        """Alarms whose dials were turned while nothing was judged, in that order."""
        self.unsilenceable: dict[str, str] = {}
        """Faults -> the alarm that cannot be silenced because of them."""
        self.crossed: dict[str, tuple[str, str]] = {}
        """Faults -> an alarm, and the one that is acknowledged in its place."""
        self.has_tone = True

    def standing(self) -> list[Standing]:
        """Return the alarms that stand, highest priority first, then the one raised first."""
        return sorted(self._standing.values(), key=lambda one: (RANKS[one.priority], one.order))

    def audio(self, one: Standing) -> str:
        """Return what is known of an alarm's audio: "on", "paused", "off", "failed"."""
        return "failed" if one.audio == "on" and self.is_active("tone_failed") else one.audio

    def is_active(self, code: str) -> bool:
        """Say whether an alarm is active: raised, and not for a condition that is over."""
        return (one := self._standing.get(code)) is not None and one.state == "active"

    # what the parts say ------------------------------------------------------------------------

    def judge(
        self, code: str, now: Nanos, *, holds: bool, data: Mapping[str, Value] | None = None
    ) -> None:
        """Take note of whether a condition holds; nothing happens unless that is new.

        `data` is what the alarm says beside its name.
        """
        if self._asleep is not None:
            self._asleep[code] = Judgement(holds, data)
        elif self.conditions.say(code, now, holds=holds):
            self.settle(code, now, data)

    # what faults make of it --------------------------------------------------------------------

    def pretend(self, fault: str, code: str, now: Nanos, *, acts: bool = False) -> None:
        """Let a fault raise an alarm without a condition; `acts`: the infusion obeys it.

        One that it raised before goes by its condition again.
        """
        before = self.conditions.false.get(fault)
        self.conditions.false[fault] = Feigned(code, acts)
        if before is not None and before.code != code:
            self.settle(before.code, now)
        self.settle(code, now)

    def admit(self, fault: str, now: Nanos) -> None:
        """Let a fault raise nothing any more."""
        if (false := self.conditions.false.pop(fault, None)) is not None:
            self.settle(false.code, now)

    def delay(self, fault: str, code: str, by: Nanos, now: Nanos) -> None:
        """Let a fault hold back an alarm for conditions that begin from now on.

        One that it held back before comes now; what waits of the same waits on.
        """
        if (late := self.conditions.delays.get(fault)) is not None and late.code != code:
            self.hasten(fault, now)
        self.conditions.delays[fault] = Late(code, by)

    def hasten(self, fault: str, now: Nanos) -> None:
        """Let a fault hold nothing back any more."""
        if code := self.conditions.hasten(fault, now):
            self.settle(code, now)

    @property
    def asleep(self) -> bool:
        """Whether nothing is judged."""
        return self._asleep is not None

    def sleep(self) -> None:
        """Judge nothing from now on, but keep what the parts say."""
        self._asleep = {}

    def wake(self, now: Nanos) -> None:
        """Judge what the parts said last, and go on judging."""
        said, self._asleep = self._asleep or {}, None
        unsettled, self._unsettled = self._unsettled, {}
        for code, (holds, data) in said.items():
            self.judge(code, now, holds=holds, data=data)
        for code in unsettled:
            self.settle(code, now)

    def settle(self, code: str, now: Nanos, data: Mapping[str, Value] | None = None) -> None:
        """Raise or end an alarm if that is due; to be called when a condition or a dial changed.

        While nothing is judged, that waits.
        """
        if self._asleep is not None:
            self._unsettled[code] = None
            return
        alarms = self.conditions.alarms(code, now)
        if alarms and not self.is_active(code):
            self._turn(code, "begins", now, data)
        elif not alarms and self.is_active(code):
            self._turn(code, "ends latching" if ALARMS[code].latching else "ends", now)
        self._refresh(now)

    def _turn(
        self, code: str, cause: Cause, now: Nanos, data: Mapping[str, Value] | None = None
    ) -> None:
        """Go where the table of alarms' lives says."""
        one = self._standing.get(code)
        turn = LIFE[one.phase if one else "inactive", cause]
        for told in turn.told:
            if told == "raised":
                self._raise(code, now, data or {})
            elif one is not None:
                one = self._log_state(replace(one, phase=turn.to), told, now)
        if turn.to == "inactive":
            del self._standing[code]

    def _raise(self, code: str, now: Nanos, data: Mapping[str, Value]) -> None:
        alarm = ALARMS[code]
        self._raised += 1
        self._occurrences[code] = number = self._occurrences.get(code, 0) + 1
        milder = self._standing.get(alarm.follows)
        one = Standing(alarm, number, now, self._raised, since=now, data=data)
        if milder is None:
            self._log_state(one, "raised", now)
            return
        self._log_state(one, "raised", now, {"escalates": milder.code})
        self._hear(milder, "a graver alarm follows", now)

    def _log_state(
        self, one: Standing, state: str, now: Nanos, more: Mapping[str, Value] | None = None
    ) -> Standing:
        told = {**one.told(), **more} if more else one.told()
        one = replace(one, n=self._log.log(now, "alarm", one.code, state, told))
        self._standing[one.code] = one
        return one

    # what the client does ----------------------------------------------------------------------

    def acknowledge(self, code: str, now: Nanos) -> bool:
        """Silence an alarm for good; it stands on. False: it had been acknowledged before."""
        one = self._find(code)
        crossed = dict(self.crossed.values())
        if code in crossed:
            code = crossed[code]
            if code not in self._standing:
                return True
            one = self._standing[code]
        if one.acknowledged:
            return False
        self._hear(one, "is acknowledged", now)
        self._turn(code, "is acknowledged", now)
        self._refresh(now)
        return True

    def silence(self, code: str, now: Nanos) -> None:
        """Pause an alarm's audio. Raises RefusedError where there is none to pause."""
        one = self._find(code)
        if not one.alarm.can_pause or code in self.unsilenceable.values():
            raise RefusedError("wrong_state", f"{code} cannot be silenced")
        if one.audio == "off":
            raise RefusedError("wrong_state", f"{code} is silent already")
        one = self._hear(one, "is silenced", now)
        self._log_state(replace(one, paused_until=now + self._pause), "silenced", now)
        self._refresh(now)

    def enable(self, code: str, now: Nanos, *, on: bool) -> None:
        """Let an alarm come, or not. Raises RefusedError for one that is none, or critical."""
        if code not in ALARMS:
            raise RefusedError("out_of_range", f"there is no alarm {code}")
        if ALARMS[code].critical and not on:
            raise RefusedError("out_of_range", f"{code} is critical: it cannot be disabled")
        if on != (code in self.conditions.disabled):
            return
        self.conditions.disabled.symmetric_difference_update({code})
        self._log.log(now, "setting", code, "enabled" if on else "disabled")
        self.settle(code, now)

    def test(self, now: Nanos) -> bool:
        """Sound the tone once; return whether it sounds. That it does not raises an alarm."""
        self.judge("tone_failed", now, holds=not self.has_tone)
        return self.has_tone

    def _find(self, code: str) -> Standing:
        if (one := self._standing.get(code)) is None:
            raise RefusedError("not_active", f"no alarm {code} stands")
        return one

    # time --------------------------------------------------------------------------------------

    def tick(self, now: Nanos) -> None:
        """Let audio come back from its pause; raise what is late."""
        if now < self.due:
            return
        for one in self.standing():
            if one.paused_until <= now:
                self._log_state(self._hear(one, "the pause is over", now), "audible", now)
        for code in [*self.conditions.comes]:
            self.settle(code, now)
        self._refresh(now)

    # -------------------------------------------------------------------------------------------

    def _hear(self, one: Standing, cause: str, now: Nanos) -> Standing:
        """Let an alarm's audio go where its table says; what it sounded until now is counted."""
        audio: Audio = AUDIO.get((one.audio, cause), one.audio)
        one = replace(
            one, audio=audio, since=now, sounded=one.times_sounded(now), paused_until=NEVER
        )
        self._standing[one.code] = one
        return one

    def _refresh(self, now: Nanos) -> None:
        standing = self.standing()
        self.codes = ",".join(one.code for one in standing)
        effects = self.conditions.effects()
        if effects != self.effects:
            self.effects = effects
        pauses = (one.paused_until for one in standing)
        self.due = min([*pauses, *self.conditions.waiting(now).values(), NEVER])
