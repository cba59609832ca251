"""All parts of one pump, wired. This is what operations and faults turn the dials of."""

from __future__ import annotations

from typing import Protocol

from mockpump.clock import Nanos
from mockpump.pump.access import Access
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
from mockpump.pump.idling import Idling
from mockpump.pump.infusion import Infusion
from mockpump.pump.keypad import Keypad
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.memory import Memory
from mockpump.pump.motor import Motor
from mockpump.pump.orders import Orders
from mockpump.pump.power import Power
from mockpump.pump.priming import Priming
from mockpump.pump.processor import DOWN, Processor
from mockpump.pump.reservoir import Reservoir
from mockpump.pump.sensors import Sensors
from mockpump.pump.standstill import Standstill


class Timed(Protocol):
    """A part that does something by itself."""

    due: Nanos
    """When it does; NEVER is one of these times. It is right once `flow` has been through."""

    def tick(self, now: Nanos) -> None:
        """See what it has come to."""
        ...


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
        self.idling = Idling(config.motor.idle_alarm, self.alarms)
        self.priming = Priming(self.motor)
        self.courses = Courses()
        self.electronics = Electronics(config)
        self.keypad = Keypad()
        self.access = Access(config.access, config.electronics.serial, self.alarms, self.log)
        self.calendar = Calendar(start)
        basal = Basal(programmed(config), config.infusion.minimum, self.calendar)
        self.infusion = Infusion(basal, self.log, running=config.infusion.mode != "stopped")
        self.orders = Orders(config.infusion.stage_expires, self.log)
        self.limits = Limits(config)
        self.patient = Patient()
        self.dead_space = DeadSpace(config.catheter)
        self.reversible = config.motor.reversible
        self.pauses = config.infusion.pauses_while_programming
        self.changed_by = ""
        """Who made the latest change, if it was not the client at the line."""
        self.memory = Memory(self.alarms)
        self.sensors = Sensors(self.alarms.conditions)
        self.processor = Processor(self.alarms, self.log)
        bodies: tuple[Timed, ...] = (
            self.processor,
            self.courses,
            self.reservoir,
            self.motor,
            self.catheter,
            *((self.flow_sensor,) if self.flow_sensor.present else ()),
            *((self.standstill,) if config.motor.stopped_alarm is not None else ()),
            *((self.idling,) if config.motor.idle_alarm is not None else ()),
            self.priming,
            self.power,
        )
        self._timed: tuple[Timed, ...] = (
            *bodies,
            self.infusion,
            self.orders,
            *((self.access,) if config.access.key else ()),
            self.alarms,
        )
        """All that is timed in this pump, in the order in which they act at one instant."""
        self._bodies = bodies
        """Those of them that need no processor."""
        self._state = ""

    @property
    def pending(self) -> str:
        """The token of what is staged; "expired" if the pump waits for an update left half done."""
        if self.orders.staged is not None:
            return self.orders.staged.token
        return "expired" if self.infusion.paused else ""

    def tick(self, now: Nanos) -> None:
        """Let the parts that are due see what they have come to; a fault that acts, every one."""
        if self.processor.due <= now or self.courses.due <= now:
            self.look(now)
            return
        for part in self._timed if self.processor.runs else self._bodies:
            if part.due <= now:
                part.tick(now)

    def look(self, now: Nanos) -> None:
        """Let every part see what it has come to; those that compute only if anything does."""
        for part in self._bodies:
            part.tick(now)
        if self.processor.runs:
            for part in self._timed[len(self._bodies) :]:
                part.tick(now)

    def flow(self, now: Nanos) -> Nanos:
        """Give every quantity its slope from now on; return when that must be looked at again."""
        infusion, runs = self.infusion, self.processor.runs
        infusion.obey(self.alarms.effects if runs else DOWN, now)
        if infusion.withdraws and infusion.state == "withdrawing" and self.reservoir.is_full(now):
            infusion.end("full", now)
        state = infusion.state if runs else "down"
        demand = infusion.demand(state, now)
        if state != self._state:
            self._state = state
            self.priming.watch(state, now)
            if runs:  # a reset neither starts a pump nor lets it stand still
                self.standstill.watch(state, now)
                self.idling.watch(state, now)
        believed = self.motor.counts(demand)
        wanted = self.catheter.admits(self.motor.drives(demand), now)
        flowing = self.reservoir.draw(believed, wanted, now)
        self.catheter.carry(flowing, now)
        if self.flow_sensor.present:
            flow = infusion.flow
            whole = demand == flow or state == "stalled"
            self.flow_sensor.watch(flow, flowing, now, whole=whole)
        self.power.load(abs(demand), now)
        return min([part.due for part in (self._timed if runs else self._bodies)])
