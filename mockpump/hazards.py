"""The published hazards of infusion pumps that can be played back, as data: what a suite can cover.

From hazard analyses, recalls and advisories (docs/hazards.md names the sources). For exercising
software with a simulated pump: no medical advice, and no safety case. What a client "should" is what
client software is expected to do in a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Pumps = Literal["implanted", "external", "both"]
Seen = Literal["directly", "indirectly", "not at all"]
"""Whether a client can see it on the line: in a frame, by a comparison, or by nothing."""


class Hazard(NamedTuple):
    """One row: what goes wrong, on which pumps, how it is seen, what to do, who says so."""

    id: str
    about: str
    pumps: Pumps
    seen: Seen
    should: str
    sources: str


GROUPS: Mapping[str, tuple[str, str]] = {
    "RES": ("reservoir", "the reservoir"),
    "DEL": ("delivery", "delivery and motor"),
    "CAT": ("catheter", "the catheter and the way to it"),
    "PWR": ("power", "power"),
    "ELE": ("electronics", "electronics, memory and clock"),
    "USE": ("use", "programming and use"),
    "COM": ("communication", "communication"),
    "ALM": ("alarms", "alarms"),
    "SEC": ("security", "security"),
}
"""The letters of a hazard's id -> the folder of its scenarios, and what the group is about."""

OUT_OF_SCOPE = (
    "electric shock", "sharp edges", "fire", "contamination", "cleaning damage",
    "biocompatibility", "training", "illegible orders", "deafness to alarms",
)  # fmt: skip
"""Published hazards that no scenario can play: they cannot be observed on a line."""

