"""The reservoir: what the pump believes is in it, and what is."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.operations import VALUES, in_words
from mockpump.pump.config import ReservoirConfig
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import NEVER, QUANTA, Ramp
from mockpump.pump.refused import check_range
from mockpump.quantity import VOLUME
from mockpump.seam import Value


class Reservoir:
    """Two volumes, in quanta: `estimated` from the programmed rate, and `actual`, the truth.

    What is low or empty ends once the volume is above its threshold again. A level sensor lets go of
    empty only a hundredth of the capacity above it, as switches of levels do: else the infusion would
    go on for a nanosecond at a time wherever liquid flows back. A refill is judged afresh.

    Its dials are turned by faults, each under its own name:
    miscounts  fault -> parts per million of what is delivered that the estimate takes off
    beside     fault -> share of a fill that goes beside the pump, in parts per million
    short      fault -> share of a fill that stays in the syringe
    level_errors  fault -> quanta by which the level sensor reads too much
    contents   fault -> concentration (pg/mL) of what is filled in, whatever its label says
    """

    def __init__(self, config: ReservoirConfig, alarms: Alarms, log: EventLog) -> None:
        self._config, self._alarms, self._log = config, alarms, log
        self.capacity = config.capacity
        self._full = config.capacity * QUANTA
        self._low = config.low_alarm * QUANTA
        self._empty = config.empty_alarm * QUANTA
        self._residual = config.residual * QUANTA
        self._refilled = max(self._empty + 1, min(self._empty + self._full // 100, self._full))
        """The level from which on a sensor that has seen it empty sees it filled again."""
        self._seen_empty = False
        self.actual = Ramp(config.volume * QUANTA)
        self.estimated = Ramp(config.volume * QUANTA)
        self.filled = self.actual.value
        """What was put in, less what was taken out by aspiration."""
        self.spilled = 0
        """What went beside the pump at fills."""
        self.withdrawn = Ramp(0)
        """What the pump believes to have drawn in since the start."""
        self._credited = self.estimated.value
        self._counted_from = {"infused": 0, "withdrawn": 0}
        self._delivered_before = 0
        """What the pump believes it had delivered at the last refill."""
        self.fill, self.filled_at = config.volume, 0
        """The volume (pL) and the time of the last refill."""
        self._dry = False
        self.miscounts: dict[str, int] = {}
        self.beside: dict[str, int] = {}
        self.short: dict[str, int] = {}
        self.level_errors: dict[str, int] = {}
        self.contents: dict[str, int] = {}
        self.content = 0
        """The concentration (pg/mL) of what is really in there."""
        self.level_sensor = config.level_sensor
        self.detached = self.blocked = False
        self.due = NEVER
        """When a volume crosses a threshold, or the actual volume runs out, or is full again."""

    def delivered(self, now: Nanos) -> int:
        """Return what the pump believes it has delivered since the start."""
        return self._credited - self.estimated.at(now) + self.withdrawn.at(now)

    def clear_counter(self, now: Nanos) -> None:
        """Count what is delivered from 0 again."""
        self._credited = self.estimated.at(now) - self.withdrawn.at(now)
        self._delivered_before = self._counted_from["infused"] = 0

    def totals(self, now: Nanos) -> dict[str, int]:
        """Return what was given and drawn in since these counts were cleared, in pL."""
        whole = {"infused": self.delivered(now), "withdrawn": self.withdrawn.at(now)}
        return {name: (whole[name] - self._counted_from[name]) // QUANTA for name in whole}

    def clear_total(self, name: str, now: Nanos) -> None:
        """Count from 0 again what was given, or what was drawn in."""
        whole = self.delivered(now) if name == "infused" else self.withdrawn.at(now)
        self._counted_from[name] = whole

    def is_full(self, now: Nanos) -> bool:
        """Say whether it is believed to hold all that it can."""
        return self.estimated.at(now) >= self._full

    @property
    def most(self) -> int:
        """The most that it takes, in pL."""
        return self.capacity + self._config.overfill

    def fits(self, volume: int) -> None:
        """Refuse a fill (pL) that the reservoir cannot take, or the motor could not draw from."""
        check_range("volume", volume, VOLUME, max(1, self._config.residual), self.most)

    def alarm_at(self, low: int, now: Nanos) -> None:
        """Take a low alarm volume (pL) that fits."""
        self._low = low * QUANTA
        self.tick(now)

    def believed(self, now: Nanos) -> int:
        """Return the estimated volume in pL."""
        return self.estimated.at(now) // QUANTA

    def visit(self, now: Nanos) -> dict[str, int]:
        """Return what a refill visit begins with, in pL: the residual expected, and what was given."""
        return {
            "expected": self.believed(now),
            "since_refill": (self.delivered(now) - self._delivered_before) // QUANTA,
        }

    def aspirate(self, now: Nanos) -> int:
        """Empty it; return how much came, in pL. The estimate knows nothing of it."""
        aspirated = self._empties(now)
        self.tick(now)
        return aspirated // QUANTA

    def _empties(self, now: Nanos) -> int:
        if aspirated := self.actual.at(now):
            self.filled -= aspirated
            self.actual.put(0, now)
            self._log.tell(now, "reservoir", "actual", "aspirated", {"volume": _text(aspirated)})
        return aspirated

    def usable(self, now: Nanos) -> int:
        """Return how many pL are believed to be left for delivery."""
        return max(0, self.estimated.at(now) - self._empty) // QUANTA

    def refill(self, volume: int, now: Nanos, told: Mapping[str, Value] | None = None) -> None:
        """Aspirate what is in there, and fill it with `volume` pL; `told` goes into the log, too."""
        self._delivered_before = self.delivered(now)
        self.fill, self.filled_at = volume, now
        fill = volume * QUANTA
        self._empties(now)
        expected = self.estimated.at(now)
        arrived, beside = self._arrives(fill)
        self.filled += arrived + beside
        self.spilled += beside
        self._credited += fill - expected
        self._seen_empty = False
        self.actual.put(arrived, now)
        self.estimated.put(fill, now)
        texts = {"volume": _text(fill), "expected": _text(expected), **in_words(VALUES, told or {})}
        self._log.log(now, "reservoir", "estimated", "refilled", texts)
        if volume > self.capacity:
            over = {"volume": _text(fill), "capacity": VOLUME.format(self.capacity)}
            self._log.log(now, "reservoir", "estimated", "overfilled", over)
        self.tick(now)

    def _arrives(self, fill: int) -> tuple[int, int]:
        """Return how much of a fill gets into the reservoir, and how much goes beside the pump."""
        given = fill - fill * min(MILLION, sum(self.short.values())) // MILLION
        beside = given * min(MILLION, sum(self.beside.values())) // MILLION
        return given - beside, beside

    def label(self, concentration: int) -> None:
        """Take a fill for what its label says (pg/mL), unless a fault put something else in."""
        self.content = next(reversed(self.contents.values()), concentration)

    def level(self, now: Nanos) -> int:
        """Return what the level sensor says, in quanta, not below 0."""
        return max(0, self.actual.at(now) + sum(self.level_errors.values()))

    def draw(self, believed: int, real: int, now: Nanos) -> int:
        """Let the motor draw from now on; return what really comes, in quanta a nanosecond.

        Below 0 it is drawn backwards, until the reservoir is full.
        """
        for factor in self.miscounts.values():
            believed = believed * factor // MILLION
        self.estimated.drain(believed, self._empty, now)
        if believed < 0 or self.withdrawn.slope:
            self.withdrawn.turn(max(0, -believed), now)
        if self.detached or self.blocked or (real < 0 and self.actual.at(now) >= self._full):
            real = 0
        if real >= 0:
            real = self.actual.drain(real, self._residual, now)
        else:
            self.actual.turn(-real, now)
        self._plan()
        return real

    def _plan(self) -> None:
        actual, estimated = self.actual, self.estimated
        ends = actual.drained(self._residual) if actual.slope <= 0 else actual.reaches(self._full)
        if estimated.slope > 0:
            empty = min(estimated.reaches(self._full), estimated.reaches(self._empty + 1))
            low = estimated.reaches(self._low + 1)
        else:
            empty = estimated.drained(self._empty)
            low = estimated.reaches(self._low)
        if self.level_sensor:
            low = self._plan_level(actual)
        self.due = min(ends, empty, low)

    def _plan_level(self, actual: Ramp) -> Nanos:
        """Return when the level sensor sees something new."""
        error = sum(self.level_errors.values())
        low, empty = self._low - error, self._empty - error
        if actual.slope > 0:
            low, empty = low + 1, (self._refilled if self._seen_empty else self._empty + 1) - error
        return min(actual.reaches(low), actual.reaches(empty))

    def tick(self, now: Nanos) -> None:
        """Judge the thresholds: they look at the estimate alone, or at the level sensor."""
        if self.level_sensor:
            volume = self.level(now)
            empty = volume < self._refilled if self._seen_empty else volume <= self._empty
            self._seen_empty = empty
        else:
            volume = self.estimated.at(now)
            empty = volume <= self._empty
        self._alarms.judge("low_reservoir", now, holds=volume <= self._low)
        self._alarms.judge("empty_reservoir", now, holds=empty)
        if self._config.detachable:
            self._alarms.judge("no_reservoir", now, holds=self.detached)
        if self._config.inlet_sensor:
            self._alarms.judge("upstream_occlusion", now, holds=self.blocked)
        dry = self.actual.at(now) <= self._residual
        if dry and not self._dry:
            self._log.tell(now, "reservoir", "actual", "empty")
        self._dry = dry


def _text(quanta: int) -> str:
    return VOLUME.format(quanta // QUANTA)
