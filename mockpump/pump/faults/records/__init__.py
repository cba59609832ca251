"""Faults of what the pump remembers: event log, counters, orders."""

from mockpump.pump.faults.base import PumpFault
from mockpump.pump.faults.records.counters_cleared import CountersCleared
from mockpump.pump.faults.records.log_duplicates import LogDuplicates
from mockpump.pump.faults.records.log_gaps import LogGaps
from mockpump.pump.faults.records.log_overflow import LogOverflow
from mockpump.pump.faults.records.log_write_failure import LogWriteFailure

FAULTS: tuple[type[PumpFault], ...] = (
    LogWriteFailure,
    LogGaps,
    LogDuplicates,
    LogOverflow,
    CountersCleared,
)
