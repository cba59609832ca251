"""Faults of what drives the drug, and of what flows without being driven."""

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.motor.bolus_cut_short import BolusCutShort
from mockpump.pump.faults.motor.bolus_regiven import BolusRegiven
from mockpump.pump.faults.motor.delivers_while_stopped import DeliversWhileStopped
from mockpump.pump.faults.motor.flow_drift import FlowDrift
from mockpump.pump.faults.motor.free_flow import FreeFlow
from mockpump.pump.faults.motor.intermittent_stall import IntermittentStall
from mockpump.pump.faults.motor.motor_stall import MotorStall
from mockpump.pump.faults.motor.mri_stall import MriStall
from mockpump.pump.faults.motor.over_infusion import OverInfusion
from mockpump.pump.faults.motor.priming_mixing import PrimingMixing
from mockpump.pump.faults.motor.reverse_flow import ReverseFlow
from mockpump.pump.faults.motor.stuck_in_telemetry import StuckInTelemetry
from mockpump.pump.faults.motor.under_infusion import UnderInfusion
from mockpump.pump.faults.motor.unstable_flow import UnstableFlow
from mockpump.pump.faults.motor.valve_shut import ValveShut

FAULTS: tuple[type[PumpFault], ...] = (
    MotorStall,
    MriStall,
    IntermittentStall,
    StuckInTelemetry,
    OverInfusion,
    UnderInfusion,
    UnstableFlow,
    FlowDrift,
    PrimingMixing,
    BolusCutShort,
    BolusRegiven,
    DeliversWhileStopped,
    FreeFlow,
    ReverseFlow,
    ValveShut,
)
