"""How a run stands, for whoever watches it: what each pump says of itself, and what is true."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from mockpump.clock import Nanos
from mockpump.operations import VALUES, Operation, in_words
from mockpump.pump import Pump
from mockpump.pump.ramp import QUANTA
from mockpump.quantity import PRESSURE, VOLUME
from mockpump.seam import Value


class PumpState(Struct, frozen=True):
    """One pump. Quantities are texts with their unit.

    `says`: what it answers to a request for its status, in which a fault may well lie. `actual`: where
    the drug really is (filled = delivered + leaked + trapped + remaining, before each is rounded down
    to a picolitre), and the pressure in the catheter. `alarms`: those that stand, highest first.
    """

    says: Mapping[str, Value]
    actual: Mapping[str, str]
    alarms: tuple[Mapping[str, Value], ...]


class State(Struct, frozen=True):
    """All pumps of a run, by address ("" for the only one), at one run time and pump time."""

    at: Nanos
    pump: Nanos
    pumps: Mapping[str, PumpState]


def state_of(pump: Pump, now: Nanos) -> PumpState:
    """Look at a pump, at its own time; nothing changes by it."""
    actual = {
        name: VOLUME.format(quanta // QUANTA) for name, quanta in pump.truth(now)._asdict().items()
    }
    actual["pressure"] = PRESSURE.format(pump.parts.catheter.pressure(now))
    status, alarms = (pump.perform(Operation(name), now) for name in ("read_status", "read_alarms"))
    standing = tuple(in_words(VALUES, row) for row in alarms.rows)
    return PumpState(in_words(VALUES, status.values), actual, standing)
