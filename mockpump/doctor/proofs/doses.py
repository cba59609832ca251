"""Proofs of doses that are not what the pump says they were: boluses, primes, a flow that swings."""

from __future__ import annotations

from mockpump.doctor.proof import FAULT, Proof, ask, never, reads, sees, skip
from mockpump.doctor.proofs.flow import (
    ASPIRATE,
    CALM,
    MEASURED,
    STATUS,
    alarmed,
    silent,
)

ORDER = ask("BOLUS volume=0.4mL duration=1h id=b1")
RESULT = ask("RESULT? id=b1")

PROOFS: tuple[Proof, ...] = (
    Proof(
        fault="bolus_cut_short",
        story=(FAULT, ORDER, skip("1h"), RESULT, STATUS, ASPIRATE),
        # half of it, and half an hour of 0.2 mL/day
        checks=(
            *CALM,
            sees("OK id=b1 state=delivered volume=0.4mL delivered=0.4mL"),
            reads("reservoir", "19.796mL"),
            reads("aspirated", "19.796mL"),
        ),
    ),
    Proof(
        fault="bolus_regiven",
        story=(
            FAULT,
            ORDER,
            skip("30min"),
            *map(ask, ("STOP", "START")),
            skip("1h"),
            RESULT,
            ASPIRATE,
        ),
        # 0.2 mL, and then 0.4 mL
        checks=(
            sees("OK id=b1 state=interrupted volume=0.4mL delivered=0.2"),
            reads("aspirated", "19.4mL"),
        ),
    ),
    Proof(
        fault="priming_mixing",
        story=(
            *(FAULT, ask("STOP"), ask("PRIME id=p1 duration=1h"), skip("1h"), ask("RESULT? id=p1")),
            *(ask("START"), skip("1 day"), STATUS, ASPIRATE),
        ),
        # 0.376 mL and 0.2 mL are believed; half as much more, and half of 0.1 mL less, came
        checks=(
            *CALM,
            sees("OK id=p1 state=delivered volume=0.376mL delivered=0.376mL"),
            reads("reservoir", "19.424mL"),
            reads("aspirated", "19.286mL"),
        ),
    ),
    Proof(
        fault="unstable_flow",
        also="alarmed",
        settings="{times: 10}",
        pump=MEASURED,
        story=(FAULT, skip("70s"), STATUS, skip("10min"), STATUS),
        checks=(
            sees("^!.* ALARM code=flow_unstable priority=low state=active"),
            sees("state=infusing .*measured=60mL/day .*alarms=flow_unstable"),
            sees('measured=120mL/day .*alarms=""'),
            never("code=(over|under)_infusion"),
        ),
    ),
    # a swing of ten days up, and of ten days that have not come yet: without a sensor nobody knows
    silent("unstable_flow", "17mL", "{period: 20 days}"),
    silent("valve_shut", "20mL", pump="{preset: intrathecal-20, motor: {drive: valve}}"),
    alarmed("upstream_occlusion", "upstream_occlusion", "stopped", ask("START")),
    silent("upstream_occlusion", "20mL"),
)
