"""The estimate, against the sum that a clerk would make: programmed fills less rate times time."""

from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import DAY, Nanos
from mockpump.operations import Operation
from mockpump.pump import Pump
from mockpump.pump.presets import PRESETS
from mockpump.pump.ramp import QUANTA

ML = 10**9  # picolitres

rates = st.integers(48 * ML // 1000, 24 * ML)  # of the preset, in pL a day
spans = st.integers(1, DAY // 2)  # in ns
fills = st.none() | st.integers(20 * ML, 40 * ML)


@given(st.lists(st.tuples(rates, spans, fills), min_size=1, max_size=12))
def test_the_estimate_is_the_fill_less_rate_times_time(
    days: list[tuple[int, Nanos, int | None]],
) -> None:
    pump = Pump(PRESETS["intrathecal-40"])
    now, filled, given_since = 0, 40 * ML, 0
    pump.perform(Operation("refill", {"volume": filled}), now)
    if pump.perform(Operation("read_status", {}), now).values["state"] == "stopped":
        pump.perform(Operation("start", {}), now)
    for rate, span, fill in days:
        if fill is not None:
            assert pump.perform(Operation("refill", {"volume": fill}), now).state == "accepted"
            filled, given_since = fill, 0
        if given_since + rate * span > (filled - 4 * ML) * QUANTA:
            continue  # it would run empty, which has tests of its own
        assert pump.perform(Operation("set_rate", {"rate": rate}), now).state == "accepted"
        now += span
        pump.advance(now)
        given_since += rate * span
        assert pump.parts.reservoir.estimated.at(now) == filled * QUANTA - given_since
