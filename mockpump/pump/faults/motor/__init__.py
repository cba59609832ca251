"""Faults of what drives the drug, and of what flows without being driven."""

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.motor.delivers_while_stopped import DeliversWhileStopped
from mockpump.pump.faults.motor.flow_drift import FlowDrift
from mockpump.pump.faults.motor.free_flow import FreeFlow
from mockpump.pump.faults.motor.intermittent_stall import IntermittentStall
from mockpump.pump.faults.motor.motor_stall import MotorStall
from mockpump.pump.faults.motor.mri_stall import MriStall
from mockpump.pump.faults.motor.over_infusion import OverInfusion
from mockpump.pump.faults.motor.reverse_flow import ReverseFlow
from mockpump.pump.faults.motor.stuck_in_telemetry import StuckInTelemetry
from mockpump.pump.faults.motor.under_infusion import UnderInfusion

FAULTS: tuple[type[PumpFault], ...] = (
    MotorStall,
    MriStall,
    IntermittentStall,
    StuckInTelemetry,
    OverInfusion,
    UnderInfusion,
    FlowDrift,
    DeliversWhileStopped,
    FreeFlow,
    ReverseFlow,
)
