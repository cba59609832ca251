"""Proofs of faults in the way of the drug: reservoir, motor, catheter."""

from __future__ import annotations

from mockpump.doctor.proof import CLEAR, FAULT, Move, Proof, ask, never, reads, sees, skip, step

EXTERNAL = "{preset: ambulatory-100, infusion: {rate: 5 mL/h}}"
MEASURED = "{preset: ambulatory-100, infusion: {rate: 5 mL/h}, flow_sensor: {present: true}}"
STATUS = ask("STATUS?")
ASPIRATE = ask("ASPIRATE")
"""The syringe in the clinician's hand, which alone sees what is really there."""
REFILL = ask("REFILL volume=20mL")
TEN_DAYS = skip("10 days")
"""At 0.2 mL/day, 2 mL."""

CALM = (never(" ALARM "), sees('state=infusing.* alarms=""'))
"""What a client sees of a silent fault: a pump that infuses, and no alarm at all."""
AS_PLANNED = (*CALM, reads("reservoir", "18mL"))


def silent(
    fault: str, aspirated: str, settings: str = "{}", pump: str = "", also: str = ""
) -> Proof:
    """Ten days with a fault that nothing tells of: only what is aspirated is not the 18 mL expected."""
    return Proof(
        fault=fault,
        also=also or "silent",
        settings=settings,
        pump=pump or "{preset: intrathecal-20}",
        story=(FAULT, TEN_DAYS, STATUS, ASPIRATE),
        checks=(*AS_PLANNED, reads("aspirated", aspirated)),
    )


def bad_refill(fault: str, settings: str, aspirated: str) -> Proof:
    """A refill that the pump takes for complete, and what the next one finds."""
    return Proof(
        fault=fault,
        settings=settings,
        story=(FAULT, REFILL, CLEAR, TEN_DAYS, STATUS, ASPIRATE),
        checks=(*AS_PLANNED, reads("aspirated", aspirated)),
    )


def alarmed(
    fault: str, alarm: str, state: str, *more: Move, settings: str = "{}", pump: str = MEASURED
) -> Proof:
    """A fault that an external pump tells of."""
    return Proof(
        fault=fault,
        also="alarmed",
        settings=settings,
        pump=pump,
        story=(FAULT, skip("10min"), STATUS, *more),
        checks=(sees(f"^!.* ALARM code={alarm} "), sees(f"state={state} .*alarms=\\S*{alarm}")),
    )


RESERVOIR: tuple[Proof, ...] = (
    bad_refill("pocket_fill", "{}", "0mL"),
    bad_refill("short_fill", "{missing: 25%}", "13mL"),
    Proof(
        fault="wrong_concentration",
        settings="{concentration: 2 mg/mL}",
        story=(FAULT, REFILL, CLEAR, TEN_DAYS, STATUS, ask("INTERROGATE"), ASPIRATE),
        checks=(
            *AS_PLANNED,
            reads("concentration", "500ug/mL"),
            reads("aspirated", "18mL"),
            reads("assay", "2000ug/mL"),
        ),
    ),
    Proof(
        fault="volume_miscounted",
        settings="{factor: 125%}",
        story=(FAULT, TEN_DAYS, STATUS, ASPIRATE),
        checks=(*CALM, reads("reservoir", "17.5mL"), reads("aspirated", "18mL")),
    ),
    Proof(
        fault="level_sensor_error",
        pump="{preset: intrathecal-20, reservoir: {level_sensor: true}}",
        settings="{by: 1.5 mL}",
        story=(FAULT, TEN_DAYS, STATUS, ASPIRATE),
        checks=(*AS_PLANNED, reads("level", "19.5mL"), reads("aspirated", "18mL")),
    ),
    Proof(
        fault="valve_opened",
        pump="{preset: intrathecal-20, motor: {drive: valve}}",
        settings="{rate: 1 mL/min}",
        story=(FAULT, skip("10min"), CLEAR, skip("14390 min"), STATUS, ASPIRATE),
        checks=(*AS_PLANNED, reads("aspirated", "8mL", within=0.1)),
    ),
    alarmed("reservoir_detached", "no_reservoir", "stopped", ask("START")),
)

