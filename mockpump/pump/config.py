"""What a pump is made of, as data: a section for each part, a field for each key of `pump:`.

The defaults are those of the preset `intrathecal-20`; `presets.py` has the others. Numbers marked
[V] were read in a public source, [M] are commonly stated, the rest are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from mockpump.pump.dosing.arithmetic import rate_of, volume_of
from mockpump.pump.dosing.settings import InfusionConfig
from mockpump.pump.electronics_config import (
    AccessConfig,
    AlarmsConfig,
    ElectronicsConfig,
    LogConfig,
    PowerConfig,
)
from mockpump.pump.flow_config import CatheterConfig, FlowSensorConfig, MotorConfig
from mockpump.pump.section import ML, UG_PER_ML, UL, Section, in_ml
from mockpump.quantity import Concentration, Volume


class ReservoirConfig(Section, frozen=True):
    """The reservoir. The alarms look at the estimated volume, not at the actual one.

    With a level sensor they look at what that says; it lets go of empty a hundredth of the capacity
    above it.
    """

    capacity: Volume = 20 * ML  # SynchroMed II 8637-20 [V]
    volume: Volume = 20 * ML  # what it is filled with at the start
    residual: Volume = 1400 * UL  # cannot be drawn out by the motor [M]
    low_alarm: Volume = 2 * ML  # the maker's value [V Neurosurgery 2004]
    empty_alarm: Volume = 1400 * UL  # where the usable volume ends
    overfill: Volume = 0  # taken beyond the capacity, and recorded; more is refused
    level_sensor: bool = False  # measures the volume; the alarms then look at what it says
    detachable: bool = False
    inlet_sensor: bool = False  # sees that nothing can be drawn

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


class PumpConfig(Section, frozen=True):
    """A whole pump. `mistakes` looks across sections; each section looks at itself."""

    preset: str = "intrathecal-20"
    reservoir: ReservoirConfig = ReservoirConfig()
    drug: DrugConfig = DrugConfig()
    infusion: InfusionConfig = InfusionConfig()
    motor: MotorConfig = MotorConfig()
    catheter: CatheterConfig = CatheterConfig()
    flow_sensor: FlowSensorConfig = FlowSensorConfig()
    power: PowerConfig = PowerConfig()
    log: LogConfig = LogConfig()
    electronics: ElectronicsConfig = ElectronicsConfig()
    alarms: AlarmsConfig = AlarmsConfig()
    access: AccessConfig = AccessConfig()

    def mistakes(self) -> Iterator[str]:
        """Say what does not fit between the parts."""
        if self.infusion.max_bolus > self.reservoir.capacity:
            yield (
                f"infusion.max_bolus {in_ml(self.infusion.max_bolus)} is over "
                f"reservoir.capacity {in_ml(self.reservoir.capacity)}"
            )
        yield from self._doses()
        if self.implanted:
            yield from self._only_external()

    @property
    def implanted(self) -> bool:
        """Whether the pump is in the body, with a cell that nobody replaces."""
        return self.power.cell == "implanted"

    def _only_external(self) -> Iterator[str]:
        parts = {
            "occlusion sensor": self.catheter.occlusion_sensor,
            "air detector": self.catheter.air_detector,
            "flow sensor": self.flow_sensor.present,
            "detachable reservoir": self.reservoir.detachable,
            "inlet sensor": self.reservoir.inlet_sensor,
        }
        for part, there in parts.items():
            if there:
                yield f"an implanted pump has no {part}: set power.cell to replaceable"

    def _doses(self) -> Iterator[str]:
        """Doses fit the limits at the drug's concentration."""
        infusion, concentration = self.infusion, self.drug.concentration
        if not concentration:
            return
        if infusion.dose is not None:
            yield from infusion.misfit("infusion.dose of", rate_of(infusion.dose, concentration))
        mass = infusion.patient_bolus.mass
        if mass is not None and (volume := volume_of(mass, concentration)) > infusion.max_bolus:
            yield (
                f"infusion.patient_bolus.mass is {in_ml(volume)}, "
                f"over max_bolus {in_ml(infusion.max_bolus)}"
            )
