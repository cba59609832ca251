"""What a template can bind to: every value that a pump tells, and the operation that tells it."""

from __future__ import annotations

from collections.abc import Mapping

_TELLS: Mapping[str, tuple[str, ...]] = {
    "read_status": (
        "state", "rate", "flow", "reservoir", "delivered", "battery", "time", "pressure",
        "measured", "level", "supply",
    ),
    "read_totals": ("infused", "withdrawn", "target", "to_come", "direction"),
    "identify": ("model", "serial", "firmware", "library"),
    "read_reservoir": ("capacity", "low_alarm", "filled", "since_refill", "refill_date"),
    "read_therapy": ("mode", "dose", "drug", "concentration", "daily", "given", "left"),
    "read_log": ("size", "entries", "first", "last", "lost"),
}  # fmt: skip

TOLD_BY: Mapping[str, str] = {
    value: operation for operation, values in _TELLS.items() for value in values
}
