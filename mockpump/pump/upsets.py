"""What an upset of the electronics does to several parts at once."""

from __future__ import annotations

from msgspec.structs import replace

from mockpump.clock import Nanos
from mockpump.pump.dosing.arithmetic import dose_of
from mockpump.pump.motor import MILLION
from mockpump.pump.parts import Parts


def fall_back(parts: Parts, alarm: str, now: Nanos) -> None:
    """Put the minimum rate in the programme's place; an alarm asks for a whole new one."""
    infusion = parts.infusion
    infusion.program(replace(infusion.programme, mode="minimum"), now)
    parts.memory.lose(alarm, now)


def alter_rate(parts: Parts, factor: int, now: Nanos) -> None:
    """Change the programmed rate to so many parts per million; nobody is told."""
    programme = parts.infusion.programme
    rate = max(1, programme.rate * factor // MILLION)
    dose = dose_of(rate, programme.concentration)
    parts.infusion.program(replace(programme, rate=rate, dose=dose), now)


def jump_calendar(parts: Parts, by: Nanos, now: Nanos) -> None:
    """Let the calendar leap, and what goes by it."""
    parts.calendar.jump(by, now)
    parts.infusion.basal.tick(now)


def run_calendar(parts: Parts, speed: int, now: Nanos) -> None:
    """Let the calendar go on at a speed in parts per million, and what goes by it."""
    parts.calendar.run(speed, now)
    parts.infusion.basal.tick(now)
