"""Faults of memory, processor, calendar and sensors."""

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.electronics.access_key_changed import AccessKeyChanged
from mockpump.pump.faults.electronics.adc_failure import AdcFailure
from mockpump.pump.faults.electronics.clock_drift import ClockDrift
from mockpump.pump.faults.electronics.clock_jump import ClockJump
from mockpump.pump.faults.electronics.clock_stop import ClockStop
from mockpump.pump.faults.electronics.environment_out_of_range import EnvironmentOutOfRange
from mockpump.pump.faults.electronics.internal_link_lost import InternalLinkLost
from mockpump.pump.faults.electronics.key_bounce import KeyBounce
from mockpump.pump.faults.electronics.key_stuck import KeyStuck
from mockpump.pump.faults.electronics.library_corrupt import LibraryCorrupt
from mockpump.pump.faults.electronics.library_tampered import LibraryTampered
from mockpump.pump.faults.electronics.memory_error import MemoryFault
from mockpump.pump.faults.electronics.overheating import Overheating
from mockpump.pump.faults.electronics.parameters_lost import ParametersLost
from mockpump.pump.faults.electronics.pump_swapped import PumpSwapped
from mockpump.pump.faults.electronics.self_test_failure import SelfTestFailure
from mockpump.pump.faults.electronics.sensor_frozen import SensorFrozen
from mockpump.pump.faults.electronics.sensor_missing import SensorMissing
from mockpump.pump.faults.electronics.setting_changed import SettingChanged
from mockpump.pump.faults.electronics.watchdog_reset import WatchdogReset
from mockpump.pump.faults.electronics.wrong_version import WrongVersion

FAULTS: tuple[type[PumpFault], ...] = (
    MemoryFault,
    ParametersLost,
    SelfTestFailure,
    WatchdogReset,
    SettingChanged,
    WrongVersion,
    LibraryCorrupt,
    LibraryTampered,
    PumpSwapped,
    AccessKeyChanged,
    ClockDrift,
    ClockJump,
    ClockStop,
    SensorMissing,
    SensorFrozen,
    AdcFailure,
    InternalLinkLost,
    Overheating,
    EnvironmentOutOfRange,
    KeyBounce,
    KeyStuck,
)
