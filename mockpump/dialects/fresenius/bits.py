"""What the values of the letters a, e and m mean. Nobody's manual was read: these bits are ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ALARM_BITS: Mapping[str, int] = {
    "occlusion": 0,
    "repeated_occlusion": 0,
    "upstream_occlusion": 0,
    "empty_reservoir": 1,
    "low_reservoir": 2,
    "low_battery": 3,
    "eri": 3,
    "battery_depleted": 4,
    "eos": 4,
    "motor_stall": 5,
    "no_reservoir": 6,
    "air_in_line": 7,
    "on_battery": 8,
    "over_infusion": 9,
    "under_infusion": 10,
    "flow_unstable": 10,
    "reverse_flow": 11,
    "stopped_48h": 12,
    "not_started": 13,
    "paused_too_long": 13,
    "overheated": 14,
    "environment": 14,
    "supply_range": 15,
}
"""Alarms of delivery and supply -> the bit of the letter a."""
ERROR_BITS: Mapping[str, int] = {
    "memory_critical": 0,
    "memory_minor": 1,
    "parameters_lost": 2,
    "reset_to_defaults": 3,
    "self_test_failed": 4,
    "watchdog_reset": 5,
    "reset_low_battery": 6,
    "clock_error": 7,
    "log_failed": 8,
    "sensor_failed": 9,
    "adc_failed": 9,
    "comm_error": 10,
    "library_bad": 11,
    "tone_failed": 12,
    "charger_fault": 13,
    "key_stuck": 14,
}
"""Alarms of the pump's own technique -> the bit of the letter e."""
STATE_BITS: Mapping[str, int] = {
    "infusing": 0,
    "bolus": 1,
    "stopped": 2,
    "priming": 3,
    "bridging": 0,
    "withdrawing": 4,
    "stalled": 5,
    "empty": 6,
    "ended": 7,
}
"""What the pump does -> the bit of the letter m."""
MODE_BITS: Mapping[str, int] = {"1": 8, "2": 9}
"""The mode that a client has chosen, manual or PC control -> the bit of the letter m."""


def value(bits: Iterable[int]) -> str:
    """Write bits as four hex digits."""
    number = 0
    for bit in bits:
        number |= 1 << bit
    return f"{number:04X}"
