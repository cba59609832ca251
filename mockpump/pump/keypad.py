"""How what is entered comes through: as it was meant, unless a key bounces or is stuck."""

from __future__ import annotations

from mockpump.operations import Operation
from mockpump.pump.arguments import Args
from mockpump.pump.refused import RefusedError

_ENTERED = frozenset({"rate", "dose", "volume", "mass"})
_ENTRIES = frozenset({"stage", "set_rate", "bolus"})


class Keypad:
    """Dials: numbers that are entered come through so many `times`; `stuck`: no key does anything."""

    def __init__(self) -> None:
        self.times = 1
        self.stuck = False

    def taken(self, operation: Operation) -> Args:
        """Return the arguments as they come through. Raises RefusedError if no key does anything."""
        if self.stuck and operation.origin == "keys":
            raise RefusedError("wrong_state", "a key is stuck")
        args = operation.args
        if self.times == 1 or operation.name not in _ENTRIES:
            return args
        return {
            name: value * self.times if name in _ENTERED and isinstance(value, int) else value
            for name, value in args.items()
        }
