"""A programme: all that a clinician sets, as one record that is taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import astuple

from mockpump.clock import Nanos
from mockpump.operations import PROGRAMME
from mockpump.pump.dosing.arithmetic import daily_most, dose_of, rate_of, volume_of
from mockpump.pump.dosing.flex import Step, daily, in_order, read_time, time_text
from mockpump.pump.section import per_day
from mockpump.quantity import DURATION
from mockpump.seam import Value

if TYPE_CHECKING:
    from mockpump.pump.config import PumpConfig

Mode = Literal["minimum", "continuous", "flex"]
"""What is delivered while the pump infuses. That it is stopped is a state, not a mode."""


class Programme(Struct, frozen=True, kw_only=True):
    """Rates in pL/day, volumes in pL, doses in pg/day, concentration in pg/mL, times in ns.

    `rate` and `dose` are of the mode continuous and say the same; `patient_...` is the bolus that
    the patient may ask for, `patient_wait` how long there is none after a change.
    """

    mode: Mode
    rate: int
    dose: int
    flex: tuple[Step, ...]
    drug: str
    concentration: int
    low_alarm: int
    patient_volume: int
    patient_duration: Nanos
    patient_lockout: Nanos
    patient_allotted: int
    patient_wait: Nanos

    def values(self) -> dict[str, Value]:
        """Return what is set, by name; the steps of the mode flex are told by `steps`."""
        return {name: getattr(self, name) for name in FIELDS}

    def steps(self) -> dict[str, int]:
        """Return the steps of the mode flex: time of day -> rate."""
        return {time_text(step.at): step.rate for step in self.flex}

    def basal(self, minimum: int) -> int:
        """Return what the mode gives in a day, in pL; `minimum` is what that mode gives."""
        if self.mode == "flex":
            return daily(self.flex)
        return self.rate if self.mode == "continuous" else minimum

    def most(self, minimum: int) -> int:
        """Return what is given in a day if the patient asks for all that is allotted, in pL."""
        basal = self.basal(minimum)
        return daily_most(basal, self.patient_allotted, self.patient_volume)


FIELDS = tuple(name for name in Programme.__struct_fields__ if name != "flex")


def programmed(config: PumpConfig) -> Programme:
    """Return what a pump is programmed to at the start; where it is stopped, that waits."""
    infusion, bolus, strength = (
        config.infusion,
        config.infusion.patient_bolus,
        config.drug.concentration,
    )
    rate, dose = infusion.rate, infusion.dose
    return Programme(
        mode="continuous" if infusion.mode == "stopped" else infusion.mode,
        rate=rate if dose is None else rate_of(dose, strength),
        dose=dose_of(rate, strength) if dose is None else dose,
        flex=in_order(Step(read_time(step.at), step.rate) for step in infusion.flex),
        drug=config.drug.name,
        concentration=strength,
        low_alarm=config.reservoir.low_alarm,
        patient_volume=bolus.volume if bolus.mass is None else volume_of(bolus.mass, strength),
        patient_duration=bolus.duration,
        patient_lockout=bolus.lockout,
        patient_allotted=bolus.allotted,
        patient_wait=bolus.wait,
    )


def changes(old: Programme, new: Programme) -> list[Mapping[str, Value]]:
    """Set old beside new, a row for each difference: `rate` and `was_rate`, or `step` with both.

    A step that is new has no `was_rate`; one that goes has no `rate`.
    """
    before, after = old.values(), new.values()
    rows: list[Mapping[str, Value]] = [
        {name: after[name], f"was_{name}": before[name]}
        for name in FIELDS
        if after[name] != before[name]
    ]
    went, come = old.steps(), new.steps()
    for step in sorted({**went, **come}):
        if (rate := come.get(step)) != (was := went.get(step)):
            both = {"rate": rate, "was_rate": was}
            told = {name: value for name, value in both.items() if value is not None}
            rows.append({"step": step, **told})
    return rows


def news(old: Programme, new: Programme) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Say in words what is new, for the event log; that the dose follows needs no saying."""
    for name, value, was in zip(new.__struct_fields__, astuple(new), astuple(old), strict=True):
        if value == was or name == "dose":
            continue
        if name == "rate":
            yield name, {"rate": per_day(value), "was": per_day(was)}
        elif name == "flex":
            yield name, {"value": len(value), "was": len(was)}
        else:
            yield name, {"value": _words(name, value), "was": _words(name, was)}


def _words(name: str, value: Value) -> Value:
    kind = PROGRAMME[name]
    if kind is None or not isinstance(value, int):
        return value
    return kind.format(value, "s") if kind is DURATION else kind.format(value)
