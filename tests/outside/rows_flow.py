"""Proofs of faults in the way of the drug: reservoir, motor, catheter."""

from __future__ import annotations

from tests.outside.row import CLEAR, FAULT, Row, ask, sees, skip

AMBULATORY = "{preset: ambulatory-100, infusion: {rate: 5 mL/h}}"

ROWS: tuple[Row, ...] = (
    Row(
        fault="catheter_occlusion",
        also="seen-by-a-sensor",
        pump=AMBULATORY,
        # 5 mL/h fill the 0.06 mL that make 120 kPa in 43.2 s
        story=(FAULT, skip("50s"), ask("STATUS?"), CLEAR, ask("STATUS?")),
        checks=(
            sees("^!.* code=occlusion .*state=active"),
            sees("state=stopped .*pressure=120kPa"),
        ),
    ),
)
