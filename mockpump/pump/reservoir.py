"""The reservoir: what the pump believes is in it, and what is."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.config import ReservoirConfig
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import QUANTA, Ramp
from mockpump.pump.refused import check_range
from mockpump.quantity import VOLUME


class Reservoir:
    """Two volumes, in quanta: `estimated` from the programmed rate, and `actual`, the truth."""

    def __init__(self, config: ReservoirConfig, alarms: Alarms, log: EventLog) -> None:
        self._config, self._alarms, self._log = config, alarms, log
        self._low = config.low_alarm * QUANTA
        self._empty = config.empty_alarm * QUANTA
        self._residual = config.residual * QUANTA
        self.actual = Ramp(config.volume * QUANTA)
        self.estimated = Ramp(config.volume * QUANTA)
        self.filled = self.actual.value
        """What was put in, less what was taken out by aspiration."""
        self._credited = self.estimated.value
        self._dry = False

    def delivered(self, now: Nanos) -> int:
        """Return what the pump believes it has delivered since the start."""
        return self._credited - self.estimated.at(now)

    def fits(self, volume: int) -> None:
        """Refuse a fill (pL) that the reservoir cannot take, or the motor could not draw from."""
        config = self._config
        check_range("volume", volume, VOLUME, max(1, config.residual), config.capacity)

    def usable(self, now: Nanos) -> int:
        """Return how many pL are believed to be left for delivery."""
        return max(0, self.estimated.at(now) - self._empty) // QUANTA

    def refill(self, volume: int, now: Nanos) -> None:
        """Aspirate what is in there, and fill it with `volume` pL."""
        fill = volume * QUANTA
        aspirated, expected = self.actual.at(now), self.estimated.at(now)
        self.filled += fill - aspirated
        self._credited += fill - expected
        self.actual.put(fill, now)
        self.estimated.put(fill, now)
        self._log.tell(now, "reservoir", "actual", "aspirated", {"volume": _text(aspirated)})
        self._log.log(
            now,
            "reservoir",
            "estimated",
            "refilled",
            {"volume": _text(fill), "expected": _text(expected)},
        )
        self.tick(now)

    def draw(self, believed: int, real: int, now: Nanos) -> int:
        """Let the motor draw from now on; return what really comes, in quanta a nanosecond."""
        self.estimated.drain(believed, self._empty, now)
        return self.actual.drain(real, self._residual, now)

    def next_deadline(self) -> Nanos:
        """When the estimate crosses a threshold, or the actual volume runs out."""
        return min(
            self.estimated.reaches(self._low),
            self.estimated.drained(self._empty),
            self.actual.drained(self._residual),
        )

    def tick(self, now: Nanos) -> None:
        """Judge the thresholds: they look at the estimate alone."""
        estimated = self.estimated.at(now)
        self._alarms.judge("low_reservoir", now, holds=estimated <= self._low)
        self._alarms.judge("empty_reservoir", now, holds=estimated <= self._empty)
        dry = self.actual.at(now) <= self._residual
        if dry and not self._dry:
            self._log.tell(now, "reservoir", "actual", "empty")
        self._dry = dry


def _text(quanta: int) -> str:
    return VOLUME.format(quanta // QUANTA)
