"""The infusion: what the pump is programmed to deliver, and whether it does.

state      when                                                    what is asked of the motor
ended      an alarm ended the service                              nothing, for good
empty      an alarm holds the infusion until its condition ends    nothing
stopped    never started, stopped by the client or by an alarm     nothing
bolus      a bolus runs                                            the bolus's rate
infusing   otherwise                                               the programmed rate
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from mockpump.clock import Nanos
from mockpump.pump.bolus import Bolus
from mockpump.pump.dosing.settings import InfusionConfig
from mockpump.pump.eventlog import EventLog
from mockpump.pump.ramp import NEVER, QUANTA
from mockpump.pump.refused import RefusedError, check_range
from mockpump.quantity import RATE, VOLUME
from mockpump.seam import Value


class Infusion:
    """The programmed rate (pL/day), the bolus that runs, and what stands in their way."""

    def __init__(self, config: InfusionConfig, log: EventLog) -> None:
        self._config, self._log = config, log
        self.rate = config.rate
        self.bolus: Bolus | None = None
        self._running = config.mode == "continuous"
        self._effects: Mapping[str, str] = {}
        self._ended = False

    @property
    def state(self) -> str:
        """What the infusion is doing, in the words of operations.VALUES."""
        if self._ended:
            return "ended"
        if "empty" in self._effects:
            return "empty"
        if not self._running:
            return "stopped"
        if "stalled" in self._effects:
            return "stalled"
        return "infusing" if self.bolus is None else "bolus"

    @property
    def flow(self) -> int:
        """What the pump believes it delivers, in pL/day."""
        state = self.state
        if state == "infusing":
            return self.rate
        return self.bolus.rate if state == "bolus" and self.bolus is not None else 0

    # what the client does ----------------------------------------------------------------------

    def start(self, now: Nanos) -> None:
        """Start the programmed infusion. Raises RefusedError if it cannot, or is running."""
        if self.state != "stopped":
            raise RefusedError("wrong_state", f"no start while the pump is {self.state}")
        if (code := self._effects.get("stopped")) is not None:
            raise RefusedError("wrong_state", f"no start while the alarm {code} is active")
        self._running = True
        self._log.log(now, "infusion", "delivery", "started", {"rate": _rate(self.rate)})

    def stop(self, now: Nanos) -> None:
        """Stop the infusion and its bolus. Raises RefusedError if it is stopped already."""
        if not self._running:
            raise RefusedError("wrong_state", f"no stop while the pump is {self.state}")
        self._stop("stopped", {}, now)

    def serves(self) -> None:
        """Refuse what needs a pump whose service has not ended."""
        if self._ended:
            raise RefusedError("wrong_state", "the pump's service has ended")

    def fits(self, rate: int) -> None:
        """Refuse a rate beyond the limits."""
        check_range("rate", rate, RATE, self._config.min_rate, self._config.max_rate)

    def program(self, rate: int, now: Nanos) -> None:
        """Set a rate that fits; a bolus that runs goes on at its own."""
        was, self.rate = self.rate, rate
        self._log.log(now, "infusion", "rate", "changed", {"rate": _rate(rate), "was": _rate(was)})

    def give(self, id_: str, volume: int, duration: Nanos | None, usable: int, now: Nanos) -> Bolus:
        """Begin a bolus. Raises RefusedError beyond a limit, or if the pump is not infusing."""
        if self.state != "infusing":
            raise RefusedError("wrong_state", f"no bolus while the pump is {self.state}")
        check_range("bolus", volume, VOLUME, 1, min(usable, self._config.max_bolus))
        rate = self._config.bolus_rate
        if duration is not None:
            if duration <= 0:
                raise RefusedError(
                    "out_of_range", "a bolus takes some time: duration is not above 0s"
                )
            rate = -(-volume * QUANTA // duration)
        check_range("bolus rate", rate, RATE, 1, self._config.max_rate)
        self.bolus = Bolus(id_, volume, rate, now)
        told: dict[str, Value] = {"id": id_, "volume": VOLUME.format(volume), "rate": _rate(rate)}
        self._log.log(now, "infusion", "bolus", "started", told)
        return self.bolus

    # what alarms do ----------------------------------------------------------------------------

    def obey(self, effects: Mapping[str, str], now: Nanos) -> None:
        """Do what active alarms demand: `effects` are states -> the alarm that wants it."""
        if effects is self._effects:
            return
        before, self._effects = self._effects, effects
        if "ended" in effects and not self._ended:
            self._stop("ended", effects, now)
            self._ended = True
        if "stopped" in effects and self._running:
            self._stop("stopped", effects, now)
        for hold in ("empty", "stalled"):
            if self._running and (hold in effects) != (hold in before):
                self._hold(hold, effects, before, now)

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
        state, cause = ("held", effects) if hold in effects else ("resumed", before)
        self._log.log(now, "infusion", "delivery", state, {"because": cause[hold]})

    def _end_bolus(self, now: Nanos) -> None:
        if self.bolus is None:
            return
        self.bolus.end(now)
        self._log.log(now, "infusion", "bolus", self.bolus.state, self.bolus.told(now))
        self.bolus = None

    # time --------------------------------------------------------------------------------------

    def demand(self, now: Nanos) -> int:
        """Return what the motor is asked for from now on, in pL/day."""
        if self.bolus is not None:
            return self.bolus.demand(now)
        return self.rate if self.state == "stalled" else self.flow

    def next_deadline(self) -> Nanos:
        """When the bolus ends."""
        return NEVER if self.bolus is None else self.bolus.left.drained(0)

    def tick(self, now: Nanos) -> None:
        """End a bolus that has been given."""
        if self.bolus is not None and self.bolus.left.at(now) == 0:
            self._end_bolus(now)


@lru_cache(maxsize=1024)
def _rate(rate: int) -> str:
    """Rates recur; their texts are made once."""
    return RATE.format(rate)
