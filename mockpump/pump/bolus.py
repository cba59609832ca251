"""A bolus: one dose at its own rate, exact to the quantum, and what became of it.

kind            what it is for                                               state meanwhile
bolus           a single dose, ordered by the clinician                      bolus
patient_bolus   the same, asked for by the patient                           bolus
prime           fills tubing and catheter with drug                          priming
bridge          keeps the dose while the old drug is still on its way        bridging
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mockpump.clock import Nanos
from mockpump.pump.ramp import QUANTA, Ramp
from mockpump.quantity import VOLUME
from mockpump.seam import Value

Kind = Literal["bolus", "patient_bolus", "prime", "bridge"]
STATES: Mapping[Kind, str] = {
    "bolus": "bolus",
    "patient_bolus": "bolus",
    "prime": "priming",
    "bridge": "bridging",
}
ORDERED: frozenset[Kind] = frozenset({"bolus", "patient_bolus"})
"""The kinds that somebody asks for as a dose."""
NAMES: Mapping[Kind, str] = {
    "bolus": "bolus",
    "patient_bolus": "patient bolus",
    "prime": "priming",
    "bridge": "bridge",
}
_INFUSING = frozenset({"infusing"})
BEGINS: Mapping[Kind, frozenset[str]] = {
    "bolus": _INFUSING,
    "patient_bolus": _INFUSING,
    "prime": _INFUSING | {"stopped"},
    "bridge": _INFUSING,
}
"""The states in which it can begin. When it is over, the pump goes on as it was."""


class Bolus:
    """One dose of `volume` pL at `rate` pL/day. An interrupted one is over: it never goes on.

    Of it, `gives` are really given, where a fault has it that this is less; the rest is claimed.
    """

    def __init__(
        self, kind: Kind, id_: str, volume: int, rate: int, now: Nanos, *, gives: int | None = None
    ) -> None:
        self.kind, self.id, self.volume, self.rate = kind, id_, volume, rate
        self._gives = volume if gives is None else gives
        self.left = Ramp(self._gives * QUANTA, since=now)
        self.state: Literal["running", "delivered", "interrupted"] = "running"

    def demand(self, now: Nanos) -> int:
        """Ask the motor for the rate, in the last nanosecond for what is left."""
        return self.left.drain(self.rate, 0, now)

    def end(self, now: Nanos) -> None:
        """Ask for nothing more."""
        self.left.turn(0, now)
        self.state = "interrupted" if self.left.value else "delivered"

    def delivered(self, now: Nanos) -> int:
        """Return what the pump believes to have delivered of it, in pL."""
        left = self.left.at(now)
        return self._gives - -(-left // QUANTA) if left else self.volume

    def became(self, now: Nanos) -> Mapping[str, Value]:
        """Return how far it is."""
        return {"state": self.state, "volume": self.volume, "delivered": self.delivered(now)}

    def told(self, now: Nanos) -> dict[str, Value]:
        """Return what the event log says of it."""
        return {
            "id": self.id,
            "volume": VOLUME.format(self.volume),
            "delivered": VOLUME.format(self.delivered(now)),
        }