MOTOR: tuple[Proof, ...] = (
    Proof(
        fault="motor_stall",
        story=(FAULT, TEN_DAYS, STATUS, CLEAR, STATUS, ask("EVENTS?")),
        checks=(
            sees("^!.* ALARM code=motor_stall .*state=active"),
            sees("state=stalled .*flow=0mL/day reservoir=(20|19.9{4}[0-9]*)mL .*motor_stall"),
            sees("^!.* ALARM code=stopped_48h .*state=active"),
            sees("^!.* ALARM code=motor_stall .*state=latched"),
            sees("state=infusing"),
            sees("what=motor of=rotor state=recovered"),
        ),
    ),
    Proof(
        fault="mri_stall",
        settings="{exposure: 1h, recovers_after: 23h}",
        # one day of stall, nine of flow that the pump does not count
        story=(
            FAULT,
            TEN_DAYS,
            ask("INTERROGATE"),
            STATUS,
            ask("INTERROGATE"),
            ask("EVENTS?"),
            STATUS,
            ASPIRATE,
        ),
        checks=(
            sees("^<.*state=stalled .*flow=0mL/day .*alarms=\\S*motor_stall"),
            sees("state=recovered since=86400[.]"),
            sees("state=infusing .*flow=0.2mL/day"),
            reads("reservoir", "20mL"),
            reads("aspirated", "18.2mL"),
        ),
    ),
    Proof(
        fault="intermittent_stall",
        settings="{period: 1 day, stalled: 12h}",
        # stalled in the first half of each of ten days
        story=(FAULT, *[skip("12h"), STATUS] * 4, ASPIRATE),
        checks=(
            sees("state=infusing .*alarms=motor_stall", 2),
            sees("state=stalled .*alarms=motor_stall", 2),
            reads("aspirated", "19.8mL"),
        ),
    ),
    Proof(
        fault="stuck_in_telemetry",
        # ten days stuck; then looked at; then ten days of flow
        story=(FAULT, TEN_DAYS, STATUS, ask("INTERROGATE"), TEN_DAYS, STATUS, ASPIRATE),
        checks=(*CALM, reads("reservoir", "16mL"), reads("aspirated", "18mL")),
    ),
    silent("over_infusion", "17.5mL", "{factor: 125%}"),
    silent("under_infusion", "18.5mL", "{factor: 75%}"),
    alarmed("over_infusion", "over_infusion", "stopped"),
    alarmed("under_infusion", "under_infusion", "infusing"),
    silent("flow_drift", "17mL", "{to: 200%, steps: 1, every: 5 days}"),
    Proof(
        fault="delivers_while_stopped",
        story=(FAULT, ask("STOP"), skip("1 day"), STATUS, ASPIRATE),
        checks=(
            sees("state=stopped .*flow=0mL/day"),
            reads("delivered", "0.2mL"),
            reads("aspirated", "19.8mL"),
        ),
    ),
    Proof(
        fault="delivers_while_stopped",
        also="uncounted",
        settings="{rate: 1 mL/day, counted: false}",
        story=(FAULT, ask("STOP"), skip("1 day"), STATUS, ASPIRATE),
        checks=(
            sees("state=stopped .*flow=0mL/day"),
            reads("delivered", "0mL"),
            reads("aspirated", "19mL"),
        ),
    ),
    alarmed("free_flow", "over_infusion", "stopped"),
    Proof(
        fault="free_flow",
        also="silent",
        pump=EXTERNAL,
        settings="{rate: 20 mL/h}",
        story=(FAULT, skip("1h"), STATUS, ASPIRATE),
        checks=(*CALM, reads("reservoir", "95mL"), reads("aspirated", "75mL", within=0.1)),
    ),
    Proof(
        fault="reverse_flow",
        pump=MEASURED,
        settings="{rate: 7 mL/h}",
        # one hour forwards; then 2 mL/h net backwards until the sensor stops the pump after 2 min,
        # then 7 mL/h for 28 min: 95 + 0.067 + 3.267
        story=(skip("1h"), FAULT, STATUS, skip("30min"), STATUS, ASPIRATE),
        checks=(
            sees("measured=-48mL/day"),
            sees("^!.* ALARM code=reverse_flow .*state=active"),
            sees("state=stopped .*measured=-168mL/day"),
            reads("aspirated", "98.333mL", within=0.01),
        ),
    ),
)

