"""What a programmer reads: the therapy, the reservoir, and both in short at an interrogation."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import DAY, Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args
from mockpump.pump.dosing.arithmetic import dose_of
from mockpump.pump.parts import Parts
from mockpump.pump.ramp import QUANTA
from mockpump.seam import Value

_FARTHEST: Nanos = 100 * 365 * DAY  # a refill later than that has no date


def interrogate(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Read what a programmer reads first."""
    infusion = parts.infusion
    programme = infusion.programme
    values: dict[str, Value] = {
        "state": infusion.state,
        "mode": programme.mode,
        "rate": infusion.rate,
        "dose": dose_of(infusion.rate, programme.concentration),
        "drug": programme.drug,
        "concentration": programme.concentration,
        "reservoir": parts.reservoir.believed(now),
        "alarms": parts.alarms.codes,
        "n": parts.log.last,
        **refill_date(parts, now),
    }
    told = {"pending": parts.pending, "changed_by": parts.changed_by}
    values = parts.memory.show(values)
    return Outcome("accepted", values | {name: text for name, text in told.items() if text})


def read_therapy(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Read all that is programmed; the steps of the mode flex are rows."""
    parts.memory.legible()
    programme, patient = parts.infusion.programme, parts.patient
    values = {
        **programme.values(),
        "daily": parts.infusion.basal.daily,
        "given": patient.given(now),
        "left": patient.left(programme, now),
    }
    rows: list[Mapping[str, Value]] = [
        {"step": step, "rate": rate} for step, rate in programme.steps().items()
    ]
    return Outcome("accepted", values, rows=tuple(rows))


def read_reservoir(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Read what the pump believes to be in the reservoir."""
    reservoir = parts.reservoir
    visit = reservoir.visit(now)
    values: dict[str, Value] = {
        "reservoir": visit["expected"],
        "capacity": reservoir.capacity,
        "low_alarm": parts.infusion.programme.low_alarm,
        "filled": reservoir.fill,
        "at": reservoir.filled_at,
        "since_refill": visit["since_refill"],
        **refill_date(parts, now),
    }
    return Outcome("accepted", values)


def refill_date(parts: Parts, now: Nanos) -> dict[str, Value]:
    """Return the day on which the estimate will reach the low alarm volume, if that can be said.

    As if all boluses were used that the patient is allotted [V Prometra IFU].
    """
    above = parts.reservoir.estimated.at(now) - parts.infusion.programme.low_alarm * QUANTA
    lasts = max(0, above) // max(1, parts.infusion.basal.daily)
    if lasts > _FARTHEST:
        return {}
    return {"refill_date": parts.calendar.day(now, lasts)}
