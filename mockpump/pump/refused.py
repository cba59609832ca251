"""How a part refuses an operation: it checks before it changes, so a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.errors import MockpumpError
from mockpump.operations import Refusal
from mockpump.quantity import Kind
from mockpump.seam import Value


class RefusedError(MockpumpError):
    """The client asked for what this pump does not do, or not now. It never leaves the pump.

    `values` are told with the refusal, in the words of operations.VALUES.
    """

    def __init__(
        self, refusal: Refusal, message: str, values: Mapping[str, Value] | None = None
    ) -> None:
        super().__init__(message)
        self.refusal: Refusal = refusal
        self.message = message
        self.values = values or {}


def check_range(name: str, value: int, kind: Kind, low: int, high: int) -> None:
    """Refuse a value beyond a limit, naming both."""
    if value < low:
        raise RefusedError(
            "out_of_range", f"{name} {kind.format(value)} is below the minimum {kind.format(low)}"
        )
    if value > high:
        raise RefusedError(
            "out_of_range", f"{name} {kind.format(value)} is over the maximum {kind.format(high)}"
        )
