"""The mode flex: a rate for every time of day, in steps that come round each day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from mockpump.clock import DAY, Nanos
from mockpump.errors import QuantityError
from mockpump.pump.dosing.settings import HOUR, MINUTE
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError
from mockpump.quantity import RATE

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])").fullmatch
_SUCH_AS = "write '08:00 0.5 mL/day, 20:00 0.2 mL/day'"


class Step(NamedTuple):
    """From a time of day (ns since midnight) on, a rate (pL/day)."""

    at: Nanos
    rate: int


def turn(steps: tuple[Step, ...], of_day: Nanos) -> tuple[int, Nanos]:
    """Return the rate of a time of day, and how long it holds from there.

    Before the first step, yesterday's last one still holds. `steps` are in order, at least one.
    """
    after = bisect_right(steps, (of_day, NEVER))  # a step that begins now has begun
    upto = steps[after].at if after < len(steps) else steps[0].at + DAY
    return steps[after - 1].rate, upto - of_day


def daily(steps: tuple[Step, ...]) -> int:
    """Return what all steps give in a day, in pL; rounded down."""
    ends = [step.at for step in steps[1:]] + [steps[0].at + DAY]
    given = (step.rate * (end - step.at) for step, end in zip(steps, ends, strict=True))
    return sum(given) // DAY


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Sort steps by their time of day; of two at the same time the later one counts."""
    return tuple(Step(*one) for one in sorted(dict(steps).items()))


def read_time(text: str) -> Nanos:
    """`"08:00"` -> nanoseconds since midnight. Raises RefusedError."""
    if (match := _TIME(text)) is None:
        raise RefusedError("misread", f"flex: {text!r} is no time of day: {_SUCH_AS}")
    return int(match[1]) * HOUR + int(match[2]) * MINUTE


def time_text(of_day: Nanos) -> str:
    """Nanoseconds since midnight -> `"08:00"`."""
    hour, minute = divmod(of_day // MINUTE, 60)
    return f"{hour:02}:{minute:02}"


def read_steps(text: str) -> tuple[Step, ...]:
    """`"08:00 0.5 mL/day, 20:00 0.2 mL/day"` -> steps in order. Raises RefusedError."""
    steps = [_read_step(part.strip()) for part in text.split(",")]
    if len({step.at for step in steps}) < len(steps):
        raise RefusedError("misread", "flex: two steps at the same time of day")
    return in_order(steps)


def _read_step(text: str) -> Step:
    time, _, rate = text.partition(" ")
    at = read_time(time)
    try:
        return Step(at, RATE.parse(rate))
    except QuantityError as error:
        raise RefusedError("misread", f"flex at {time}: {error}") from None
