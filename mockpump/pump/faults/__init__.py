"""The pump faults by name: one fault, one file. Loader, docs and tests read this table."""

from collections.abc import Mapping

from mockpump.pump.faults import catheter, motor, reservoir
from mockpump.pump.faults.base import PumpFault

PUMP_FAULTS: Mapping[str, type[PumpFault]] = {
    fault.name: fault for fault in (*reservoir.FAULTS, *motor.FAULTS, *catheter.FAULTS)
}

__all__ = ["PUMP_FAULTS", "PumpFault"]
