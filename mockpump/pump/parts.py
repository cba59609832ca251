"""All parts of one pump, wired. This is what operations and faults turn the dials of."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.catheter import Catheter
from mockpump.pump.config import PumpConfig
from mockpump.pump.electronics import Electronics
from mockpump.pump.eventlog import EventLog
from mockpump.pump.infusion import Infusion
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.motor import Motor
from mockpump.pump.orders import Orders
from mockpump.pump.power import Power
from mockpump.pump.reservoir import Reservoir


class Parts:
    """Drug flows from the reservoir through the motor into the catheter; alarms and log watch."""

    def __init__(self, config: PumpConfig, start: str) -> None:
        self.log = EventLog(config.log.size)
        self.alarms = Alarms(self.log, config.alarms)
        self.reservoir = Reservoir(config.reservoir, self.alarms, self.log)
        self.catheter = Catheter(config.catheter, self.alarms, self.log)
        self.power = Power(config.power, self.alarms)
        self.infusion = Infusion(config.infusion, self.log)
        self.motor = Motor()
        self.electronics = Electronics(config, start)
        self.orders = Orders(config.infusion.stage_expires)
        self._timed = (self.reservoir, self.catheter, self.power, self.infusion, self.alarms)
        """In the order in which they act at one instant."""

    def tick(self, now: Nanos) -> None:
        """Let every part see what it has come to."""
        for part in self._timed:
            part.tick(now)

    def flow(self, now: Nanos) -> Nanos:
        """Give every quantity its slope from now on; return when that must be looked at again."""
        infusion = self.infusion
        infusion.obey(self.alarms.effects, now)
        demand = infusion.demand(now)
        driven = self.reservoir.draw(demand, self.motor.drive(demand), now)
        self.catheter.carry(driven, now)
        self.power.load(demand, now)
        return min([part.next_deadline() for part in self._timed])
