"""The proof of every fault that is advertised, and of every kind of port."""

from mockpump.doctor.proof import Proof
from mockpump.doctor.proofs import doses, electronics, flow, line, surroundings
from mockpump.doctor.proofs.ports import PORTS

__all__ = ["PORTS", "PROOFS"]

PROOFS: tuple[Proof, ...] = (
    *flow.PROOFS,
    *doses.PROOFS,
    *electronics.PROOFS,
    *surroundings.PROOFS,
    *line.PROOFS,
)
