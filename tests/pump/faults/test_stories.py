"""Random stories of all faults: nothing is lost, and how often somebody looks does not matter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mockpump.clock import DAY, Nanos
from mockpump.pump import Pump, PumpConfig
from mockpump.pump.faults import PUMP_FAULTS, PumpFault
from mockpump.seam import PumpEvent
from tests.pump.bench import config
from tests.pump.test_properties import OPERATIONS, SPANS, Act, Story

EXTERNAL = config(
    "ambulatory-100",
    power={"mains": True, "charge": 500_000},
    flow_sensor={"present": True},
    reservoir={"level_sensor": True},
)
PUMPS = (config(), config(power={"charge": 51_000}), EXTERNAL)


def _stories(pump: PumpConfig) -> st.SearchStrategy[Story]:
    faults = [fault() for fault in PUMP_FAULTS.values()]
    possible = [fault for fault in faults if not list(fault.mistakes_for(pump))]
    acts = st.one_of(
        OPERATIONS,
        st.sampled_from(possible).map(_set),
        st.sampled_from(sorted(fault.name for fault in possible)).map(_clear),
    )
    return st.lists(st.tuples(SPANS, acts), max_size=20)


def _set(fault: PumpFault) -> Act:
    return lambda pump, now: pump.set_fault(fault, now)


def _clear(name: str) -> Act:
    return lambda pump, now: pump.clear_fault(name, now)


TALES = st.sampled_from(PUMPS).flatmap(lambda pump: st.tuples(st.just(pump), _stories(pump)))


def _played(pump: Pump, story: Story, cuts: list[Nanos]) -> tuple[Nanos, list[PumpEvent]]:
    """Play a story, looking at the pump after each of some spans, round and round."""
    now, events = 0, list[PumpEvent]()
    for span, act in [*story, (DAY, lambda _pump, _now: None)]:
        end = now + span
        for cut in cuts:
            now = min(end, now + cut)
            events += pump.advance(now)
        now = end
        events += pump.advance(now)
        act(pump, now)
    return now, events


@settings(max_examples=150)
@given(TALES, st.lists(SPANS, min_size=1, max_size=5))
def test_any_faults(tale: tuple[PumpConfig, Story], cuts: list[Nanos]) -> None:
    pump_config, story = tale
    whole, cut = Pump(pump_config), Pump(pump_config)
    now, events = _played(whole, story, [])
    assert _played(cut, story, cuts) == (now, events)
    assert cut.truth(now) == whole.truth(now)
    assert cut.next_deadline() == whole.next_deadline()
    truth = whole.truth(now)
    assert truth.filled == sum(truth[1:])
    assert [event.at for event in events] == sorted(event.at for event in events)
    told = [event.n for event in events if event.n]
    assert told == list(range(1, len(told) + 1))  # also where the log lost or doubled them