CATHETER: tuple[Proof, ...] = (
    Proof(
        fault="catheter_occlusion",
        also="alarmed",
        pump=EXTERNAL,
        # 5 mL/h fill the 0.06 mL that make 120 kPa in 43.2 s
        story=(FAULT, skip("50s"), STATUS, CLEAR, STATUS),
        checks=(
            sees("^!.* code=occlusion .*state=active"),
            sees("state=stopped .*pressure=120kPa"),
            sees("pressure=0kPa .*alarms=occlusion"),
        ),
    ),
    silent("catheter_occlusion", "19.85mL"),  # 0.15 mL until 300 kPa stall the motor
    Proof(
        fault="partial_occlusion",
        pump=EXTERNAL,
        settings="{time_constant: 30s}",
        # 30 s x 5 mL/h at rest: 83.3 kPa; with a bolus of 30 mL/h 120 kPa and more
        story=(
            FAULT,
            skip("1min"),
            STATUS,
            ask("BOLUS volume=1mL duration=2min id=b"),
            skip("10s"),
            STATUS,
        ),
        checks=(
            sees('state=infusing .*pressure=83.333kPa .*alarms=""'),
            sees("^!.* code=occlusion .*state=latched"),
        ),
    ),
    silent("partial_occlusion", "18.4625mL", "{time_constant: 1 day}", also="stalls-the-motor"),
    silent("gradual_occlusion", "18.858mL", "{time_constant: 1h, steps: 2, every: 5 days}"),
    silent("positional_occlusion", "18.7mL", "{period: 5 days, occluded: 60h}"),
    Proof(
        fault="positional_occlusion",
        also="repeated",
        pump=EXTERNAL,
        settings="{period: 2min, occluded: 1min}",
        story=(
            FAULT,
            *[skip("60s"), STATUS, ask("START"), skip("60s")] * 2,
            skip("50s"),
            STATUS,
            skip("20s"),
            ask("START"),
        ),
        checks=(
            sees("^!.* code=occlusion ", 3),
            sees("^!.* code=repeated_occlusion .*state=active"),
            sees("no start while the alarm repeated_occlusion is active"),
        ),
    ),
    Proof(
        fault="catheter_leak",
        pump=EXTERNAL,
        settings="{share: 50%}",
        # silent, and the volumes agree: only pressure that rises half as fast could betray it
        story=(
            FAULT,
            skip("1h"),
            STATUS,
            step("fault: catheter_occlusion"),
            skip("50s"),
            STATUS,
            ASPIRATE,
        ),
        checks=(
            never(" ALARM "),
            reads("reservoir", "94.931mL", within=0.002),
            reads("aspirated", "94.931mL", within=0.002),
            sees("pressure=69.[0-9]*kPa"),
        ),
    ),
    Proof(
        fault="catheter_disconnection",
        pump=EXTERNAL,
        # the same, and no pressure rises at all
        story=(
            FAULT,
            skip("1h"),
            STATUS,
            step("fault: catheter_occlusion"),
            skip("1h"),
            STATUS,
            ASPIRATE,
        ),
        checks=(
            never(" ALARM "),
            reads("reservoir", "90mL"),
            reads("aspirated", "90mL"),
            reads("pressure", "0kPa"),
        ),
    ),
    alarmed("air_in_line", "air_in_line", "stopped", ask("START")),
)

PROOFS: tuple[Proof, ...] = (*RESERVOIR, *MOTOR, *CATHETER)
