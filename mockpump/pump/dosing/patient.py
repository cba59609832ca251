"""What the patient has asked for and may ask for: lockouts, and how many in a day."""

from __future__ import annotations

from collections import deque

from mockpump.clock import DAY, Nanos
from mockpump.operations import Refusal
from mockpump.pump.dosing.programme import Programme
from mockpump.pump.refused import RefusedError
from mockpump.quantity import DURATION


class Patient:
    """When boluses were given to the patient's asking, in pump time; only the last 24 h count."""

    def __init__(self) -> None:
        self._given: deque[Nanos] = deque()
        self._last: Nanos | None = None
        self._changed: Nanos | None = None

    def changed(self, now: Nanos) -> None:
        """Take note of programming or a refill."""
        self._changed = now

    def gave(self, now: Nanos) -> None:
        """Take note of a bolus that begins."""
        self._given.append(now)
        self._last = now

    def given(self, now: Nanos) -> int:
        """Return how many were given in the last 24 h."""
        return sum(now < at + DAY for at in self._given)

    def locked(self, programme: Programme, now: Nanos) -> dict[str, Nanos]:
        """Return why the patient may not ask now, and until when."""
        until = {}
        if self._changed is not None:
            until["change"] = self._changed + programme.patient_wait
        if self._last is not None:
            until["lockout"] = self._last + programme.patient_lockout
        recent = [at for at in self._given if now < at + DAY]
        if 0 < programme.patient_allotted <= len(recent):
            until["allotted"] = recent[-programme.patient_allotted] + DAY
        return {why: end for why, end in until.items() if end > now}

    def left(self, programme: Programme, now: Nanos) -> Nanos:
        """Return how long the patient may not ask; 0: not at all."""
        return max(self.locked(programme, now).values(), default=now) - now

    def may_ask(self, programme: Programme, now: Nanos) -> None:
        """Refuse a request that comes too soon, saying what time is left."""
        while self._given and self._given[0] + DAY <= now:
            self._given.popleft()
        if not (programme.patient_volume and programme.patient_allotted):
            raise RefusedError("wrong_state", "no patient bolus is programmed")
        if not (locked := self.locked(programme, now)):
            return
        why = max(locked, key=locked.__getitem__)
        left = locked[why] - now
        told = f"{_WHY[why]}: {DURATION.format(left, 's')} left"
        refusal: Refusal = "dose_limit" if why == "allotted" else "locked_out"
        raise RefusedError(refusal, told, {"left": left, "because": why})


_WHY = {
    "change": "no patient bolus so soon after a change",
    "lockout": "the lockout lasts",
    "allotted": "all that is allotted for 24 h has been given",
}
