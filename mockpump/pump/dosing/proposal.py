"""What a clinician proposes: some values of a programme, made into a whole one."""

from __future__ import annotations

from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from mockpump.pump.arguments import Args, flag, number, text
from mockpump.pump.dosing.arithmetic import dose_of, rate_of, volume_of
from mockpump.pump.dosing.flex import in_order, read_steps
from mockpump.pump.dosing.limits import Limits, Passed, confirmed
from mockpump.pump.dosing.programme import Mode, Programme
from mockpump.pump.refused import RefusedError

_NUMBERS = (
    "rate", "concentration", "low_alarm", "patient_volume", "patient_duration", "patient_lockout",
    "patient_allotted", "patient_wait",
)  # fmt: skip
_NO_VALUES = frozenset({"token", "confirm"})
_EITHER = (("rate", "dose"), ("patient_volume", "patient_mass"))
_WHOLE = frozenset({"drug", "concentration", "low_alarm"})
_DELIVERS = frozenset({"rate", "dose", "flex"})
MODES = get_args(Mode)


class Proposal(Struct, frozen=True):
    """A whole programme, the one that it would replace, and the soft limits it passes on purpose.

    `given` are the values that were given; `bridge`: while the old drug is still on its way, the
    new dose shall be kept.
    """

    programme: Programme
    base: Programme
    given: frozenset[str]
    passed: tuple[Passed, ...] = ()
    bridge: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it says all that a pump needs that has lost its programme."""
        return self.given >= _WHOLE and not self.given.isdisjoint(_DELIVERS)


def propose(args: Args, base: Programme, earlier: Proposal | None, limits: Limits) -> Proposal:
    """Make a proposal of what is given, added to an `earlier` one. Raises RefusedError."""
    if args.keys() <= _NO_VALUES:
        raise RefusedError("misread", "nothing is proposed")
    for both in _EITHER:
        if args.keys() >= set(both):
            raise RefusedError("misread", f"{' and '.join(both)} say the same: give one of them")
    programme = merged(args, base if earlier is None else earlier.programme, adds=bool(earlier))
    passed = limits.of_programme(programme, base)
    confirmed(passed, confirm=flag(args, "confirm"))
    bridge = flag(args, "bridge") if "bridge" in args or earlier is None else earlier.bridge
    given = frozenset(args) | (frozenset() if earlier is None else earlier.given)
    return Proposal(programme, base, given, passed, bridge)


def merged(args: Args, was: Programme, *, adds: bool = False) -> Programme:
    """Put the values given into a programme; what is linked to them follows.

    A rate or a dose means the mode continuous, steps mean flex, unless a mode is given. A dose is
    kept when the concentration changes only if it is given again: the rate stays. With `adds`,
    steps are added to those that are there.
    """
    values: dict[str, Any] = {name: number(args, name) for name in _NUMBERS if name in args}
    values |= {name: text(args, name) for name in ("mode", "drug") if name in args}
    concentration = values.get("concentration", was.concentration)
    if concentration <= 0:
        raise RefusedError("out_of_range", "concentration is not above 0 ug/mL")
    if "dose" in args:
        values["dose"] = number(args, "dose")
        values["rate"] = rate_of(values["dose"], concentration)
    elif args.keys() & {"rate", "concentration"}:
        values["dose"] = dose_of(values.get("rate", was.rate), concentration)
    if "patient_mass" in args:
        values["patient_volume"] = volume_of(number(args, "patient_mass"), concentration)
    if "flex" in args:
        values["flex"] = in_order((*(was.flex if adds else ()), *read_steps(text(args, "flex"))))
    return replace(was, **_with_mode(values))


def at_rate(rate: int, was: Programme) -> Programme:
    """Return a programme with another rate, in the mode continuous."""
    dose = dose_of(rate, was.concentration)
    return replace(was, mode="continuous", rate=rate, dose=dose)


def _with_mode(values: dict[str, Any]) -> dict[str, Any]:
    if "mode" not in values and values.keys() & {"rate", "flex"}:
        return {**values, "mode": "flex" if "flex" in values else "continuous"}
    if values.get("mode", MODES[0]) not in MODES:
        raise RefusedError(
            "misread", f"mode is one of {', '.join(MODES)}; to stop the pump, stop it"
        )
    return values
