"""A year of flex dosing: another rate every hour. Cost must follow events, not duration."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from mockpump.clock import Nanos
from mockpump.pump import Pump
from mockpump.pump.config import PumpConfig, ReservoirConfig
from mockpump.pump.dosing.settings import HOUR, FlexStep
from mockpump.pump.electronics_config import PowerConfig
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.presets import INTRATHECAL_40
from mockpump.pump.section import ML, UL
from tests.benchmarks.rounds import Contender, Rounds
from tests.benchmarks.table import Row, at_most, told, under

ROUNDS, CHANGES = 15, 8_760
WITHIN = 0.050
RATES = (150 * UL, 250 * UL, 400 * UL, 200 * UL)
"""250 uL a day on average."""
FLEX = tuple(FlexStep(at=f"{hour:02}:00", rate=RATES[hour % len(RATES)]) for hour in range(24))
TENTH = PUMP_FAULTS["clock_drift"](by=900_000, slow=True)
"""Lets the calendar go at a tenth of its speed: its day, and all its steps, take ten days."""

LASTING: PumpConfig = replace(
    INTRATHECAL_40,
    reservoir=ReservoirConfig(capacity=1000 * ML, volume=1000 * ML),
    infusion=replace(INTRATHECAL_40.infusion, mode="flex", flex=FLEX),
    power=PowerConfig(standby_life=200 * 8_760 * HOUR, service_life=None),
)
"""A pump that lasts ten years without an alarm, so that both stories have the same events."""


def benchmark(rounds: int = ROUNDS, changes: int = CHANGES) -> Iterator[Row]:
    """Measure a year, and ten years with as many changes."""
    contenders = {
        "a year": Contender(_story(changes, every=HOUR), _delivers(changes, HOUR)),
        "ten years": Contender(_story(changes, every=10 * HOUR), _delivers(changes, 10 * HOUR)),
    }
    took = Rounds(contenders, rounds)
    yield under(f"a year, {changes} changes", took.seconds("a year"), WITHIN)
    yield told(f"ten years, {changes} changes", took.seconds("ten years"))
    yield at_most("ten years over one", took.ratio("ten years", to="a year"), 1.1)


def _story(changes: int, every: Nanos) -> Callable[[], Pump]:
    def play() -> Pump:
        pump = Pump(LASTING, "2026-01-05T00:00")
        if every > HOUR:
            pump.set_fault(TENTH, 0)
        pump.advance(changes * every)
        return pump

    return play


def _delivers(changes: int, every: Nanos) -> Callable[[Pump], None]:
    """Hold a pump to what the programme gives, exactly."""
    expected = sum(RATES[change % len(RATES)] for change in range(changes)) * every

    def check(pump: Pump) -> None:
        assert pump.truth(changes * every).delivered == expected
        assert pump.standing() == []

    return check
