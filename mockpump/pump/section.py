"""What the sections of a pump's configuration share: their base, and the sizes they are written in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from mockpump.clock import DAY, Nanos
from mockpump.quantity import PRESSURE, RATE, VOLUME

ML = VOLUME.units["mL"]
UL = VOLUME.units["uL"]
UG_PER_ML = 10**6
PERCENT = 10**4
YEAR: Nanos = 365 * DAY
KPA = PRESSURE.units["kPa"]


class Section(Struct, frozen=True, kw_only=True):
    """Base of every section: a section knows what does not make sense within it."""

    def mistakes(self) -> Iterator[str]:
        """Say in words what is wrong with the values of this section taken together."""
        yield from ()


def in_ml(volume: int) -> str:
    """`2 mL`."""
    return VOLUME.format(volume)


@lru_cache(maxsize=1024)
def per_day(rate: int) -> str:
    """`0.4 mL/day`. Rates recur; their texts are made once."""
    return RATE.format(rate)
