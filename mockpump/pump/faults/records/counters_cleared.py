"""The delivered volume and the history of boluses are cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.faults.base import LastingFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class CountersCleared(LastingFault, frozen=True):
    """Set again, it happens again. An order that is sent again is carried out again."""

    name: ClassVar[str] = "counters_cleared"
    about: ClassVar[str] = "the delivered volume and the memory of orders are cleared"
    shows: ClassVar[str] = (
        "delivered= begins again at 0; RESULT? knows no order; an order sent again is carried "
        "out again"
    )

    def set(self, parts: Parts, now: Nanos) -> None:
        """Clear them."""
        parts.reservoir.clear_counter(now)
        parts.orders.forget()
