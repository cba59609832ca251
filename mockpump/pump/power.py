"""The battery: charge falls with time and with use; a warning, and some time later the end.

Where there are mains they drive the pump and charge its battery.
"""

from __future__ import annotations

from math import gcd
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.pump.electronics_config import PowerConfig
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.motor import MILLION
from mockpump.pump.ramp import NEVER, QUANTA, Ramp


class Cell(NamedTuple):
    """The alarms of one kind of battery."""

    warning: str
    end: str


CELLS = {
    "implanted": Cell("eri", "eos"),
    "replaceable": Cell("low_battery", "battery_depleted"),
}


class Power:
    """Charge in a unit of which time and use both take whole numbers a nanosecond.

    Dials: `cut` are the faults that keep the mains from it; the charger `charges`.
    """

    def __init__(self, config: PowerConfig, alarms: Alarms) -> None:
        self._alarms = alarms
        self.cell = CELLS[config.cell]
        pumps = config.pumps * QUANTA
        unit = gcd(config.standby_life, pumps)
        self._idle, self._use = pumps // unit, config.standby_life // unit
        self._full = config.standby_life * self._idle
        self._gain = max(1, self._full // config.charge_time)
        self._warn = self._full * config.warn_at // MILLION
        self._warning_to_end = config.warning_to_end
        life = config.service_life
        self._end = NEVER if life is None else life - config.age
        self._warned = self._ended = False
        self.has_mains = config.mains
        self.cut: set[str] = set()
        self.charges = True
        self.charge = Ramp(self._full * config.charge // MILLION)
        self.due = NEVER
        """When the battery is full, when its warning is due or over, or the end."""

    @property
    def mains(self) -> bool:
        """Whether the mains are there, and drive it."""
        return self.has_mains and not self.cut

    def share(self, now: Nanos) -> int:
        """Return the charge as a share of a full one, in parts per million."""
        return max(0, self.charge.at(now)) * MILLION // self._full

    def drop(self, share: int, now: Nanos) -> None:
        """Let the charge fall to a share at once; less than that it stays."""
        self.charge.put(min(self.charge.at(now), self._full * share // MILLION), now)
        self.tick(now)

    def load(self, rate: int, now: Nanos) -> None:
        """Let the motor run at a rate (pL/day) from now on."""
        charge = self.charge
        if self.mains:
            slope = self._gain if self.charges and charge.at(now) < self._full else 0
        else:
            slope = 0 if self._ended else -self._idle - self._use * rate
        charge.turn(slope, now)
        self._plan()

    def _plan(self) -> None:
        charge, end = self.charge, NEVER if self._ended else self._end
        if charge.slope > 0:
            self.due = min(end, charge.reaches(self._warn + 1), charge.reaches(self._full))
        elif self._warned or self._ended:
            self.due = min(end, charge.reaches(self._warn), charge.reaches(0))
        else:  # the charge is still above that
            self.due = min(end, charge.reaches(self._warn))

    def tick(self, now: Nanos) -> None:
        """Warn, then end: when the charge is spent, some time after the warning, or of old age."""
        charge = self.charge.at(now)
        if charge > self._full:
            self.charge.put(self._full, now)
        low = charge <= self._warn
        if low and not self._warned and self._warning_to_end is not None:
            self._end = min(self._end, now + self._warning_to_end)
        self._warned = self._warned or low
        self._alarms.judge(self.cell.warning, now, holds=low)
        self._ended = self._ended or charge <= 0 or now >= self._end
        self._alarms.judge(self.cell.end, now, holds=self._ended)
        if self.has_mains:
            self._alarms.judge("on_battery", now, holds=not self.mains)
            self._alarms.judge("charger_fault", now, holds=self.mains and not self.charges)
