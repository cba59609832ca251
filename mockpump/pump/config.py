"""What a pump is made of, as data: a section for each part, a field for each key of `pump:`.

The defaults are those of the preset `intrathecal-20`; `presets.py` has the others. Numbers marked
[V] were read in a public source, [M] are commonly stated, the rest are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from mockpump.clock import DAY
from mockpump.pump.dosing.arithmetic import rate_of, volume_of
from mockpump.pump.dosing.settings import InfusionConfig
from mockpump.pump.section import KPA, ML, PERCENT, UG_PER_ML, UL, YEAR, Section, in_ml
from mockpump.quantity import (
    PRESSURE,
    Concentration,
    Duration,
    Length,
    Pressure,
    Share,
    Volume,
)


class ReservoirConfig(Section, frozen=True):
    """The reservoir. The alarms look at the estimated volume, never at the actual one."""

    capacity: Volume = 20 * ML  # SynchroMed II 8637-20 [V]
    volume: Volume = 20 * ML  # what it is filled with at the start
    residual: Volume = 1400 * UL  # cannot be drawn out by the motor [M]
    low_alarm: Volume = 2 * ML  # the maker's value [V Neurosurgery 2004]
    empty_alarm: Volume = 1400 * UL  # where the usable volume ends
    overfill: Volume = 0  # taken beyond the capacity, and recorded; more is refused

    def mistakes(self) -> Iterator[str]:
        """Volumes have an order: residual, empty_alarm, low_alarm, capacity."""
        if self.volume > self.capacity:
            yield f"volume {in_ml(self.volume)} is over the capacity of {in_ml(self.capacity)}"
        if self.volume < self.residual:
            yield f"volume {in_ml(self.volume)} is below the residual of {in_ml(self.residual)}"
        if self.low_alarm > self.capacity:
            yield f"low_alarm {in_ml(self.low_alarm)} is over the capacity of {in_ml(self.capacity)}"
        if self.low_alarm < self.empty_alarm:
            yield f"low_alarm {in_ml(self.low_alarm)} is below empty_alarm {in_ml(self.empty_alarm)}"
        if self.empty_alarm < self.residual:
            yield (
                f"empty_alarm {in_ml(self.empty_alarm)} is below the residual of "
                f"{in_ml(self.residual)}: the reservoir would run dry before its alarm"
            )


class DrugConfig(Section, frozen=True):
    """The drug in the reservoir: a visibly made-up name, and how much of it is in a millilitre."""

    name: Annotated[str, Meta(max_length=40)] = "simulated"
    concentration: Concentration = 500 * UG_PER_ML

    def mistakes(self) -> Iterator[str]:
        """Say that a dose needs a drug."""
        if not self.concentration:
            yield "concentration is 0 ug/mL: no rate could give a dose"


class CatheterConfig(Section, frozen=True):
    """The catheter. Pressure is the trapped volume over the compliance."""

    occlusion_sensor: bool = False  # implanted pumps have none [V HSA 2016; fsahq P020]
    compliance: Volume = 50 * UL  # how much it traps for each bar (100 kPa)
    alarm_pressure: Pressure = 120 * KPA  # where a sensor, if there is one, reports an occlusion
    tubing: Volume = 200 * UL  # between reservoir and catheter
    length: Length = 800_000  # 80 cm
    volume_per_cm: Volume = 2200 * 10**3  # 2.2 uL [M]

    def mistakes(self) -> Iterator[str]:
        """Pressure must be able to rise."""
        if not self.compliance:
            yield "compliance is 0: any trapped volume would be an infinite pressure"
        if self.occlusion_sensor and self.alarm_pressure <= 0:
            yield f"alarm_pressure {PRESSURE.format(self.alarm_pressure)} is not above 0"


class PowerConfig(Section, frozen=True):
    """The battery. A full charge lasts `standby_life` without pumping, or `pumps` without time."""

    cell: Literal["implanted", "replaceable"] = "implanted"  # ERI and EOS, or low and depleted
    charge: Share = 100 * PERCENT
    standby_life: Duration = 8 * YEAR
    pumps: Volume = 4000 * ML
    warn_at: Share = 5 * PERCENT  # of a full charge: ERI, or low battery
    warning_to_end: Duration | None = 90 * DAY  # ERI to stop [V]; None: only when depleted
    service_life: Duration | None = 7 * YEAR  # hard stop [V]; None: there is none
    age: Duration = 0  # in service at the start

    def mistakes(self) -> Iterator[str]:
        """Say that a battery has a life, and that it is not over."""
        if self.charge > 100 * PERCENT:
            yield "charge is over 100%"
        if self.warn_at > 100 * PERCENT:
            yield "warn_at is over 100%"
        if not self.standby_life or not self.pumps:
            yield "standby_life and pumps are above 0: a charge lasts, and pumps something"
        if self.service_life is not None and self.age > self.service_life:
            yield "age is over service_life: the pump would have ended before the story begins"


class LogConfig(Section, frozen=True):
    """The event log: how many entries it keeps before the oldest are overwritten."""

    size: Annotated[int, Meta(ge=1, le=100_000)] = 250


class ElectronicsConfig(Section, frozen=True):
    """What the pump says of itself."""

    serial: Annotated[str, Meta(pattern=r"^SIM-[A-Za-z0-9-]{1,20}$")] = "SIM-000001"
    firmware: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.+-]{1,20}$")] = "SIM-1.0"


class PumpConfig(Section, frozen=True):
    """A whole pump. `mistakes` looks across sections; each section looks at itself."""

    preset: str = "intrathecal-20"
    reservoir: ReservoirConfig = ReservoirConfig()
    drug: DrugConfig = DrugConfig()
    infusion: InfusionConfig = InfusionConfig()
    catheter: CatheterConfig = CatheterConfig()
    power: PowerConfig = PowerConfig()
    log: LogConfig = LogConfig()
    electronics: ElectronicsConfig = ElectronicsConfig()

    def mistakes(self) -> Iterator[str]:
        """Say what does not fit between the parts."""
        if self.infusion.max_bolus > self.reservoir.capacity:
            yield (
                f"infusion.max_bolus {in_ml(self.infusion.max_bolus)} is over "
                f"reservoir.capacity {in_ml(self.reservoir.capacity)}"
            )
        yield from self._doses()
        if self.power.cell == "implanted" and self.catheter.occlusion_sensor:
            yield "an implanted pump has no occlusion sensor: set power.cell to replaceable"

    def _doses(self) -> Iterator[str]:
        """Doses fit the limits at the drug's concentration."""
        infusion, concentration = self.infusion, self.drug.concentration
        if not concentration:
            return
        if infusion.dose is not None:
            yield from infusion.misfit("infusion.dose is", rate_of(infusion.dose, concentration))
        mass = infusion.patient_bolus.mass
        if mass is not None and (volume := volume_of(mass, concentration)) > infusion.max_bolus:
            yield (
                f"infusion.patient_bolus.mass is {in_ml(volume)}, "
                f"over max_bolus {in_ml(infusion.max_bolus)}"
            )
