"""What the pump measures, as it shows it: a sensor may give no value, or always the same."""

from __future__ import annotations

from mockpump.seam import Value


class Sensors:
    """Dials, by the name of the value: `missing` has none, `frozen` shows an old one."""

    def __init__(self) -> None:
        self.missing: set[str] = set()
        self.frozen: dict[str, Value] = {}

    def show(self, values: dict[str, Value]) -> dict[str, Value]:
        """Return the values as the pump shows them."""
        for name in self.missing:
            values.pop(name, None)
        for name, value in self.frozen.items():
            if name in values:
                values[name] = value
        return values
