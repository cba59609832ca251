"""What pumps on a bench can: stop at a target, draw in, and count both ways."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args, number, text
from mockpump.pump.parts import Parts
from mockpump.pump.refused import RefusedError, check_range
from mockpump.quantity import VOLUME

DIRECTIONS = ("infuse", "withdraw")
TOTALS = ("infused", "withdrawn")
LARGEST = VOLUME.units["L"]


def set_target(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Stop once so much has been given from now on; 0: go on until somebody stops it."""
    volume = number(args, "volume")
    check_range("target", volume, VOLUME, 0, LARGEST)
    parts.infusion.serves()
    parts.infusion.target.set(volume, now)
    parts.log.log(now, "infusion", "target", "changed", {"volume": VOLUME.format(volume)})
    return Outcome("accepted", {"target": volume})


def set_direction(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Infuse or withdraw from the next start on, where the motor turns both ways."""
    direction = _one_of(args, "direction", DIRECTIONS)
    if direction == "withdraw" and not parts.reversible:
        raise RefusedError("unsupported", "this pump's motor turns one way only")
    parts.infusion.turn(now, withdraws=direction == "withdraw")
    return Outcome("accepted", {"direction": direction})


def read_totals(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Read what was given and drawn in since these counts were cleared, and what is to come."""
    infusion = parts.infusion
    return Outcome(
        "accepted",
        {
            **parts.reservoir.totals(now),
            "target": infusion.target.volume,
            "to_come": infusion.target.left(now),
            "direction": DIRECTIONS[infusion.withdraws],
        },
    )


def clear_total(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Count from 0 again what was given, or what was drawn in."""
    total = _one_of(args, "total", TOTALS)
    parts.reservoir.clear_total(total, now)
    parts.log.log(now, "infusion", total, "cleared")
    return Outcome("accepted", {"total": total})


def _one_of(args: Args, name: str, words: tuple[str, ...]) -> str:
    if (word := text(args, name)) not in words:
        raise RefusedError("misread", f"{name} is one of {', '.join(words)}")
    return word
