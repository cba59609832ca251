"""Faults of the reservoir, and of filling it."""

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.reservoir.level_sensor_error import LevelSensorError
from mockpump.pump.faults.reservoir.pocket_fill import PocketFill
from mockpump.pump.faults.reservoir.reservoir_detached import ReservoirDetached
from mockpump.pump.faults.reservoir.short_fill import ShortFill
from mockpump.pump.faults.reservoir.upstream_occlusion import UpstreamOcclusion
from mockpump.pump.faults.reservoir.valve_opened import ValveOpened
from mockpump.pump.faults.reservoir.volume_miscounted import VolumeMiscounted
from mockpump.pump.faults.reservoir.wrong_concentration import WrongConcentration

FAULTS: tuple[type[PumpFault], ...] = (
    PocketFill,
    ShortFill,
    VolumeMiscounted,
    LevelSensorError,
    ValveOpened,
    ReservoirDetached,
    UpstreamOcclusion,
    WrongConcentration,
)
