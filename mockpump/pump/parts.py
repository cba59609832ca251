"""All parts of one pump, wired. This is what operations and faults turn the dials of."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.calendar import Calendar
from mockpump.pump.catheter import Catheter
from mockpump.pump.config import PumpConfig
from mockpump.pump.courses import Courses
from mockpump.pump.dosing.basal import Basal
from mockpump.pump.dosing.dead_space import DeadSpace
from mockpump.pump.dosing.limits import Limits
from mockpump.pump.dosing.patient import Patient
from mockpump.pump.dosing.programme import programmed
from mockpump.pump.electronics import Electronics
from mockpump.pump.eventlog import EventLog
from mockpump.pump.flow_sensor import FlowSensor
from mockpump.pump.infusion import Infusion
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.memory import Memory
from mockpump.pump.motor import Motor
from mockpump.pump.orders import Orders
from mockpump.pump.power import Power
from mockpump.pump.processor import DOWN, Processor
from mockpump.pump.reservoir import Reservoir
from mockpump.pump.sensors import Sensors
from mockpump.pump.standstill import Standstill


class Parts:
    """Drug flows from the reservoir through the motor into the catheter; alarms and log watch."""

    def __init__(self, config: PumpConfig, start: str) -> None:
        self.log = EventLog(config.log.size)
        self.alarms = Alarms(self.log, config.alarms)
        self.reservoir = Reservoir(config.reservoir, self.alarms, self.log)
        self.reservoir.label(config.drug.concentration)
        self.catheter = Catheter(config.catheter, self.alarms, self.log)
        self.power = Power(config.power, self.alarms)
        self.motor = Motor(self.alarms, self.log)
        self.flow_sensor = FlowSensor(config.flow_sensor, self.alarms)
        self.standstill = Standstill(config.motor.stopped_alarm, self.alarms)
        self.courses = Courses()
        self.electronics = Electronics(config)
        self.calendar = Calendar(start)
        basal = Basal(programmed(config), config.infusion.minimum, self.calendar)
        self.infusion = Infusion(basal, self.log, running=config.infusion.mode != "stopped")
        self.orders = Orders(config.infusion.stage_expires, self.log)
        self.limits = Limits(config)
        self.patient = Patient()
        self.dead_space = DeadSpace(config.catheter)
        self.pauses = config.infusion.pauses_while_programming
        self.changed_by = ""
        """Who made the latest change, if it was not the client at the line."""
        self.memory = Memory(self.alarms)
        self.sensors = Sensors(self.alarms.conditions)
        self.processor = Processor(self.alarms, self.log)
        self._bodies = (
            self.processor,
            self.courses,
            self.reservoir,
            self.motor,
            self.catheter,
            self.flow_sensor,
            self.standstill,
            self.power,
        )
        self._minds = (self.infusion, self.orders, self.alarms)
        """All that is timed, in the order in which they act at one instant."""

    @property
    def pending(self) -> str:
        """The token of what is staged; "expired" if the pump waits for an update left half done."""
        if self.orders.staged is not None:
            return self.orders.staged.token
        return "expired" if self.infusion.paused else ""

    def tick(self, now: Nanos) -> None:
        """Let every part see what it has come to; those that compute only if anything does."""
        for part in self._bodies:
            part.tick(now)
        if self.processor.runs:
            for mind in self._minds:
                mind.tick(now)

    def flow(self, now: Nanos) -> Nanos:
        """Give every quantity its slope from now on; return when that must be looked at again."""
        infusion, runs = self.infusion, self.processor.runs
        infusion.obey(self.alarms.effects if runs else DOWN, now)
        demand = infusion.demand(now) if runs else 0
        believed = self.motor.counts(demand)
        wanted = self.catheter.admits(self.motor.drives(demand), now)
        flowing = self.reservoir.draw(believed, wanted, now)
        self.catheter.carry(flowing, now)
        self.flow_sensor.watch(infusion.flow, flowing, now)
        self.standstill.watch(infusion.state, now)
        self.power.load(demand, now)
        dues = [part.next_deadline() for part in self._bodies]
        return min(dues + [mind.next_deadline() for mind in self._minds] if runs else dues)
