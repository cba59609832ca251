"""Mutants that are careless about the reservoir."""

from __future__ import annotations

from tests.clients.careful.base import Order
from tests.clients.careful.careful import Careful
from tests.gallery.mutants.base import fails, mutant


@mutant("orders a bolus whatever alarm stands")
@fails("low-reservoir", "never bolus while alarm empty_reservoir")
class BolusesAnyway(Careful):
    def reason_against(self, order: Order) -> str:
        return "" if order.do == "bolus" else super().reason_against(order)
