"""A refill visit: the syringe empties the reservoir, fills it, and the pump is told of it."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args, number
from mockpump.pump.dosing.arithmetic import discrepancy
from mockpump.pump.dosing.limits import STRONGEST
from mockpump.pump.dosing.programming import adopt
from mockpump.pump.dosing.proposal import merged
from mockpump.pump.parts import Parts
from mockpump.pump.refused import check_range
from mockpump.quantity import CONCENTRATION, VOLUME
from mockpump.seam import Value


def aspirate(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Empty the reservoir. The pump neither knows nor tells: what comes is what the syringe shows."""
    assay = parts.reservoir.content
    return Outcome("accepted", {"aspirated": parts.reservoir.aspirate(now), "assay": assay})


def refill(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Fill the emptied reservoir, perhaps with another concentration: then the rate stays.

    `aspirated` is what the clinician found in there, beside which the pump sets what it expected.
    """
    parts.infusion.serves()
    volume = number(args, "volume")
    parts.reservoir.fits(volume)
    told: dict[str, Value] = {}
    if "concentration" in args:
        told["concentration"] = number(args, "concentration")
        check_range("concentration", number(args, "concentration"), CONCENTRATION, 1, STRONGEST)
    visit = parts.reservoir.visit(now)
    if "aspirated" in args:
        told |= _found(parts, number(args, "aspirated"), **visit)
    if "concentration" in args:
        adopt(parts, merged(told, parts.infusion.programme), (), now)
    parts.reservoir.refill(volume, now, told)
    parts.reservoir.label(parts.infusion.programme.concentration)
    parts.patient.changed(now)
    return Outcome("accepted", {"reservoir": parts.reservoir.believed(now), **visit, **told})


def _found(parts: Parts, aspirated: int, expected: int, since_refill: int) -> dict[str, Value]:
    check_range("aspirated", aspirated, VOLUME, 0, parts.reservoir.most)
    share = discrepancy(expected, aspirated, since_refill)
    found: dict[str, Value] = {"aspirated": aspirated}
    if share is not None:
        found["discrepancy"] = share
    return found
