"""Any sequence of all faults and operations, on two pumps of which one is looked at all the time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.operations import OPERATIONS, Operation
from mockpump.pump import Pump
from mockpump.pump.commands import COMMANDS
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.ramp import QUANTA
from mockpump.pump.readings import READINGS
from mockpump.seam import PumpEvent
from mockpump.strategies import QUANTITIES, possible_in, settings_of
from tests.pump.bench import HOUR, config, ml

MEASURED: dict[str, Any] = {"flow_sensor": {"present": True}}
CONFIGS = {
    "implant": config(reservoir={"level_sensor": True}),
    "small implant": config(reservoir={"volume": ml("2.1 mL")}),
    "valve-gated implant": config(motor={"drive": "valve"}),
    "external": config("ambulatory-100"),
    "reversible": config("ambulatory-100", motor={"reversible": True}, **MEASURED),
    "external, measured": config("ambulatory-100", **MEASURED),
}
SPANS = st.one_of(
    st.sampled_from([0, 1, SECOND, 60 * SECOND, HOUR, DAY]),
    st.integers(0, 1000),
    st.integers(0, DAY),
)
WORDS = st.one_of(
    st.sampled_from(["a", "b", "T1", "T2", "low_reservoir", "occlusion", "motor_stall"]),
    st.integers(0, 5),
)


def _args(name: str) -> st.SearchStrategy[dict[str, Any]]:
    kinds = OPERATIONS[name].args
    each = {
        arg: WORDS if kind is None else QUANTITIES.get(kind.name, st.integers(0, 10**9))
        for arg, kind in kinds.items()
    }
    return st.fixed_dictionaries({}, optional=each)


def _operation(name: str) -> st.SearchStrategy[Operation]:
    return _args(name).map(lambda args: Operation(name, args))


EFFECTIVE = [
    Operation("start"),
    Operation("stop"),
    Operation("aspirate"),
    Operation("refill", {"volume": ml("10 mL")}),
    Operation("bolus", {"volume": ml("0.5 mL"), "duration": HOUR}),
    Operation("set_rate", {"rate": ml("20 mL")}),
    Operation("set_direction", {"direction": "withdraw"}),
    Operation("set_target", {"volume": ml("1 mL")}),
]
"""What is seldom refused."""
OPERATE = st.one_of(
    st.sampled_from(sorted({*COMMANDS, *READINGS})).flatmap(_operation),
    st.sampled_from(EFFECTIVE),
)


class TwoPumps(RuleBasedStateMachine):
    """`whole` is advanced in one go, `looked` in pieces; what happens to one, happens to both."""

    def __init__(self) -> None:
        super().__init__()
        self.now: Nanos = 0
        self.set: set[str] = set()
        self.reversed = False

    @initialize(name=st.sampled_from(sorted(CONFIGS)), data=st.data())
    def begin(self, name: str, data: st.DataObject) -> None:
        self.config = CONFIGS[name]
        few = st.lists(st.sampled_from(possible_in(self.config)), min_size=1, max_size=4)
        self.names = data.draw(few)  # so that a few meet often, not all of them once
        self.whole, self.looked = Pump(self.config), Pump(self.config)

    @rule(span=SPANS, cuts=st.lists(SPANS, max_size=4), by_deadlines=st.booleans())
    def let_time_pass(self, span: Nanos, cuts: list[Nanos], by_deadlines: bool) -> None:
        end = self.now + span
        events: list[PumpEvent] = []
        for cut in cuts:
            self.now = min(end, self.now + cut)
            events += self.looked.advance(self.now)
            self.looked.perform(Operation("read_status"), self.now)
        while by_deadlines and (due := self.looked.next_deadline()) is not None and due <= end:
            events += self.looked.advance(due)
        events += self.looked.advance(end)
        self.now = end
        assert events == self.whole.advance(end)

    @rule(operation=OPERATE, then=SPANS)
    def operate(self, operation: Operation, then: Nanos) -> None:
        outcomes = [pump.perform(operation, self.now) for pump in (self.whole, self.looked)]
        assert outcomes[0] == outcomes[1]
        self.let_time_pass(then, [then // 2], by_deadlines=True)

    @rule(data=st.data(), then=SPANS)
    def set_fault(self, data: st.DataObject, then: Nanos) -> None:
        any_ = settings_of(PUMP_FAULTS[data.draw(st.sampled_from(self.names))])
        fault = data.draw(any_.filter(lambda fault: not [*fault.mistakes_for(self.config)]))
        self.set.add(fault.name)
        self.reversed |= fault.name == "reverse_flow"
        for pump in (self.whole, self.looked):
            pump.set_fault(fault, self.now)
        self.let_time_pass(then, [then // 3], by_deadlines=False)

    @precondition(lambda self: self.set)
    @rule(data=st.data())
    def clear_fault(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.set)))
        self.set.remove(name)
        for pump in (self.whole, self.looked):
            pump.clear_fault(name, self.now)

    @invariant()
    @precondition(lambda self: hasattr(self, "config"))
    def nothing_is_lost(self) -> None:
        self.let_time_pass(0, [], by_deadlines=False)
        truth = self.whole.truth(self.now)
        assert truth == self.looked.truth(self.now)
        assert truth.filled == truth.delivered + truth.leaked + truth.trapped + truth.remaining
        assert min(truth.leaked, truth.trapped, truth.remaining) >= 0
        one_way = not (self.reversed or self.config.motor.reversible)
        assert truth.delivered >= 0 or not one_way  # only where flow is reversed it is a net
        reservoir = self.whole.parts.reservoir
        assert reservoir.estimated.at(self.now) >= 0
        assert truth.remaining <= (reservoir.most + 1) * QUANTA


TestTwoPumps = pytest.mark.timeout(120)(TwoPumps.TestCase)
TwoPumps.TestCase.settings = settings(max_examples=120, stateful_step_count=30)
