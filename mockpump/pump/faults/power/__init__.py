"""Faults of battery, mains and charger."""

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.power.battery_drain import BatteryDrain
from mockpump.pump.faults.power.charger_fault import ChargerFault
from mockpump.pump.faults.power.false_battery_indicator import FalseBatteryIndicator
from mockpump.pump.faults.power.low_battery_reset import LowBatteryReset
from mockpump.pump.faults.power.mains_loss import MainsLoss
from mockpump.pump.faults.power.sudden_depletion import SuddenDepletion
from mockpump.pump.faults.power.supply_out_of_range import SupplyOutOfRange

FAULTS: tuple[type[PumpFault], ...] = (
    BatteryDrain,
    FalseBatteryIndicator,
    SuddenDepletion,
    LowBatteryReset,
    MainsLoss,
    ChargerFault,
    SupplyOutOfRange,
)
