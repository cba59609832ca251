"""Boluses: those that the clinician orders, those that the patient asks for, and priming."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args, flag, number, text, with_id
from mockpump.pump.bolus import Bolus, Kind
from mockpump.pump.dosing.arithmetic import bolus_rate, volume_of
from mockpump.pump.dosing.limits import confirmed
from mockpump.pump.parts import Parts
from mockpump.pump.refused import RefusedError, check_range
from mockpump.quantity import DURATION, VOLUME
from mockpump.seam import Value


def bolus(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Give a single bolus: a volume or a mass, over a duration or at the pump's own rate."""
    if (order := parts.orders.known(args, now)) is not None:
        return order
    parts.memory.check()
    parts.infusion.takes("bolus")
    volume = _volume(parts, args)
    rate = parts.limits.rate_for(volume, _duration(args))
    passed = parts.limits.bolus("bolus", volume, rate, parts.reservoir.usable(now))
    confirmed(passed, confirm=flag(args, "confirm"))
    for one in passed:
        parts.log.log(now, "infusion", one.limit, "overridden", {"value": one.text})
    return _given(args, _give(parts, "bolus", args, volume, rate, now), now)


def patient_bolus(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Give the bolus that is programmed for the patient; a refusal is logged, for the clinician."""
    if (order := parts.orders.known(args, now)) is not None:
        return order
    programme, infusion = parts.infusion.programme, parts.infusion
    volume, rate = programme.patient_volume, 0
    try:
        parts.memory.check()
        infusion.takes("patient_bolus")
        parts.patient.may_ask(programme, now)
        rate = bolus_rate(volume, programme.patient_duration)
        parts.limits.bolus("patient bolus", volume, rate, parts.reservoir.usable(now))
    except RefusedError as error:
        parts.log.log(now, "infusion", "patient_bolus", "refused", _why(error))
        raise
    given = _give(parts, "patient_bolus", args, volume, rate, now)
    parts.patient.gave(now)
    return _given(args, given, now)


def prime(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Fill tubing and catheter; a `length` that is given is what the catheter has from now on.

    `until_stopped`: go on with all that is there, as a purge does.
    """
    if (order := parts.orders.known(args, now)) is not None:
        return order
    parts.memory.check()
    parts.infusion.takes("prime")
    space = parts.dead_space
    length = number(args, "length") if "length" in args else space.length
    usable = parts.reservoir.usable(now)
    volume = usable if flag(args, "until_stopped") else space.of(length)
    check_range("priming", volume, VOLUME, 1, usable)
    rate = parts.limits.rate_for(volume, _duration(args))
    parts.limits.bolus_rate("priming", rate)
    space.length = length
    return _given(args, _give(parts, "prime", args, volume, rate, now), now)


def _volume(parts: Parts, args: Args) -> int:
    if "mass" not in args:
        return number(args, "volume")
    if "volume" in args:
        raise RefusedError("misread", "volume and mass say the same: give one of them")
    return volume_of(number(args, "mass"), parts.infusion.programme.concentration)


def _duration(args: Args) -> Nanos | None:
    return number(args, "duration") if "duration" in args else None


def _give(parts: Parts, kind: Kind, args: Args, volume: int, rate: int, now: Nanos) -> Bolus:
    given = parts.infusion.give(kind, text(args, "id"), volume, rate, now)
    parts.orders.record(given.id, given)
    return given


def _given(args: Args, given: Bolus, now: Nanos) -> Outcome:
    return Outcome("accepted", with_id(args, {**given.became(now), "rate": given.rate}))


def _why(error: RefusedError) -> Mapping[str, Value]:
    """Return what the log says of a refusal: what stands in the way, and how long it still does."""
    left = error.values.get("left")
    if not isinstance(left, int):
        return {"because": error.refusal}
    return {"because": error.values["because"], "left": DURATION.format(left, "s")}
