"""The electronics: who the pump says it is, and its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from mockpump.clock import SECOND, Nanos
from mockpump.pump.config import PumpConfig
from mockpump.seam import Value


class Electronics:
    """Identity and calendar. The identity says SIMULATED, whatever a scenario makes of the rest."""

    def __init__(self, config: PumpConfig, start: str) -> None:
        self.identity: Mapping[str, Value] = {
            "model": f"SIMULATED-{config.preset}",
            "serial": config.electronics.serial,
            "firmware": config.electronics.firmware,
        }
        self._start = datetime.fromisoformat(start)
        self._second, self._text = 0, self._start.isoformat()

    def time(self, now: Nanos) -> str:
        """Return the pump's calendar at a pump time, ISO 8601 to the second."""
        second = now // SECOND
        if second != self._second:
            moment = self._start + timedelta(seconds=second)
            self._second, self._text = second, moment.isoformat(timespec="seconds")
        return self._text
