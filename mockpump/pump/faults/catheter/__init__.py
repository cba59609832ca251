"""Faults of the catheter and the line."""

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.catheter.air_in_line import AirInLine
from mockpump.pump.faults.catheter.catheter_disconnection import CatheterDisconnection
from mockpump.pump.faults.catheter.catheter_leak import CatheterLeak
from mockpump.pump.faults.catheter.catheter_occlusion import CatheterOcclusion
from mockpump.pump.faults.catheter.gradual_occlusion import GradualOcclusion
from mockpump.pump.faults.catheter.partial_occlusion import PartialOcclusion
from mockpump.pump.faults.catheter.positional_occlusion import PositionalOcclusion

FAULTS: tuple[type[PumpFault], ...] = (
    CatheterOcclusion,
    PartialOcclusion,
    GradualOcclusion,
    PositionalOcclusion,
    CatheterLeak,
    CatheterDisconnection,
    AirInLine,
)
