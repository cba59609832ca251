"""The infusion: what the pump is programmed to deliver, and whether it does.

state      when                                                    what is asked of the motor
ended      an alarm ended the service                              nothing, for good
empty      an alarm holds the infusion until its condition ends,   nothing
           but not what is drawn in
bolus      a bolus runs; also priming and bridging (see bolus.py)  the bolus's rate
stopped    never started, stopped by the client or by an alarm,    nothing
           or an update is pending on a pump that pauses meanwhile
stalled    the pump believes that its motor does not turn          the basal rate, either way
withdrawing  otherwise, where the direction is turned                the basal rate, backwards
infusing   otherwise                                               the basal rate
"""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.pump.bolus import BEGINS, NAMES, ORDERED, STATES, Bolus, Kind
from mockpump.pump.dosing.basal import Basal
from mockpump.pump.dosing.programme import Programme
from mockpump.pump.dosing.target import Target
from mockpump.pump.eventlog import EventLog
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError
from mockpump.pump.section import per_day
from mockpump.quantity import VOLUME

DIRECTIONS: Mapping[str, int] = {"infusing": 1, "withdrawing": -1}
"""The states in which the programmed rate flows, and which way."""


class Infusion:
    """The basal rate (pL/day), the bolus that runs, and what stands in their way."""

    def __init__(self, basal: Basal, log: EventLog, *, running: bool) -> None:
        self.basal, self._log = basal, log
        self.bolus: Bolus | None = None
        self.paused = False
        """While an update is pending, on a pump that pauses for it."""
        self.withdraws = False
        """Whether it draws in what it would give."""
        self.target = Target()
        self.in_catheter = basal.programme.concentration
        """Concentration (pg/mL) of the drug that is believed to be in tubing and catheter."""
        self.gives = MILLION
        """Share of a bolus that is really given; the rest is only claimed. A fault's dial."""
        self.regives = False
        """Whether a bolus that was interrupted begins again. A fault's dial."""
        self._interrupted: Bolus | None = None
        self._running = running
        self._effects: Mapping[str, str] = {}
        self._ended = False
        self.due = NEVER
        """When the bolus ends, the target is reached, or the basal rate turns."""

    @property
    def state(self) -> str:
        """What the infusion is doing, in the words of operations.VALUES."""
        if self._ended:
            return "ended"
        if "empty" in self._effects and self._is_held("empty", self._effects):
            return "empty"
        if self.bolus is not None:
            return STATES[self.bolus.kind]
        if not self._running or self.paused:
            return "stopped"
        if "stalled" in self._effects:
            return "stalled"
        return "withdrawing" if self.withdraws else "infusing"

    @property
    def programme(self) -> Programme:
        """What the pump is programmed to."""
        return self.basal.programme

    @property
    def rate(self) -> int:
        """The programmed rate of this moment, in pL/day."""
        return self.basal.rate

    @property
    def flow(self) -> int:
        """What the pump believes it delivers, in pL/day; below 0: draws in."""
        if self.bolus is not None:
            return self.bolus.rate
        return self.basal.rate * DIRECTIONS.get(self.state, 0)

    # what the client does ----------------------------------------------------------------------

    def start(self, now: Nanos) -> None:
        """Start the programmed infusion. Raises RefusedError if it cannot, or is running."""
        if self.paused:
            raise RefusedError("wrong_state", "no start while an update is pending")
        if self.state != "stopped":
            raise RefusedError("wrong_state", f"no start while the pump is {self.state}")
        self._no_alarm_stops("start")
        self._running = True
        self._log.log(now, "infusion", "delivery", "started", {"rate": per_day(self.rate)})
        self._give_again(now)

    def _no_alarm_stops(self, what: str) -> None:
        if (code := self._effects.get("stopped")) is not None:
            raise RefusedError("wrong_state", f"no {what} while the alarm {code} is active")

    def stop(self, now: Nanos) -> None:
        """Stop the infusion and its bolus. Raises RefusedError if it is stopped already."""
        if not self._running and (self.bolus is None or self._ended):
            raise RefusedError("wrong_state", f"no stop while the pump is {self.state}")
        self._stop("stopped", {}, now)

    def end(self, because: str, now: Nanos) -> None:
        """Stop by itself, for a reason that is no alarm: all is given, or the reservoir is full."""
        self._stop("stopped", {"stopped": because}, now)

    def turn(self, now: Nanos, *, withdraws: bool) -> None:
        """Give or draw in from the next start on. Raises RefusedError while it does either."""
        state = self.state
        if state != "stopped" and (state != "empty" or self._running):
            raise RefusedError("wrong_state", f"no other direction while the pump is {state}")
        if withdraws != self.withdraws:
            self.withdraws = withdraws
            direction = "withdraw" if withdraws else "infuse"
            self._log.log(now, "infusion", "direction", "changed", {"value": direction})

    def serves(self) -> None:
        """Refuse what needs a pump whose service has not ended."""
        if self._ended:
            raise RefusedError("wrong_state", "the pump's service has ended")

    def takes(self, kind: Kind, *, resuming: bool = False) -> None:
        """Refuse a bolus that cannot begin now; `resuming`: the pause that lasts is about to end."""
        state = self.state
        if state == "stopped" and "empty" in self._effects:
            state = "empty"  # it may draw in, and has nothing to give
        if resuming and self.paused and self._running and state == "stopped":
            state = "infusing"
        if state not in BEGINS[kind]:
            raise RefusedError("wrong_state", f"no {NAMES[kind]} while the pump is {state}")
        self._no_alarm_stops(NAMES[kind])

    def give(self, kind: Kind, id_: str, volume: int, rate: int, now: Nanos) -> Bolus:
        """Begin a bolus that it takes, within the limits."""
        self.bolus = Bolus(kind, id_, volume, rate, now, gives=self._gives(volume))
        told = {"id": id_, "volume": VOLUME.format(volume), "rate": per_day(rate)}
        self._log.log(now, "infusion", kind, "started", told)
        return self.bolus

    def forget_interrupted(self) -> None:
        """Give nothing again, not even what was interrupted before."""
        self.regives, self._interrupted = False, None

    def _gives(self, volume: int) -> int:
        return max(1, volume * self.gives // MILLION)

    def _give_again(self, now: Nanos) -> None:
        """Begin anew with a bolus that was interrupted, where a fault has it so."""
        again = self._interrupted
        if again is not None and self.state == "infusing":
            self._interrupted = None
            self.give(again.kind, again.id, again.volume, again.rate, now)

    def program(self, programme: Programme, now: Nanos) -> None:
        """Take a programme; a bolus that runs goes on at its own rate."""
        was = self.programme
        if programme.concentration != was.concentration:
            self.in_catheter = was.concentration
        self.basal.take(programme, now)

    def pause(self, now: Nanos) -> None:
        """Deliver nothing until `resume`: an update has begun."""
        if self.paused:
            return
        self._end_bolus(now)
        if self.state in DIRECTIONS:
            self._log.log(now, "infusion", "delivery", "paused", {"because": "programming"})
        self.paused = True

    def resume(self, now: Nanos) -> None:
        """Go on with what is programmed: the update is complete."""
        if not self.paused:
            return
        self.paused = False
        if self.state in DIRECTIONS:
            self._log.log(now, "infusion", "delivery", "resumed", {"because": "programming"})
        self._give_again(now)

    # what alarms do ----------------------------------------------------------------------------

    def obey(self, effects: Mapping[str, str], now: Nanos) -> None:
        """Do what active alarms demand: `effects` are states -> the alarm that wants it."""
        if effects is self._effects:
            return
        before, self._effects = self._effects, effects
        if "ended" in effects and not self._ended:
            self._stop("ended", effects, now)
            self._ended = True
        if "stopped" in effects and (self._running or self.bolus is not None):
            self._stop("stopped", effects, now)
        for hold in ("empty", "stalled"):
            if self._is_held(hold, effects) != self._is_held(hold, before):
                self._hold(hold, effects, before, now)

    def _is_held(self, hold: str, effects: Mapping[str, str]) -> bool:
        """Say whether effects hold the infusion; one that draws in ends by itself what is empty."""
        if hold not in effects:
            return False
        draws_in = self.withdraws and self.bolus is None
        return hold != "empty" or "down" in effects or not draws_in

    def _stop(self, state: str, effects: Mapping[str, str], now: Nanos) -> None:
        self._end_bolus(now)
        self._running = False
        data = {"because": effects[state]} if state in effects else {}
        self._log.log(now, "infusion", "delivery", state, data)

    def _hold(
        self, hold: str, effects: Mapping[str, str], before: Mapping[str, str], now: Nanos
    ) -> None:
        """Pause while an alarm holds the infusion; a bolus is not taken up again."""
        self._end_bolus(now)
        if not self._running:
            return
        state, cause = ("held", effects) if hold in effects else ("resumed", before)
        self._log.log(now, "infusion", "delivery", state, {"because": cause[hold]})
        self._give_again(now)

    def _end_bolus(self, now: Nanos) -> None:
        bolus = self.bolus
        if bolus is None:
            return
        bolus.end(now)
        self._log.log(now, "infusion", bolus.kind, bolus.state, bolus.told(now))
        self.bolus = None
        if self.regives and bolus.state == "interrupted" and bolus.kind in ORDERED:
            self._interrupted = bolus
        if bolus.kind in ("prime", "bridge") and bolus.state == "delivered":
            self.in_catheter = self.programme.concentration

    # time --------------------------------------------------------------------------------------

    def demand(self, state: str, now: Nanos) -> int:
        """Return what the motor is asked for in a state from now on, in pL/day; below 0: backwards.

        Besides its own states: "down", while the processor is.
        """
        self.due = self.basal.turns
        if state in DIRECTIONS:
            rate = self.basal.rate
            if self.target.volume:
                rate = self.target.limit(rate, now)
                self.due = min(self.due, self.target.next_deadline())
            return DIRECTIONS[state] * rate
        self.target.rest(now)
        if self.bolus is not None:
            rate = self.bolus.demand(now)
            self.due = min(self.due, self.bolus.left.drained(0))
            return rate
        if state != "stalled":
            return 0
        return -self.basal.rate if self.withdraws else self.basal.rate

    def tick(self, now: Nanos) -> None:
        """End a bolus that has been given; stop at the target; let the basal rate turn."""
        if self.bolus is not None and self.bolus.left.at(now) == 0:
            self._end_bolus(now)
        if self.target.volume and self.target.reached(now):
            self.target.set(self.target.volume, now)
            self.end("target", now)
        self.basal.tick(now)
