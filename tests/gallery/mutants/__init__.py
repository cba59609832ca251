"""The careless twins: each is the careful client with one behaviour changed."""

from __future__ import annotations

from tests.gallery.mutants import (
    alarms,
    catheter,
    delivery,
    electronics,
    line,
    looking,
    reservoir,
    use,
)
from tests.gallery.mutants.base import MUTANTS, Mutant

__all__ = [
    "MUTANTS",
    "Mutant",
    "alarms",
    "catheter",
    "delivery",
    "electronics",
    "line",
    "looking",
    "reservoir",
    "use",
]