_ROWS = (
    Hazard(
        "RES-1",
        "low reservoir (calculated volume at or below the limit)",
        "both",
        "directly",
        "show volume as estimated, days left and refill date; keep it open until a refill is "
        "recorded",
        "GIP 1.9, SR 1.5.5; TPLC §E; OPCA EC20, R6.8.0(9); GPCA #9 (L2); SM-ALARM; MM-2007",
    ),
    Hazard(
        "RES-2",
        "empty reservoir",
        "both",
        "directly",
        "treat as therapy stopped; latch; refuse bolus; ask for refill, then re-read",
        "GIP 1.8, SR 1.5.6; TPLC §E; OPCA EC21, R6.8.0(10), R7.2.0(7); GPCA #1 (L4); SM-ALARM; "
        "MM-2007",
    ),
    Hazard(
        "RES-3",
        "level sensor or volume calculation wrong: alarm too early or too late",
        "implanted",
        "indirectly",
        "compute its own expectation from the rate history, show both, flag the difference",
        "MS-FLS; GIP 4.11, 5.12; TPLC T6 (sensor out of calibration)",
    ),
    Hazard(
        "RES-4",
        "overfill, short fill or wrong fill volume entered",
        "both",
        "directly",
        "check capacity before sending; show old, entered and resulting volume; require "
        "confirmation",
        "GIP 8.1, 8.2; SM-OVER (risk factor)",
    ),
    Hazard(
        "RES-5",
        "pocket fill: drug went beside the pump",
        "implanted",
        "indirectly",
        "record aspirated and filled volume at every refill; at the next refill flag the "
        "discrepancy",
        "SM-POCKET",
    ),
    Hazard(
        "RES-6",
        "reservoir missing / detached, door or panel open",
        "external",
        "directly",
        "show cause; do not offer start until cleared. Not for an implant",
        "GIP alarm 5, alert 4, 2.8, 2.9; TPLC T3, T10, §E; OPCA EC22b, R7.2.0(8); GPCA #8 (L3)",
    ),
    Hazard(
        "DEL-1",
        "permanent motor stall / pump stops",
        "both",
        "directly",
        "high priority; show 'not delivering since …'; acknowledging must not clear it; only a "
        "recovery event does",
        "GIP 6.6, 1.20; TPLC T8; SM-STALL19; SM-FEED13; SM-DRUG; AL-12 (error 242.4030)",
    ),
    Hazard(
        "DEL-2",
        "temporary or intermittent stall; recovery late, unlogged, or only after a second read",
        "implanted",
        "directly",
        "re-interrogate; order by pump sequence number, not arrival; never infer 'all well' from an "
        "absent event; total the gaps",
        "SM-MRI08; SM-TEL23; pump.md (2-24 h delay, intermittent case)",
    ),
    Hazard(
        "DEL-3",
        "stuck in telemetry mode: delivery resumes only when somebody interrogates",
        "implanted",
        "indirectly",
        "after a magnetic / EMI exposure demand one interrogation; compare delivered volume with "
        "the programme",
        "SM-TEL23; GIP 2.10, 3.11",
    ),
    Hazard(
        "DEL-4",
        "pump stopped longer than 48 h",
        "implanted",
        "directly",
        "show elapsed stop time from the first minute; escalate; keep the fact in the history",
        "SM-ALARM; SM-OVER (risk factor)",
    ),
    Hazard(
        "DEL-5",
        "left stopped by an unfinished programming session",
        "implanted",
        "directly",
        "never end a session while state ≠ running; read back after every update; on re-connect "
        "show the pending update first",
        "SM-UPD20; TPLC T10 (misreads mode); GIP 8.4",
    ),
    Hazard(
        "DEL-6",
        "over-infusion with no alarm",
        "implanted",
        "indirectly",
        "compare aspirated with expected, flag beyond tolerance (label ±14.5 %), trend over refills",
        "SM-OVER; GIP 1.10, 1.21; TPLC T3 (out of calibration)",
    ),
    Hazard(
        "DEL-7",
        "over-, under- or unstable flow seen by a flow sensor",
        "external",
        "directly",
        "show measured beside programmed; over = urgent, under = warning; honour the window, do not "
        "re-alarm per sample",
        "GIP 1.10, 1.16, 1.20, 1.21, SR 1.2.2/1.2.3; OPCA EC7, EC8; GPCA #4, #5 (L3), #10, #11 "
        "(L1); TPLC T3 (uneven bolus)",
    ),
    Hazard(
        "DEL-8",
        "under-infusion with no alarm",
        "implanted",
        "indirectly",
        "as DEL-6, other sign; do not call it a pump fault: DEL-8 and CAT-1 look alike on the line",
        "GIP 1.10, 1.16; MM-2007 (under-delivery listed first); pump.md",
    ),
    Hazard(
        "DEL-9",
        "programmed but not started; paused and forgotten",
        "both",
        "directly",
        "persistent banner 'not infusing'; remind; show time since pause",
        "GIP 1.28 (second), SR 2.2.1, 2.2.2; TPLC T10; OPCA long-pause warning; GPCA #12, #13, #19 "
        "by name (L1)",
    ),
    Hazard(
        "DEL-10",
        "bolus interrupted, then resumed wrongly; total shown wrong",
        "both",
        "indirectly",
        "treat an interrupted bolus as finished; reconcile parts with total; new order for the rest",
        "MF-20; MF-24 (interrupted bolus, re-given loading dose, wrong total); GIP SR 3.1.3, "
        "1.4.11; TPLC T3",
    ),
    Hazard(
        "DEL-11",
        "still delivering although it says it stopped",
        "both",
        "indirectly",
        "check state against counter on each poll; raise its own alarm; never trust one field",
        "GIP 5.10; MF-24 ('delivery during motor not running'); MF-22 (infusion continues after "
        "system failure)",
    ),
    Hazard(
        "DEL-12",
        "priming bolus: too much, then too little",
        "implanted",
        "indirectly",
        "show the prime window and the drug-in-catheter assumption; no second prime without "
        "confirmation",
        "SM-PRIME",
    ),
    Hazard(
        "CAT-1",
        "catheter occlusion, silent",
        "implanted",
        "indirectly",
        "must not claim 'delivered' means 'reached the patient'; refill discrepancy; note field for "
        "the work-up",
        "SM-CATH; SM-OVER; TPLC T3, T9 (precipitation); MM-2007; pump.md",
    ),
    Hazard(
        "CAT-2",
        "catheter disconnected, leaking or moved, silent (negative test)",
        "implanted",
        "not at all",
        "free-text observation only; the test is that the client invents no alarm",
        "SM-CATH; TPLC T3 (infusate leakage), T10",
    ),
    Hazard(
        "CAT-3",
        "occlusion or pressure alarm, up- or downstream; repeated alarm-restart",
        "external",
        "directly",
        "show which side; count repeats; after clearing show possible release volume. An implant "
        "reports no occlusion",
        "GIP 1.7, 1.18, 1.19, SR 1.10.1-1.10.7; TPLC T3, §E; OPCA EC10, EC11, EC23, R7.2.0(4)(5); "
        "GPCA #7 (L3)",
    ),
    Hazard(
        "CAT-4",
        "air in line; failure to prime",
        "external",
        "directly",
        "show, hold start. Not for an implant (no detector, no line)",
        "GIP 1.6, 1.24, 1.27, SR 1.9.1; TPLC T3, §E; OPCA EC6, EC12; GPCA #6 (L3)",
    ),
    Hazard(
        "CAT-5",
        "free flow by gravity; reverse flow",
        "external",
        "directly",
        "urgent alarm; reject a falling delivered-volume counter. Not for an implant",
        "GIP 1.13, 1.14, SR 1.2.2, 1.8.1; TPLC T3; OPCA EC7b/d/f, R6.2.0(3); ECRI-17",
    ),
    Hazard(
        "CAT-6",
        "magnetic field opens the valves (reservoir dumped) or leaves flow shut until reset",
        "implanted",
        "indirectly",
        "after exposure require interrogation and a volume check; treat estimate as invalid",
        "PR-MRI; pump.md (flow-activated valve)",
    ),
    Hazard(
        "PWR-1",
        "elective replacement indicator (ERI)",
        "implanted",
        "directly",
        "show date of ERI and latest stop date; count down; keep visible",
        "SM-ALARM",
    ),
    Hazard(
        "PWR-2",
        "end of service / battery depleted",
        "both",
        "directly",
        "therapy stopped; settings read-only; latch",
        "SM-ALARM; GIP 3.5, SR 5.1.6; TPLC T5, §E; GPCA #3 (L4); MM-2007",
    ),
    Hazard(
        "PWR-3",
        "premature, or merely wrong, ERI/EOS",
        "implanted",
        "directly",
        "show implant age beside the indicator; re-read; keep both readings in the log",
        "SM-BATT (premature ERI); SM-EOS12; MM-2007 (early depletion)",
    ),
    Hazard(
        "PWR-4",
        "low-battery reset: rate falls to a very low level",
        "implanted",
        "directly",
        "compare rate with the last one it wrote; refuse a normal update, demand re-programming and "
        "read-back",
        "SM-BATT; SM-FEED13; GIP 3.10, 5.11",
    ),
    Hazard(
        "PWR-5",
        "low battery, charging fault, supply out of range, mains loss",
        "external",
        "directly",
        "show source and minutes left (±25 %); battery and supply failed = off. Not for an implant",
        "GIP 3.3, 3.4, 3.8, SR 5.1.4-5.1.8; TPLC T5; OPCA EC22a, R7.3.0(1)-(6); GPCA #15 (L1)",
    ),
    Hazard(
        "PWR-6",
        "battery alarm missing: pump goes silent without warning",
        "both",
        "indirectly",
        "silence is a state of its own with age; never show the last values as current",
        "MF-19; TPLC T10 (unaware of battery)",
    ),
    Hazard(
        "ELE-1",
        "memory error: critical (settings lost) or non-critical",
        "both",
        "directly",
        "critical: block all but re-programming; minor: warn, re-read everything; never fill in "
        "missing values from cache",
        "SM-ALARM; GIP 4.7; TPLC T6; OPCA EC5; GPCA #3 (L4)",
    ),
    Hazard(
        "ELE-2",
        "self-test, ROM or CPU failure; system error",
        "both",
        "directly",
        "show which test; no start, no bolus; keep raw code for service",
        "GIP 4.1, 4.3, 4.8, 5.9, SR 3.3, 3.4.5, 3.4.6; TPLC §E/F; OPCA EC4, EC5; GPCA #3, #18; "
        "MM-2007",
    ),
    Hazard(
        "ELE-3",
        "real-time clock wrong, jumping or stopped",
        "both",
        "directly",
        "show the offset; never silently re-stamp; warn that time-of-day doses run on pump time",
        "GIP 4.2, SR 4.1.3; MF-22 (internal clock); GPCA #3 (L4)",
    ),
    Hazard(
        "ELE-4",
        "watchdog reset, true or false",
        "both",
        "directly",
        "treat as new session: identify, re-read all, compare, then continue",
        "GIP 4.9, 4.10, SR 3.5.1-3.5.5; TPLC T6, T7; OPCA thread-monitor alarm; GPCA #3 (L4)",
    ),
    Hazard(
        "ELE-5",
        "settings changed by a fault: altered by a field, or back to defaults",
        "both",
        "indirectly",
        "read all settings at each session, diff with last known, show field by field before any "
        "write",
        "SM-MRI08 ('programming … altered'); GIP 5.11; TPLC T7 (corrupted commands)",
    ),
    Hazard(
        "ELE-6",
        "log write failure, lost or duplicated entries, counters cleared",
        "both",
        "directly",
        "detect gaps and resets; show 'history incomplete'; do not compute totals across a gap",
        "GIP 5.1, SR 4.1; TPLC T3 (bolus history), T7; OPCA R6.6.0; GPCA #17 (L1); MF-22 (volume "
        "cleared); SM-MRI08 (70 log errors)",
    ),
    Hazard(
        "ELE-7",
        "sensor, A/D or temperature fault; environment out of range",
        "both",
        "directly",
        "show 'not available', not the last value; overheat / environment stops an external pump",
        "GIP 3.1, 3.2, 3.6, 4.13, 2.1, SR 7.1.1, 7.1.2; TPLC T4-T6; OPCA EC9; GPCA #2, #3 (L4), #16 "
        "(L1)",
    ),
    Hazard(
        "ELE-8",
        "wrong firmware or drug-library version; library absent or corrupt",
        "both",
        "directly",
        "refuse or warn by a written table; show 'limits not active'; log version with each session",
        "GIP 5.2, 5.3, 5.6, SR 6.1.7; TPLC T7, §E; OPCA EC19",
    ),
    Hazard(
        "USE-1",
        "rate, bolus or concentration outside a hard or soft limit",
        "both",
        "directly",
        "show limit and value; no retry with the same value; override needs a person; read back",
        "GIP 1.1, 1.3, 1.5, 1.25, SR 6.1.3, 6.1.4; TPLC T10; OPCA EC2, EC3",
    ),
    Hazard(
        "USE-2",
        "wrong drug concentration entered",
        "both",
        "indirectly",
        "show mass and volume rate; flag a ratio far from the previous one; bridge-dose step on "
        "change",
        "GIP 1.4; TPLC T10",
    ),
    Hazard(
        "USE-3",
        "wrong units (mL/h for mcg/h), dose rate taken for flow rate",
        "both",
        "indirectly",
        "units in every value on the wire; refuse a bare number; show daily totals",
        "GIP 8.14; ECRI-19 no. 6; FDA-EX (lb/kg)",
    ),
    Hazard(
        "USE-4",
        "key bounce, stuck key, ten-fold entry",
        "both",
        "directly",
        "compare echo with what was meant before commit; warn on × 10 steps",
        "GIP 4.12, 6.2, 8.12, SR 2.3; TPLC T6, T8, T10; FDA-EX (10 → 100)",
    ),
    Hazard(
        "USE-5",
        "bolus too soon; dose limit for the period reached",
        "both",
        "directly",
        "show time left and count; no queueing or auto-retry",
        "GIP 1.2, 8.11, SR 1.4.12; TPLC T3, T10; OPCA EC1, EC13; MM-2007 (hourly maximum)",
    ),
    Hazard(
        "USE-6",
        "programming left half done",
        "both",
        "directly",
        "assume nothing staged survives; show 'not applied'",
        "GIP SR 2.2.4, 2.2.5; OPCA EC24; GPCA #14 (L1)",
    ),
    Hazard(
        "USE-7",
        "wrong patient, pump, drug or prescription",
        "both",
        "directly",
        "bind session to serial; stop on mismatch; re-confirm after drug change",
        "GIP 8.6, 8.10, 2.3, SR 6.2.1, 6.2.2; TPLC Table 2 (incorrect therapy); OPCA EC15, EC16",
    ),
    Hazard(
        "COM-1",
        "corrupted, truncated or noisy frames; EMI",
        "both",
        "directly",
        "discard, resynchronise, retry reads a few times; a write is uncertain until read back",
        "GIP §2.3.2 e, 5.8, 2.10, 2.11; TPLC T4, T7",
    ),
    Hazard(
        "COM-2",
        "link lost, slow, congested or half-open",
        "both",
        "directly",
        "time-outs; match answers to requests; show 'no data since'; fetch missed events on return",
        "TPLC T6; MF-24; OPCA EC18, R6.7.0(6); GIP 5.2",
    ),
    Hazard(
        "COM-3",
        "reply lost, command repeated: double bolus",
        "both",
        "directly",
        "idempotent ids; after a lost reply read state first; never blindly repeat a delivery "
        "command",
        "GIP §2.3.2 e, 8.11; MF-24 (re-administered loading dose: same effect, cause not given); "
        "TPLC T7",
    ),
    Hazard(
        "COM-4",
        "incompatible device or protocol version",
        "both",
        "directly",
        "stop with a clear message; ignore unknown optional fields, refuse unknown mandatory ones",
        "GIP 4.6; TPLC T6",
    ),
    Hazard(
        "COM-5",
        "channel disconnected; internal or telemetry communication error",
        "both",
        "directly",
        "distinguish 'pump lost' from 'part lost'; no stop as a side effect of clearing the message",
        "GIP alarm 11, 4.4, 4.5, 5.4, 5.7; AL-13; MM-2007 (telemetry comm error)",
    ),
    Hazard(
        "ALM-1",
        "alarm fails to sound, or comes late",
        "both",
        "indirectly",
        "derive alarms from state too, not from events only; show 'pump cannot sound'",
        "GIP 1.22, 4.13, 6.3, SR 3.4.4.7; TPLC T6-T8; OPCA EC17; FDA-EX",
    ),
    Hazard(
        "ALM-2",
        "false alarm",
        "both",
        "indirectly",
        "show, do not suppress; mark 'not confirmed by values'; count",
        "GIP 1.23, 1.26, 4.10; TPLC T6, T7; FDA-EX; MF-22, MF-24; Medfusion force sensor (Becker)",
    ),
    Hazard(
        "ALM-3",
        "silenced alarm must return; alarm that cannot be silenced",
        "both",
        "directly",
        "show audio state and time left; silence ≠ acknowledge ≠ clear",
        "GIP 5.5, SR 3.2.1, 3.2.2; TPLC T7; OPCA UC6, R6.4.3(5); AL-20",
    ),
    Hazard(
        "ALM-4",
        "acknowledge while the condition persists; acknowledge hits another alarm",
        "both",
        "directly",
        "re-read alarm list after each acknowledge; trust the list, not the button",
        "GPCA (latching rule; ids 2 and 3 crossed, see §3)",
    ),
    Hazard(
        "ALM-5",
        "several alarms at once; alarms missed while disconnected",
        "both",
        "directly",
        "fetch the whole list; order by priority, then time; catch up from the log after re-connect",
        "GPCA (highest level wins); OPCA R6.4.4(1)(2), EC18; ECRI-20 no. 6; TPLC T10",
    ),
    Hazard(
        "SEC-1",
        "unauthenticated command accepted on the serial line",
        "both",
        "directly",
        "show every change not made by this client; bad profile accepts, good profile refuses",
        "CVE-2018-14786 (serial via terminal server)",
    ),
    Hazard(
        "SEC-2",
        "captured command replayed",
        "both",
        "directly",
        "fresh nonce per command; alarm on a bolus it did not send",
        "CVE-2018-14781",
    ),
    Hazard(
        "SEC-3",
        "settings changed by patient or third party",
        "both",
        "directly",
        "diff at session start; name the origin; no silent overwrite",
        "GIP 2.7, 8.7, 8.8, SR 2.1; TPLC T10 (tampering); CVE-2019-10964",
    ),
    Hazard(
        "SEC-4",
        "unsigned or tampered configuration, library or client program",
        "both",
        "indirectly",
        "refuse to load; log; do not run with the old one silently",
        "CVE-2021-33885; CVE-2018-10631; OPCA R8.1.0(4)",
    ),
    Hazard(
        "SEC-5",
        "authentication failure; hard-coded or client-side PIN; clear text",
        "both",
        "directly",
        "server-side check only; no secrets or patient data in the log or trace",
        "OPCA EC14, R8.1.0(1), R8.2.0(1); CVE-2020-27256, -27258, -27266; CVE-2018-10634; "
        "CVE-2018-8849",
    ),
)

HAZARDS: Mapping[str, Hazard] = {row.id: row for row in _ROWS}


def folder(hazard: str) -> str:
    """Return the folder of the scenarios of a hazard: `CAT-3` -> `catheter`."""
    return GROUPS[hazard.partition("-")[0]][0]
