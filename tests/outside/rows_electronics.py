"""Proofs of faults in what drives and watches: power, electronics, memory, clock, log, alarms."""

from __future__ import annotations

from tests.outside.row import Row

ROWS: tuple[Row, ...] = ()
