"""What an upset of the electronics does to several parts at once."""

from __future__ import annotations

from msgspec.structs import replace

from mockpump.clock import Nanos
from mockpump.pump.dosing.arithmetic import dose_of
from mockpump.pump.dosing.flex import Step
from mockpump.pump.motor import MILLION
from mockpump.pump.parts import Parts


def fall_back(parts: Parts, alarm: str, now: Nanos) -> None:
    """Put the minimum rate in the programme's place; an alarm asks for a whole new one."""
    infusion = parts.infusion
    infusion.program(replace(infusion.programme, mode="minimum"), now)
    parts.memory.lose(alarm, now)


def alter_rate(parts: Parts, factor: int, now: Nanos) -> None:
    """Change what is programmed to so many parts per million; nobody is told.

    In the mode flex that is the rate of every step. What the mode minimum gives is no setting.
    """
    programme = parts.infusion.programme
    if programme.mode == "flex":
        flex = tuple(Step(step.at, _share(step.rate, factor)) for step in programme.flex)
        parts.infusion.program(replace(programme, flex=flex), now)
        return
    rate = _share(programme.rate, factor)
    dose = dose_of(rate, programme.concentration)
    parts.infusion.program(replace(programme, rate=rate, dose=dose), now)


def _share(rate: int, factor: int) -> int:
    return max(1, rate * factor // MILLION)


def jump_calendar(parts: Parts, by: Nanos, now: Nanos) -> None:
    """Let the calendar leap, and what goes by it."""
    parts.calendar.jump(by, now)
    parts.infusion.basal.tick(now)


def run_calendar(parts: Parts, fault: str, speed: int, now: Nanos) -> None:
    """Let the calendar go on at a fault's speed in parts per million, and what goes by it."""
    parts.calendar.run(fault, speed, now)
    parts.infusion.basal.tick(now)
