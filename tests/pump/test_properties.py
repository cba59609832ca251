"""Random stories: nothing is lost, and how often somebody looks does not matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.operations import Operation
from mockpump.pump import Pump, PumpConfig
from mockpump.pump.alarms import ALARMS
from mockpump.pump.dosing.flex import time_text
from mockpump.pump.dosing.settings import MINUTE, FlexStep, PatientBolusConfig
from mockpump.pump.faults import PUMP_FAULTS, PumpFault
from mockpump.seam import PumpEvent
from tests.pump.bench import HOUR, Skewed, config, ml, rate

Act = Callable[[Pump, Nanos], Any]
Story = list[tuple[Nanos, Act]]

VOLUMES = st.one_of(st.integers(1, ml("3 mL")), st.just(ml("1 mL")))
RATES = st.one_of(st.integers(1, rate("30 mL/day")), st.just(rate("24 mL/day")))
IDS = st.sampled_from(["a", "b", "c", ""])
CODES = st.sampled_from(sorted(ALARMS))
MILLIONTHS = st.one_of(st.sampled_from([0, 1, 999_999, 1_000_000]), st.integers(0, 1_000_000))


def _operation(name: str, **args: Any) -> Act:
    return lambda pump, now: pump.perform(Operation(name, args), now)


STEPS = st.dictionaries(
    st.integers(0, DAY // MINUTE - 1), st.integers(1, rate("26 mL/day")), min_size=1, max_size=4
).map(lambda steps: ", ".join(f"{time_text(at * MINUTE)} {r}pL/day" for at, r in steps.items()))
STAGED: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "mode": st.sampled_from(["minimum", "continuous", "flex"]),
        "rate": RATES,
        "flex": STEPS,
        "concentration": st.sampled_from([10**8, 5 * 10**8, 3 * 10**9]),
        "low_alarm": VOLUMES,
        "patient_volume": VOLUMES,
        "patient_lockout": st.integers(0, DAY),
        "patient_allotted": st.integers(0, 3),
        "bridge": st.just(1),
        "token": st.sampled_from(["T1", "T2", "T3"]),
    },
)


def _programming(args: dict[str, Any], id_: str) -> Act:
    """Stage, and commit at once."""

    def act(pump: Pump, now: Nanos) -> None:
        staged = pump.perform(Operation("stage", args), now)
        pump.perform(Operation("commit", {"token": staged.values.get("token", ""), "id": id_}), now)

    return act


OPERATIONS: st.SearchStrategy[Act] = st.one_of(
    st.sampled_from(["start", "stop"]).map(_operation),
    st.builds(lambda r: _operation("set_rate", rate=r), RATES),
    st.builds(lambda r: _operation("stage", rate=r), RATES),
    st.builds(lambda args: _operation("stage", **args), STAGED),
    st.builds(lambda n, i: _operation("commit", token=f"T{n}", id=i), st.integers(1, 4), IDS),
    st.builds(_programming, STAGED, IDS),
    st.builds(lambda i: _operation("patient_bolus", id=i), IDS),
    st.builds(lambda d: _operation("prime", duration=d), st.integers(1, DAY)),
    st.sampled_from(["prime", "interrogate", "read_therapy", "read_reservoir"]).map(_operation),
    st.builds(lambda v, i: _operation("bolus", volume=v, id=i), VOLUMES, IDS),
    st.builds(lambda v, d: _operation("bolus", volume=v, duration=d), VOLUMES, st.integers(1, DAY)),
    st.builds(lambda v: _operation("refill", volume=v), VOLUMES),
    st.builds(
        lambda v, a: _operation("refill", volume=v, aspirated=a, concentration=10**9),
        VOLUMES,
        VOLUMES,
    ),
    st.builds(lambda c: _operation("ack_alarm", alarm=c), CODES),
    st.builds(lambda c: _operation("silence_alarm", alarm=c), CODES),
)
FAULTS: st.SearchStrategy[PumpFault] = st.one_of(
    st.just(PUMP_FAULTS["catheter_occlusion"]()),
    st.builds(Skewed, factor=st.integers(0, 2_000_000), leak=MILLIONTHS),
)
ACTS: st.SearchStrategy[Act] = st.one_of(
    OPERATIONS,
    st.just(_operation("aspirate")),
    FAULTS.map(lambda fault: lambda pump, now: pump.set_fault(fault, now)),
    st.sampled_from(["catheter_occlusion", "skewed"]).map(
        lambda name: lambda pump, now: pump.clear_fault(name, now)
    ),
)


SPANS = st.one_of(
    st.sampled_from([0, 1, 2, SECOND, HOUR, DAY]), st.integers(0, 1000), st.integers(0, 3 * DAY)
)
FLEX = (
    FlexStep(at="05:59", rate=1),
    FlexStep(at="06:00", rate=rate("9 mL/day")),
    FlexStep(at="23:00", rate=777_777_777),
)
PATIENT = PatientBolusConfig(volume=ml("0.3 mL"), lockout=HOUR, allotted=2)
INFUSIONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"min_rate": st.just(1), "flex": st.just(FLEX)},
    optional={
        "mode": st.sampled_from(["stopped", "minimum", "flex"]),
        "pauses_while_programming": st.booleans(),
        "patient_bolus": st.just(PATIENT),
    },
)
STORIES = st.lists(st.tuples(SPANS, ACTS), max_size=25)
CALM_STORIES = st.lists(st.tuples(SPANS, OPERATIONS), max_size=25)
CONFIGS = st.builds(
    lambda preset, volume, residual, power, infusion: config(
        preset,
        reservoir={
            "volume": volume + residual,
            "residual": residual,
            "empty_alarm": residual,
            "low_alarm": residual + volume // 3,
        },
        infusion={"rate": rate("7 mL/day"), "bolus_rate": rate("24 mL/day"), **infusion},
        power=power,
    ),
    st.sampled_from(["intrathecal-20", "ambulatory-100"]),
    st.one_of(st.integers(0, 100), st.integers(0, ml("3 mL"))),
    st.sampled_from([0, ml("1.4 mL")]),
    st.sampled_from([{}, {"charge": 50_100, "warning_to_end": DAY}, {"charge": 1}]),
    INFUSIONS,
)


def _whole(pump: Pump, upto: Nanos) -> list[PumpEvent]:
    return pump.advance(upto)


def _play(
    pump: Pump, story: Story, advance: Callable[[Pump, Nanos], list[PumpEvent]] = _whole
) -> tuple[Nanos, list[PumpEvent]]:
    now, events = 0, []
    for span, act in story:
        now += span
        events += advance(pump, now)
        act(pump, now)
    return now + DAY, events + advance(pump, now + DAY)


def _check(pump: Pump, now: Nanos) -> None:
    """Nothing is lost, nothing is negative; what is believed adds up, too."""
    truth = pump.truth(now)
    assert truth.filled == truth.delivered + truth.leaked + truth.trapped + truth.remaining
    assert min(truth) >= 0
    status = pump.perform(Operation("read_status"), now).values
    assert all(value >= 0 for value in status.values() if isinstance(value, int))


@settings(max_examples=150)
@given(CONFIGS, STORIES)
def test_nothing_is_lost(pump_config: PumpConfig, story: Story) -> None:
    pump = Pump(pump_config)

    def looking(pump: Pump, upto: Nanos) -> list[PumpEvent]:
        events = pump.advance(upto)
        _check(pump, upto)
        return events

    now, events = _play(pump, story, looking)
    _check(pump, now)
    assert [event.at for event in events] == sorted(event.at for event in events)
    logged = [event.n for event in events if event.n]
    assert logged == list(range(1, len(logged) + 1))


@settings(max_examples=150)
@given(CONFIGS, STORIES, st.data())
def test_how_time_is_cut_does_not_matter(
    pump_config: PumpConfig, story: Story, data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(SPANS, min_size=1, max_size=10), label="cuts")
    seen = [0]

    def in_cuts(pump: Pump, upto: Nanos) -> list[PumpEvent]:
        events: list[PumpEvent] = []
        for cut in cuts:
            seen[0] = min(upto, seen[0] + cut)
            events += pump.advance(seen[0])
            pump.perform(Operation("read_status"), seen[0])
        seen[0] = upto
        return events + pump.advance(upto)

    def by_deadlines(pump: Pump, upto: Nanos) -> list[PumpEvent]:
        events: list[PumpEvent] = []
        while (due := pump.next_deadline()) is not None and due <= upto:
            events += pump.advance(due)
        return events + pump.advance(upto)

    told, ends = [], []
    for advance in (_whole, in_cuts, by_deadlines):
        pump = Pump(pump_config)
        end, events = _play(pump, story, advance)
        reads = [pump.perform(Operation(name), end) for name in ("read_status", "read_alarms")]
        told.append(events)
        ends.append((pump.truth(end), pump.next_deadline(), reads, pump.standing()))
    assert told[0] == told[1] == told[2]
    assert ends[0] == ends[1] == ends[2]


@settings(max_examples=100)
@given(CONFIGS, STORIES)
def test_every_alarm_is_raised_before_it_ends_and_counted_one_by_one(
    pump_config: PumpConfig, story: Story
) -> None:
    pump = Pump(pump_config)
    _, events = _play(pump, story)
    open_, counted = set(), dict.fromkeys(ALARMS, 0)
    for event in (event for event in events if event.what == "alarm"):
        one = event.of, event.data["occurrence"]
        if event.state == "raised":
            counted[event.of] += 1
            assert one == (event.of, counted[event.of])
            open_.add(one)
        assert one in open_
        if event.state == "cleared":
            open_.remove(one)
    assert open_ == {(one.code, one.occurrence) for one in pump.standing()}


@settings(max_examples=100)
@given(INFUSIONS, CALM_STORIES)
def test_without_faults_the_belief_is_the_truth(infusion: dict[str, Any], story: Story) -> None:
    pump = Pump(config(infusion=infusion))
    now, _ = _play(pump, story)
    assert pump.parts.reservoir.estimated.at(now) == pump.truth(now).remaining
    assert pump.parts.reservoir.delivered(now) == pump.truth(now).delivered
