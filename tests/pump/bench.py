"""A pump on the bench: what the tests of its parts share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec.structs import replace

from mockpump.clock import DAY, Nanos
from mockpump.operations import Operation, Outcome
from mockpump.pump import Pump, PumpConfig
from mockpump.pump.faults import PumpFault
from mockpump.pump.parts import Parts
from mockpump.pump.presets import PRESETS
from mockpump.quantity import RATE, VOLUME, Share
from mockpump.seam import PumpEvent, Value

HOUR: Nanos = DAY // 24


def config(preset: str = "intrathecal-20", **sections: Mapping[str, Any]) -> PumpConfig:
    """Return a preset with single values overridden, section by section."""
    whole = PRESETS[preset]
    changed = {name: replace(getattr(whole, name), **keys) for name, keys in sections.items()}
    return replace(whole, **changed)


def ask(pump: Pump, name: str, now: Nanos, **args: Value) -> Outcome:
    """Advance a pump to now and let it perform an operation; `from_` stands for `from`."""
    pump.advance(now)
    return pump.perform(Operation(name, {key.rstrip("_"): args[key] for key in args}), now)


def story(events: list[PumpEvent], *what: str) -> list[tuple[Nanos, str, str]]:
    """Return when what happened, without reminders; only of some kinds, if they are given."""
    return [
        (event.at, event.of, event.state)
        for event in events
        if event.state != "reminder" and (not what or event.what in what)
    ]


def ml(text: str) -> int:
    """`"2 mL"` -> pL."""
    return VOLUME.parse(text)


def rate(text: str) -> int:
    """`"5 mL/h"` -> pL/day."""
    return RATE.parse(text)


class Skewed(PumpFault, frozen=True):
    """A fault that only the tests know: it needs no other file than its own."""

    name: ClassVar[str] = "skewed"
    about: ClassVar[str] = "the motor drives by a factor, and a share of it leaks"
    shows: ClassVar[str] = "nothing"

    factor: Share = 1_000_000
    leak: Share = 0

    def set(self, parts: Parts, now: Nanos) -> None:
        parts.motor.factors[self.name] = self.factor
        parts.catheter.leaks[self.name] = self.leak

    def clear(self, parts: Parts, now: Nanos) -> None:
        del parts.motor.factors[self.name], parts.catheter.leaks[self.name]
