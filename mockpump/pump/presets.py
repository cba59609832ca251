"""The pumps that a scenario can start from, by name; every value can be overridden."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import DAY
from mockpump.pump.config import PumpConfig, ReservoirConfig
from mockpump.pump.dosing.settings import InfusionConfig
from mockpump.pump.electronics_config import PowerConfig
from mockpump.pump.flow_config import CatheterConfig, MotorConfig
from mockpump.pump.section import KPA, ML, PERCENT, UL

INTRATHECAL_20 = PumpConfig()
"""Implanted, programmable, no occlusion sensor; sizes of a SynchroMed II 8637-20 [V]."""

INTRATHECAL_40 = PumpConfig(
    preset="intrathecal-40",
    reservoir=ReservoirConfig(capacity=40 * ML, volume=40 * ML),
)
"""The same with a reservoir of 40 mL (8637-40) [V]."""

AMBULATORY_100 = PumpConfig(
    preset="ambulatory-100",
    reservoir=ReservoirConfig(
        capacity=100 * ML,
        volume=100 * ML,
        residual=0,
        low_alarm=5 * ML,
        empty_alarm=0,
        overfill=5 * ML,  # a bag gives; an implant's bellows does not
        detachable=True,
        inlet_sensor=True,
    ),
    infusion=InfusionConfig(
        rate=24 * ML,  # 1 mL/h
        minimum=24 * 100 * UL,  # 0.1 mL/h, to keep the catheter open
        min_rate=24 * 100 * UL,  # 0.1 mL/h
        max_rate=24 * 125 * ML,  # 125 mL/h
        bolus_rate=24 * 60 * ML,  # 60 mL/h
        max_bolus=10 * ML,
    ),
    motor=MotorConfig(stopped_alarm=None),
    catheter=CatheterConfig(
        occlusion_sensor=True,
        compliance=50 * UL,
        alarm_pressure=120 * KPA,
        air_detector=True,
        tubing=ML,
    ),
    power=PowerConfig(
        cell="replaceable",
        standby_life=30 * DAY,
        pumps=2000 * ML,
        warn_at=10 * PERCENT,
        warning_to_end=None,
        service_life=None,
    ),
)
"""External, for the trial period with a temporary catheter; reports an occlusion. Its numbers are
our own, of the size that such pumps have: at 5 mL/h an occlusion is reported after 43.2 s."""

SYRINGE_60 = PumpConfig(
    preset="syringe-60",
    reservoir=ReservoirConfig(
        capacity=60 * ML,
        volume=50 * ML,
        residual=0,
        low_alarm=5 * ML,
        empty_alarm=0,
        overfill=0,
        detachable=True,
    ),
    infusion=InfusionConfig(
        mode="stopped",
        rate=24 * 5 * ML,  # 5 mL/h
        minimum=24 * UL,  # 1 uL/h
        min_rate=24 * UL,
        max_rate=24 * 1200 * ML,  # 1200 mL/h, as an Alaris syringe pump takes [V]
        bolus_rate=24 * 200 * ML,
        max_bolus=10 * ML,
    ),
    motor=MotorConfig(reversible=True, stopped_alarm=None),
    catheter=CatheterConfig(
        occlusion_sensor=True,
        compliance=200 * UL,
        alarm_pressure=80 * KPA,
        tubing=ML,
    ),
    power=PowerConfig(
        cell="replaceable",
        standby_life=30 * DAY,
        pumps=2000 * ML,
        warn_at=10 * PERCENT,
        warning_to_end=None,
        service_life=None,
    ),
)
"""A syringe in a holder, on a bench or at a bed, as New Era, Harvard, Alaris and Fresenius drive it;
it begins stopped, turns both ways, and stops at a target. Its numbers are our own but for the
highest rate: at 5 mL/h an occlusion is reported after 115.2 s."""

PRESETS: Mapping[str, PumpConfig] = {
    pump.preset: pump for pump in (INTRATHECAL_20, INTRATHECAL_40, AMBULATORY_100, SYRINGE_60)
}
