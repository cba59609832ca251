"""The battery: charge falls with time and with use; a warning, and some time later the end."""

from __future__ import annotations

from math import gcd
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.pump.config import PowerConfig
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
    """Charge in a unit of which time and use both take whole numbers a nanosecond."""

    def __init__(self, config: PowerConfig, alarms: Alarms) -> None:
        self._alarms = alarms
        self._cell = CELLS[config.cell]
        pumps = config.pumps * QUANTA
        unit = gcd(config.standby_life, pumps)
        self._idle, self._use = pumps // unit, config.standby_life // unit
        self._full = config.standby_life * self._idle
        self._warn = self._full * config.warn_at // MILLION
        self._warning_to_end = config.warning_to_end
        life = config.service_life
        self._end = NEVER if life is None else life - config.age
        self._ended = False
        self.charge = Ramp(self._full * config.charge // MILLION)

    def share(self, now: Nanos) -> int:
        """Return the charge as a share of a full one, in parts per million."""
        return max(0, self.charge.at(now)) * MILLION // self._full

    def load(self, rate: int, now: Nanos) -> None:
        """Let the motor run at a rate (pL/day) from now on."""
        self.charge.turn(0 if self._ended else -self._idle - self._use * rate, now)

    def next_deadline(self) -> Nanos:
        """When the warning is due, or the end."""
        if self._ended:
            return NEVER
        return min(self.charge.reaches(self._warn), self.charge.reaches(0), self._end)

    def tick(self, now: Nanos) -> None:
        """Warn, then end: when the charge is spent, some time after the warning, or of old age."""
        charge = self.charge.at(now)
        low = charge <= self._warn
        if (
            low
            and self._warning_to_end is not None
            and not self._alarms.is_active(self._cell.warning)
        ):
            self._end = min(self._end, now + self._warning_to_end)
        self._alarms.judge(self._cell.warning, now, holds=low)
        self._ended = self._ended or charge <= 0 or now >= self._end
        self._alarms.judge(self._cell.end, now, holds=self._ended)
