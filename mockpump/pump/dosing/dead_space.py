"""The dead space: tubing and catheter, which drug fills on its way."""

from __future__ import annotations

from mockpump.pump.dosing.arithmetic import dead_volume
from mockpump.pump.flow_config import CatheterConfig
from mockpump.pump.refused import check_range
from mockpump.quantity import LENGTH

LONGEST = 2 * LENGTH.units["m"]


class DeadSpace:
    """What the pump believes of it: the catheter's `length` is what somebody has entered."""

    def __init__(self, config: CatheterConfig) -> None:
        self._tubing, self._per_cm = config.tubing, config.volume_per_cm
        self.length = config.length

    @property
    def volume(self) -> int:
        """How much it holds, in pL."""
        return self.of(self.length)

    def of(self, length: int) -> int:
        """Return how much it would hold with a catheter of a length (um). Raises RefusedError."""
        check_range("length", length, LENGTH, 0, LONGEST)
        return dead_volume(self._tubing, length, self._per_cm)
