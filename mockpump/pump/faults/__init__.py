"""The pump faults by name: one fault, one file. Loader, docs and tests read this table."""

from collections.abc import Mapping

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.catheter_occlusion import CatheterOcclusion

PUMP_FAULTS: Mapping[str, type[PumpFault]] = {fault.name: fault for fault in (CatheterOcclusion,)}

__all__ = ["PUMP_FAULTS", "PumpFault"]
