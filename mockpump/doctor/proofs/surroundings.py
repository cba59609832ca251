"""Proofs of what the pump tells of itself and its surroundings, and of what is entered into it."""

from __future__ import annotations

from mockpump.doctor.proof import CLEAR, FAULT, Proof, ask, never, sees, step
from mockpump.doctor.proofs.electronics import CALM, EXTERNAL, REFUSED, STATUS

HELLO = ask("HELLO")
CHALLENGE = ask("CHALLENGE")
STAGE = ask("STAGE rate=0.3mL/day")


def stopping(fault: str, alarm: str) -> Proof:
    """A fault that stops an external pump until it is over."""
    return Proof(
        fault=fault,
        pump=EXTERNAL,
        story=(FAULT, STATUS, ask("START"), CLEAR, ask("START"), STATUS),
        checks=(
            sees(f"^!.* code={alarm} priority=medium state=active"),
            sees(f"state=stopped .*alarms={alarm}"),
            REFUSED,
            sees(f"^!.* code={alarm} .*state=latched"),
            sees("state=infusing"),
        ),
    )


PROOFS: tuple[Proof, ...] = (
    stopping("overheating", "overheated"),
    stopping("environment_out_of_range", "environment"),
    Proof(
        fault="adc_failure",
        pump=EXTERNAL,
        story=(STATUS, FAULT, STATUS, CLEAR, STATUS),
        checks=(
            sees("state=infusing .*delivered=[0-9.]*mL alarms=adc_failed"),
            sees('pressure=0kPa battery=[0-9.]*% alarms=""', 2),
        ),
    ),
    Proof(
        fault="internal_link_lost",
        pump=EXTERNAL,
        story=(FAULT, STATUS, CLEAR, STATUS),
        checks=(
            sees("^!.* code=comm_error priority=medium state=active"),
            sees("state=infusing rate=120mL/day reservoir=[0-9.]*mL battery=[0-9.]*% alarms=comm"),
            sees('flow=120mL/day .*delivered=.*alarms=""'),
        ),
    ),
    Proof(
        fault="key_stuck",
        pump=EXTERNAL,
        story=(FAULT, step("press: stop"), STATUS, CLEAR, step("press: stop"), STATUS),
        checks=(sees("state=infusing .*alarms=key_stuck"), sees('state=stopped .*alarms=""')),
    ),
    Proof(
        fault="key_bounce",
        story=(FAULT, STAGE, ask("STAGED?"), CLEAR, STAGE),
        checks=(
            sees("OK token=T1 rate=3mL/day"),
            sees("rate=3mL/day was_rate=0.2mL/day"),
            sees("OK token=T2 rate=0.3mL/day"),
        ),
    ),
    Proof(
        fault="pump_swapped",
        story=(HELLO, FAULT, HELLO, STATUS, CLEAR, HELLO),
        checks=(sees("serial=SIM-000002 firmware=SIM-1.0"), sees("serial=SIM-000001", 2), *CALM),
    ),
    Proof(
        fault="library_tampered",
        pump="{preset: intrathecal-20, electronics: {library_sum: 5A17C0DE}}",
        story=(HELLO, FAULT, HELLO, STATUS, CLEAR, HELLO),
        checks=(
            sees("library=SIM-LIB-1 library_sum=BAD0BAD0"),
            sees("library=SIM-LIB-1 library_sum=5A17C0DE", 2),
            *CALM,
        ),
    ),
    Proof(
        fault="access_key_changed",
        pump="{preset: intrathecal-20, access: {key: sim-key-1}}",
        # the answers that the key sim-key-1 makes of the first numbers of SIM-000001, and one more
        story=(
            *(FAULT, ask("STOP"), CHALLENGE, ask("LOGIN answer=be30f65ed953f57fcc3d029f06e47526")),
            *(CHALLENGE, ask("LOGIN answer=36249f540aacfd892d9b31ae793f946c")),
            *(ask("LOGIN answer=guess"), CHALLENGE, STATUS),
        ),
        checks=(
            sees("nonce=a5e5ba6831ae3f77"),
            sees("nonce=aab6c9c12de5446d"),
            sees("ERR code=E_AUTH .*the answer is wrong", 3),
            sees("ERR code=E_BARRED .*left="),
            sees("state=infusing .*alarms=access_barred"),
        ),
    ),
    Proof(
        fault="library_tampered",
        also="no-sum",
        settings='{sum: ""}',
        pump="{preset: intrathecal-20, electronics: {library_sum: 5A17C0DE}}",
        story=(FAULT, HELLO),
        checks=(sees("library=SIM-LIB-1[*]"), never("library_sum")),
    ),
)
