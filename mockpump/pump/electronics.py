"""The electronics: who the pump says it is, and what it finds when it tests itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mockpump.pump.config import PumpConfig
from mockpump.seam import Value

Test = Literal["rom", "ram", "cpu", "clock", "motor", "sensors", "tone"]
"""What a self-test goes through."""


class Electronics:
    """The identity says SIMULATED, whatever a scenario makes of the rest.

    Dials: what faults let it `claim` stands in the place of the true versions; `failing` is the
    test that does not pass.
    """

    def __init__(self, config: PumpConfig) -> None:
        self._identity: Mapping[str, Value] = {
            "model": f"SIMULATED-{config.preset}",
            "serial": config.electronics.serial,
            "firmware": config.electronics.firmware,
            "library": config.electronics.library,
            "library_sum": config.electronics.library_sum,
        }
        self._claims: dict[str, Mapping[str, str]] = {}
        self.failing: Test | Literal[""] = ""

    def claim(self, fault: str, **versions: str) -> None:
        """Name these because of a fault, empty: none; without any, it lets the true ones be named.

        Of several faults the latest has its way.
        """
        self._claims.pop(fault, None)
        if versions:
            self._claims[fault] = versions

    @property
    def identity(self) -> Mapping[str, Value]:
        """Who the pump says it is; what it does not know is left out."""
        told = dict(self._identity)
        for versions in self._claims.values():
            told |= versions
        return {name: value for name, value in told.items() if value}
