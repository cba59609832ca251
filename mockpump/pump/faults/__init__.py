"""The pump faults by name: one fault, one file. Loader, docs and tests read this table."""

from collections.abc import Mapping

from mockpump.pump.faults import alarms, catheter, electronics, motor, power, records, reservoir
from mockpump.pump.faults.base import PumpFault

_ROOMS = (reservoir, motor, catheter, power, electronics, records, alarms)
PUMP_FAULTS: Mapping[str, type[PumpFault]] = {
    fault.name: fault for room in _ROOMS for fault in room.FAULTS
}

__all__ = ["PUMP_FAULTS", "PumpFault"]
