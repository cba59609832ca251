"""The time axis: where its ticks are, and how they are written."""

from __future__ import annotations

from collections.abc import Iterator

from mockpump.clock import DAY, SECOND, Nanos
from mockpump.quantity import DURATION

_MINUTE, _HOUR = 60 * SECOND, 3600 * SECOND
STEPS: tuple[Nanos, ...] = (
    *(one * 10**power for power in range(9) for one in (1, 2, 5)),
    *(one * SECOND for one in (1, 2, 5, 10, 15, 30)),
    *(one * _MINUTE for one in (1, 2, 5, 10, 15, 30)),
    *(one * _HOUR for one in (1, 2, 3, 6, 12)),
    *(one * 10**power * DAY for power in range(6) for one in (1, 2, 5)),
)
"""The distances that a reader can count in, from the least."""
MOST_TICKS = 10


def ticks(end: Nanos) -> Iterator[tuple[Nanos, str]]:
    """Return the times to be written on an axis from 0 to `end`, with their texts."""
    step = next((one for one in STEPS if end // one <= MOST_TICKS), STEPS[-1])
    unit = next(name for name in DURATION.shown if step >= DURATION.units[name])
    for at in range(0, end + 1, step):
        yield at, DURATION.format(at, unit) if at else "0"
