"""The way of the drug, as data: motor, catheter, and what measures the flow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from mockpump.clock import SECOND
from mockpump.pump.section import KPA, PERCENT, UL, Section
from mockpump.quantity import PRESSURE, Duration, Length, Pressure, Share, Volume

HOUR = 3600 * SECOND


class MotorConfig(Section, frozen=True):
    """What drives the drug: a rotor on a tube, or a valve before gas under pressure (Prometra)."""

    drive: Literal["rotor", "valve"] = "rotor"
    reversible: bool = False  # draws in what it is told to, as a syringe pump does
    stopped_alarm: Duration | None = 48 * HOUR  # [V Gillette; HSA 2016]; None: there is none
    idle_alarm: Duration | None = None  # when a pump that is stopped reminds of it [DEL-9]

    def mistakes(self) -> Iterator[str]:
        """An alarm comes after some time."""
        if self.stopped_alarm is not None and not self.stopped_alarm:
            yield "stopped_alarm is 0s: any stop would be an alarm; null switches it off"
        if self.idle_alarm is not None and not self.idle_alarm:
            yield "idle_alarm is 0s: any stop would be an alarm; null switches it off"


class CatheterConfig(Section, frozen=True):
    """The catheter. Pressure is the trapped volume over the compliance."""

    occlusion_sensor: bool = False  # implanted pumps have none [V HSA 2016; fsahq P020]
    compliance: Volume = 50 * UL  # how much it traps for each bar (100 kPa)
    alarm_pressure: Pressure = 120 * KPA  # where a sensor, if there is one, reports an occlusion
    stall_pressure: Pressure = 300 * KPA  # against which the motor drives nothing more
    repeats: Annotated[int, Meta(ge=0, le=100)] = 3  # so many occlusions, seen by a sensor, ...
    repeats_within: Duration = 600 * SECOND  # ... in so short a time are an alarm; 0: none [CAT-3]
    air_detector: bool = False
    tubing: Volume = 200 * UL  # between reservoir and catheter
    length: Length = 800_000  # 80 cm
    volume_per_cm: Volume = 2200 * 10**3  # 2.2 uL [M]

    def mistakes(self) -> Iterator[str]:
        """Pressure must be able to rise."""
        if not self.compliance:
            yield "compliance is 0: any trapped volume would be an infinite pressure"
        if self.occlusion_sensor and self.alarm_pressure <= 0:
            yield f"alarm_pressure {PRESSURE.format(self.alarm_pressure)} is not above 0"
        if self.stall_pressure <= 0:
            yield f"stall_pressure {PRESSURE.format(self.stall_pressure)} is not above 0"
        if self.occlusion_sensor and self.stall_pressure < self.alarm_pressure:
            yield (
                f"stall_pressure {PRESSURE.format(self.stall_pressure)} is below alarm_pressure "
                f"{PRESSURE.format(self.alarm_pressure)}: no occlusion would ever be reported"
            )


class FlowSensorConfig(Section, frozen=True):
    """What measures the flow, if anything does, and compares it with what is programmed."""

    present: bool = False
    tolerance: Share = 145 * PERCENT // 10  # beyond it is over-infusion [V ECRI 2014-03-26]
    window: Duration = 120 * SECOND  # it is reported once it has lasted so long
    turns: Annotated[int, Meta(ge=0, le=100)] = 3  # from too much to too little or back, in a
    # window, are an alarm; 0: they are not judged

    def mistakes(self) -> Iterator[str]:
        """What is measured takes some time, and is not exact."""
        if not self.window:
            yield "window is 0s: a flow is measured over some time"
        if self.tolerance >= 100 * PERCENT:
            yield "tolerance is 100% or more: no flow at all would be as programmed"
