"""Every alarm that a pump can raise, as one table of data. `lifecycle.py` has what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from mockpump.pump.alarm import CRITICAL, NON_CRITICAL, NOTICE, URGENT, Alarm, like

_RESERVOIR = (
    like(
        NON_CRITICAL,
        "low_reservoir",
        "the estimated volume has reached the low alarm volume",
        "Medtronic advisory 2011; hazard RES-1",
        mdc="MDC_EVT_LO_LT_LIM",
    ),
    like(
        CRITICAL,
        "empty_reservoir",
        "the estimated volume has reached the empty alarm volume: nothing is delivered",
        "Medtronic advisory 2011; hazard RES-2",
        effect="empty",
        follows="low_reservoir",
        mdc="MDC_EVT_EMPTY",
    ),
    like(
        URGENT,
        "no_reservoir",
        "the reservoir is detached: the infusion has stopped",
        "external pumps only; hazard RES-6",
        effect="stopped",
    ),
)
_FLOW = (
    like(
        URGENT,
        "upstream_occlusion",
        "nothing can be drawn from the reservoir: the infusion has stopped",
        "external pumps only; hazard CAT-3, GIP 1.7",
        effect="stopped",
    ),
    like(
        URGENT,
        "occlusion",
        "the catheter's pressure has reached the alarm pressure: the motor has stopped",
        "external pumps only; hazard CAT-3",
        effect="stopped",
        mdc="MDC_EVT_FLUID_LINE_OCCL",
    ),
    like(
        CRITICAL,
        "repeated_occlusion",
        "so many occlusions in so short a time: no start until some time has passed",
        "external pumps only; hazard CAT-3, GIP SR 1.10",
        effect="stopped",
        follows="occlusion",
        mdc="MDC_EVT_FLUID_LINE_OCCL",
    ),
    like(
        CRITICAL,
        "motor_stall",
        "the rotor does not turn: nothing is delivered until it turns again",
        "MRI guidelines Aug 2008; hazards DEL-1, DEL-2",
        effect="stalled",
    ),
    like(
        CRITICAL,
        "stopped_48h",
        "the pump has stood still for more than 48 h",
        "Gillette ITB sheet; hazard DEL-4",
    ),
    like(
        NOTICE,
        "not_started",
        "the pump is programmed, and nobody has started it for some time",
        "hazard DEL-9, GIP SR 2.2.1",
    ),
    like(
        NOTICE,
        "paused_too_long",
        "the infusion was stopped, and nobody has started it again for some time",
        "hazard DEL-9, GIP SR 2.2.2",
    ),
    like(
        URGENT,
        "air_in_line",
        "the air detector sees air: the infusion has stopped",
        "external pumps only; hazard CAT-4",
        effect="stopped",
    ),
    like(
        CRITICAL,
        "over_infusion",
        "the flow sensor measures more than is programmed: the infusion has stopped",
        "external pumps only; hazard DEL-7, GPCA #4",
        effect="stopped",
    ),
    like(
        NOTICE,
        "under_infusion",
        "the flow sensor measures less than is programmed: the infusion goes on",
        "external pumps only; hazard DEL-7, GPCA #10",
        mdc="MDC_EVT_FLOW_LO",
    ),
    like(
        NOTICE,
        "flow_unstable",
        "the flow sensor measures now more, now less than is programmed: the infusion goes on",
        "external pumps only; hazard DEL-7, GIP 1.16",
    ),
    like(
        CRITICAL,
        "reverse_flow",
        "the flow sensor measures a flow towards the pump: the infusion has stopped",
        "external pumps only; hazard CAT-5, GIP SR 1.8.1",
        effect="stopped",
    ),
)
_POWER = (
    like(
        NON_CRITICAL,
        "eri",
        "elective replacement indicator: the battery's charge is low, the end is dated",
        "Medtronic advisory 2011; hazard PWR-1",
        mdc="MDC_EVT_BATT_LO",
    ),
    like(
        CRITICAL,
        "eos",
        "end of service: the pump has stopped for good",
        "Medtronic advisory 2011; hazard PWR-2",
        effect="ended",
        follows="eri",
        mdc="MDC_EVT_DEPLET",
    ),
    like(
        NOTICE,
        "low_battery",
        "the charge of a replaceable battery is low",
        "external pumps only; hazard PWR-5",
        mdc="MDC_EVT_BATT_LO",
    ),
    like(
        CRITICAL,
        "battery_depleted",
        "a replaceable battery is depleted: the pump has stopped",
        "external pumps only; hazard PWR-2",
        reminder=URGENT.reminder,
        effect="ended",
        follows="low_battery",
        mdc="MDC_EVT_DEPLET",
    ),
    like(
        CRITICAL,
        "reset_low_battery",
        "the battery broke down for a moment: the rate fell to the minimum, reprogramming is due",
        "VA AL09-24; hazard PWR-4",
    ),
    like(
        NOTICE,
        "on_battery",
        "the mains are lost: the pump runs on its battery",
        "external pumps only; hazard PWR-5, GIP SR 5.1.4",
    ),
    like(
        NOTICE,
        "supply_range",
        "the voltage of the mains is out of range: the pump runs on its battery",
        "external pumps only; hazard PWR-5, GIP 3.4",
    ),
    like(
        NOTICE,
        "charger_fault",
        "the battery is not charged although the mains are there",
        "external pumps only; hazard PWR-5, GIP 3.8",
    ),
)
_ELECTRONICS = (
    like(
        CRITICAL,
        "memory_critical",
        "the programme is lost: the pump has stopped, and must be programmed anew",
        "Gillette ITB sheet; hazard ELE-1",
        effect="stopped",
        can_pause=False,
    ),
    like(
        NON_CRITICAL,
        "memory_minor",
        "a memory error that does not touch the programme: delivery goes on",
        "Gillette ITB sheet; hazard ELE-1",
    ),
    like(
        CRITICAL,
        "parameters_lost",
        "a reset has lost the programme: the pump has stopped, and must be programmed anew",
        "hazards ELE-1, ELE-5, GIP 5.11",
        effect="stopped",
    ),
    like(
        CRITICAL,
        "reset_to_defaults",
        "a reset has put the minimum rate in the programme's place: reprogramming is due",
        "hazard ELE-5, GIP 5.11",
    ),
    like(
        CRITICAL,
        "self_test_failed",
        "a self-test has failed: the pump has stopped",
        "hazard ELE-2, GIP SR 3.4.5",
        effect="stopped",
        can_pause=False,
    ),
    like(
        CRITICAL,
        "watchdog_reset",
        "the watchdog has restarted the pump's processor: the session was lost",
        "hazard ELE-4, GIP SR 3.5.1",
        priority="medium",
    ),
    like(
        NON_CRITICAL,
        "clock_error",
        "the pump's calendar stands still",
        "hazard ELE-3, GIP 4.2",
    ),
    like(
        NON_CRITICAL,
        "log_failed",
        "the event log cannot be written",
        "hazard ELE-6, GIP 5.1",
    ),
    like(
        NON_CRITICAL,
        "sensor_failed",
        "a sensor gives no value",
        "hazard ELE-7, GIP 4.13",
    ),
    like(
        NON_CRITICAL,
        "adc_failed",
        "what turns measurements into numbers has failed: no sensor gives a value",
        "hazard ELE-7, GIP 4.13",
    ),
    like(
        URGENT,
        "overheated",
        "the pump is too hot: the infusion has stopped",
        "external pumps only; hazard ELE-7, GIP 3.1",
        effect="stopped",
    ),
    like(
        URGENT,
        "environment",
        "temperature, humidity or air pressure are out of range: the infusion has stopped",
        "external pumps only; hazard ELE-7, GIP SR 7.1.1",
        effect="stopped",
    ),
    like(
        NOTICE,
        "key_stuck",
        "a key of the pump is stuck: its keys do nothing",
        "external pumps only; hazard USE-4, GIP 4.12",
    ),
    like(
        NOTICE,
        "comm_error",
        "what drives the drug and what talks with the client have lost each other",
        "hazard COM-5, GIP 4.4",
        priority="medium",
    ),
    like(
        NOTICE,
        "access_barred",
        "too many wrong answers to a log-in: nobody is let in for some time",
        "hazard SEC-5, OPCA EC14",
        priority="medium",
    ),
    like(
        NON_CRITICAL,
        "library_bad",
        "the drug library is absent or corrupt: its limits are not active",
        "hazard ELE-8, GIP 5.2",
    ),
    like(
        NOTICE,
        "tone_failed",
        "an alarm test has found that the pump cannot sound",
        "hazard ALM-1, GIP SR 3.4.4.7",
        priority="medium",
    ),
)

ALARMS: Mapping[str, Alarm] = {
    alarm.code: alarm for alarm in (*_RESERVOIR, *_FLOW, *_POWER, *_ELECTRONICS)
}

AlarmName = Annotated[
    str,
    Meta(
        description="an alarm, as `mockpump list --alarms` names them",
        extra={"names": ALARMS},
        extra_json_schema={"enum": sorted(ALARMS)},
    ),
]
"""The name of an alarm, where somebody writes one."""
