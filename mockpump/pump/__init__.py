"""The simulated pump: reservoir, motor, catheter, battery, alarms, log. It knows no bytes."""

from mockpump.pump.config import PumpConfig
from mockpump.pump.pump import Pump

__all__ = ["Pump", "PumpConfig"]
