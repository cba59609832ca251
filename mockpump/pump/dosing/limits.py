"""How far an order may go: beyond a hard limit it is refused, beyond a soft one to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mockpump.pump.config import PumpConfig
from mockpump.pump.dosing.arithmetic import bolus_rate
from mockpump.pump.dosing.flex import time_text
from mockpump.pump.dosing.programme import Programme
from mockpump.pump.refused import RefusedError, check_range
from mockpump.quantity import CONCENTRATION, RATE, VOLUME, Kind

STRONGEST = CONCENTRATION.units["g/mL"]
MOST_ALLOTTED = 1000


class Passed(NamedTuple):
    """A soft limit that an order passes."""

    limit: str
    text: str


class Limits:
    """The limits of one pump. Hard ones raise RefusedError; soft ones are returned."""

    def __init__(self, config: PumpConfig) -> None:
        self._infusion, self._reservoir = config.infusion, config.reservoir

    def of_programme(self, new: Programme, old: Programme) -> tuple[Passed, ...]:
        """Check all that differs between two programmes."""
        check_range("concentration", new.concentration, CONCENTRATION, 1, STRONGEST)
        passed: list[Passed] = []
        if new.rate != old.rate or (new.mode, old.mode) == ("continuous", "flex"):
            passed += self.rate("rate", new.rate)
        if new.flex != old.flex:
            for step in new.flex:
                passed += self.rate(f"flex at {time_text(step.at)}", step.rate)
        if new.mode == "flex" and not new.flex:
            raise RefusedError("out_of_range", "the mode flex has no steps")
        low, high = self._reservoir.empty_alarm, self._reservoir.capacity
        check_range("low_alarm", new.low_alarm, VOLUME, low, high)
        return (*passed, *self._patient_bolus(new))

    def _patient_bolus(self, new: Programme) -> Iterator[Passed]:
        if new.patient_allotted > MOST_ALLOTTED:
            raise RefusedError("out_of_range", f"patient_allotted is over {MOST_ALLOTTED}")
        if not new.patient_duration:
            raise RefusedError("out_of_range", "patient_duration is not above 0s")
        if new.patient_volume:
            rate = bolus_rate(new.patient_volume, new.patient_duration)
            yield from self.bolus("patient bolus", new.patient_volume, rate)

    def rate(self, name: str, rate: int) -> tuple[Passed, ...]:
        """Check a basal rate."""
        config = self._infusion
        check_range(name, rate, RATE, config.min_rate, config.max_rate)
        return _soft("soft_max_rate", name, rate, RATE, config.soft_max_rate)

    def bolus(
        self, name: str, volume: int, rate: int, usable: int | None = None
    ) -> tuple[Passed, ...]:
        """Check a dose in pL, of which `usable` are left, and its rate."""
        config = self._infusion
        most = config.max_bolus if usable is None else min(usable, config.max_bolus)
        check_range(name, volume, VOLUME, 1, most)
        self.bolus_rate(name, rate)
        return _soft("soft_max_bolus", name, volume, VOLUME, config.soft_max_bolus)

    def bolus_rate(self, name: str, rate: int) -> None:
        """Check the rate of a bolus of any kind."""
        check_range(f"{name} rate", rate, RATE, 1, self._infusion.max_rate)

    def rate_for(self, volume: int, duration: int | None) -> int:
        """Return the rate of a bolus; without a duration it is the pump's own."""
        if duration is None:
            return self._infusion.bolus_rate
        if duration <= 0:
            raise RefusedError("out_of_range", "a bolus takes some time: duration is not above 0s")
        return bolus_rate(volume, duration)


def confirmed(passed: tuple[Passed, ...], *, confirm: bool) -> None:
    """Refuse what passes a soft limit and was not confirmed."""
    if passed and not confirm:
        raise RefusedError("unconfirmed", f"{passed[0].text}: confirm to pass it")


def _soft(limit: str, name: str, value: int, kind: Kind, most: int | None) -> tuple[Passed, ...]:
    if most is None or value <= most:
        return ()
    over = f"{name} {kind.format(value)} is over the soft limit {kind.format(most)}"
    return (Passed(limit, over),)
