"""Proofs of faults in what drives and watches: power, electronics, memory, clock, log, alarms."""

from __future__ import annotations

from mockpump.doctor.proof import CLEAR, FAULT, Move, Proof, ask, never, reads, sees, skip, step

STATUS = ask("STATUS?")
EXTERNAL = "{preset: ambulatory-100, infusion: {rate: 5 mL/h}}"
ON_MAINS = "{preset: ambulatory-100, power: {mains: true, charge: 50%}}"
PAUSE = Move(script={"wait": 0.3})
"""For what must not come, which nothing can be waited for."""
CALM = (never(" ALARM "), sees('alarms=""'))
REFUSED = sees("ERR code=E_STATE")
ANEW = sees("ERR code=E_STATE .*programme the pump anew")


def filled(volume: str) -> str:
    """Return an implanted pump with so much in its reservoir: low at 2 mL, empty at 1.4 mL."""
    return f"{{preset: intrathecal-20, reservoir: {{volume: {volume}}}}}"


def update(*, whole: bool) -> tuple[Move, Move]:
    """Programme the rate, or everything that a pump needs to know."""
    rest = " drug=simulated concentration=500ug/mL low_alarm=2mL" if whole else ""
    return ask(f"STAGE rate=0.2mL/day{rest}"), ask("COMMIT token=T1 id=c1")


POWER = (
    Proof(
        fault="battery_drain",
        settings="{to: 4%}",
        # at 4 % it is below 5 %: ERI, and 90 days to the end
        story=(FAULT, STATUS, skip("91 days"), STATUS),
        checks=(
            sees("^!.* code=eri .*state=active"),
            sees("battery=(4|3.99)"),
            sees("state=ended .*alarms=eos,"),
        ),
    ),
    Proof(
        fault="false_battery_indicator",
        story=(FAULT, STATUS, CLEAR, ask("ACK alarm=eos"), STATUS),
        checks=(sees("state=infusing .*battery=(99.9|100).*alarms=eos"), sees('alarms=""')),
    ),
    Proof(
        fault="sudden_depletion",
        story=(STATUS, FAULT, ask("LOG?", awaits="nothing"), PAUSE),
        checks=(sees("battery=(99.9|100)"), never("size="), never(" ALARM ")),
    ),
    Proof(
        fault="low_battery_reset",
        story=(FAULT, STATUS, *update(whole=False), ask("BOLUS volume=0.1mL id=b1")),
        checks=(sees("rate=0.006mL/day .*alarms=reset_low_battery"), ANEW, REFUSED),
    ),
    Proof(
        fault="mains_loss",
        pump=ON_MAINS,
        story=(FAULT, skip("1h"), STATUS, CLEAR, STATUS),
        checks=(
            sees("^!.* code=on_battery .*state=active"),
            sees("^!.* code=on_battery .*state=inactive"),
            sees("battery=49.8.*supply=battery"),  # 1 h / 30 days + 1 mL / 2000 mL = 0.189 %
            sees("supply=mains"),
        ),
    ),
    Proof(
        fault="charger_fault",
        pump=ON_MAINS,
        story=(FAULT, skip("1h"), STATUS),
        checks=(sees("battery=50%.*alarms=charger_fault"), sees("supply=mains")),
    ),
    Proof(
        fault="supply_out_of_range",
        pump=ON_MAINS,
        story=(FAULT, skip("1h"), STATUS, CLEAR, STATUS),
        checks=(
            sees("^!.* code=supply_range .*state=active"),
            sees("battery=49.8.*alarms=supply_range,on_battery .*supply=battery"),
            sees('alarms="" .*supply=mains'),
        ),
    ),
)

MEMORY = (
    Proof(
        fault="memory_error",
        also="critical",
        story=(FAULT, STATUS, ask("START"), *update(whole=True), ask("START"), STATUS),
        checks=(
            sees("^!.* code=memory_critical .*state=active"),
            sees("OK sim=1 state=stopped flow="),  # no rate
            ANEW,
            sees("state=infusing rate=0.2mL/day"),
        ),
    ),
    Proof(
        fault="memory_error",
        also="minor",
        settings="{critical: false}",
        story=(FAULT, STATUS),
        checks=(sees("state=infusing .*alarms=memory_minor"),),
    ),
    Proof(
        fault="parameters_lost",
        also="nothing-left",
        story=(FAULT, STATUS, ask("THERAPY?"), *update(whole=False)),
        checks=(
            sees("state=stopped flow=.*alarms=parameters_lost"),
            sees("ERR code=E_STATE .*nothing is left of the programme"),
            ANEW,
        ),
    ),
    Proof(
        fault="parameters_lost",
        also="defaults",
        settings="{leaves: defaults}",
        story=(FAULT, STATUS, *update(whole=False)),
        checks=(sees("state=infusing rate=0.006mL/day .*alarms=reset_to_defaults"), ANEW),
    ),
    Proof(
        fault="setting_changed",
        story=(FAULT, STATUS, ask("EVENTS?")),
        checks=(*CALM, sees("rate=0.1mL/day"), sees(r"^<\S\S OK\*")),
    ),
    Proof(
        fault="self_test_failure",
        settings="{test: ram}",
        story=(FAULT, ask("SELFTEST"), ask("START"), ask("ALARMS?")),
        checks=(
            sees("^!.* code=self_test_failed .*test=ram"),
            sees("result=failed test=ram"),
            REFUSED,
        ),
    ),
    Proof(
        fault="watchdog_reset",
        settings="{takes: 20ms}",
        # the queue of errors belongs to the session: a new one has none
        story=(ask("DANCE"), FAULT, PAUSE, ask("ERRORS?"), ask("EVENTS?")),
        checks=(
            never("error=E_VERB"),
            sees("lost=0"),
            sees("^!.* code=watchdog_reset .*state=latched"),
            sees("state=held because=processor .*state=resumed because=processor"),
        ),
    ),
    Proof(
        fault="wrong_version",
        story=(FAULT, ask("HELLO")),
        checks=(sees("firmware=SIM-0.9 library=SIM-LIB-1"),),
    ),
    Proof(
        fault="library_corrupt",
        story=(FAULT, ask("HELLO"), STATUS),
        checks=(sees("firmware=SIM-1.0"), never("library="), sees("alarms=library_bad")),
    ),
)

CLOCK = (
    Proof(
        fault="clock_drift",
        settings="{by: 0.1%}",
        story=(FAULT, skip("10 days"), STATUS),
        checks=(*CALM, sees("time=2026-01-15T08:14:2")),  # 10 x 86.4 s = 14 min 24 s
    ),
    Proof(
        fault="clock_jump",
        settings="{by: 1h, back: true}",
        story=(FAULT, STATUS),
        checks=(*CALM, sees("time=2026-01-05T07:00:0")),
    ),
    Proof(
        fault="clock_stop",
        story=(FAULT, skip("1 day"), STATUS),
        checks=(sees("delivered=0.2.*alarms=clock_error time=2026-01-05T08:00:0"),),
    ),
)

SENSORS = (
    Proof(
        fault="sensor_missing",
        also="battery",
        story=(FAULT, STATUS),
        checks=(never("battery="), sees("^!.* code=sensor_failed .*sensor=battery")),
    ),
    Proof(
        fault="sensor_missing",
        also="pressure",
        settings="{sensor: pressure}",
        pump=EXTERNAL,
        story=(FAULT, step("fault: catheter_occlusion"), skip("1min"), STATUS),
        checks=(never("code=occlusion"), sees("state=infusing .*alarms=sensor_failed")),
    ),
    Proof(
        fault="sensor_frozen",
        settings="{sensor: pressure}",
        pump=EXTERNAL,
        story=(FAULT, step("fault: catheter_occlusion"), skip("1min"), STATUS),
        checks=(*CALM, sees("state=infusing .*pressure=0kPa")),
    ),
)

RECORDS = (
    Proof(
        fault="log_write_failure",
        story=(ask("STOP"), FAULT, ask("START"), ask("EVENTS?"), ask("LOG?")),
        checks=(
            sees("^!.* code=log_failed .*state=active"),
            never("n=[23] "),
            sees("entries=1 first=1 last=1 lost=0"),
        ),
    ),
    Proof(
        fault="log_gaps",
        story=(FAULT, ask("STOP"), ask("START"), ask("STOP"), ask("EVENTS?"), ask("LOG?")),
        checks=(sees("n=1 .*n=3 "), never("n=2 "), sees("entries=2 first=1 last=3")),
    ),
    Proof(
        fault="log_duplicates",
        story=(FAULT, ask("STOP"), ask("EVENTS?")),
        checks=(sees("; n=1 .*; n=1 "),),
    ),
    Proof(
        fault="log_overflow",
        story=(ask("STOP"), ask("START"), FAULT, ask("EVENTS?"), ask("LOG?")),
        checks=(sees("OK ; n=1 .*state=overflow lost=1 ; n=2 "), sees("entries=1 .*lost=1")),
    ),
    Proof(
        fault="counters_cleared",
        story=(skip("10 days"), FAULT, STATUS),
        checks=(*CALM, reads("delivered", "0mL"), reads("reservoir", "18mL")),
    ),
    Proof(
        fault="counters_cleared",
        also="doubles-a-dose",
        story=(
            *[ask("BOLUS volume=0.4mL id=b1"), skip("1h"), FAULT] * 2,
            ask("ASPIRATE"),
        ),
        # 2 x (0.4 mL in 24 min, and 36 min of 0.2 mL/day)
        checks=(never("repeated"), reads("aspirated", "19.19mL")),
    ),
)

ALARMS = (
    Proof(
        fault="alarm_tone_failed",
        pump=filled("2 mL"),
        story=(FAULT, ask("ALARMS?"), ask("ALARMTEST"), ask("ALARMS?")),
        checks=(
            sees("total=1 .*audio=on"),
            sees("tone=failed"),
            sees("total=2 .*code=tone_failed .*audio=failed"),
        ),
    ),
    Proof(
        fault="alarm_late",
        settings="{alarm: low_reservoir, by: 1 day}",
        pump=filled("2.1 mL"),
        # 0.1 mL at 0.2 mL/day: half a day
        story=(FAULT, skip("1 day"), STATUS, skip("1 day"), STATUS),
        checks=(
            sees('reservoir=1.9mL.*alarms=""|reservoir=1.89.*alarms=""'),
            sees("alarms=low_res"),
        ),
    ),
    Proof(
        fault="alarm_missing",
        settings="{alarm: empty_reservoir}",
        pump=filled("1.5 mL"),
        story=(FAULT, skip("1 day"), STATUS),
        checks=(sees("state=empty .*alarms=low_reservoir "), never("code=empty_reservoir")),
    ),
    Proof(
        fault="false_alarm",
        settings="{alarm: empty_reservoir}",
        story=(FAULT, STATUS, CLEAR, ask("ACK alarm=empty_reservoir"), STATUS),
        checks=(
            sees("state=infusing .*reservoir=(20|19.99).*alarms=empty_reservoir"),
            sees('alarms=""'),
        ),
    ),
    Proof(
        fault="alarm_unsilenceable",
        pump=filled("2 mL"),
        story=(FAULT, ask("SILENCE alarm=low_reservoir"), ask("ALARMS?")),
        checks=(REFUSED, sees("code=low_reservoir .*audio=on")),
    ),
    Proof(
        fault="acknowledge_crossed",
        pump=filled("1.4 mL"),
        story=(FAULT, ask("ACK alarm=empty_reservoir"), ask("ALARMS?")),
        checks=(
            sees("^<.* OK alarm=empty_reservoir"),
            sees("code=empty_reservoir .*acknowledged=0 .*code=low_reservoir .*acknowledged=1"),
        ),
    ),
)

PROOFS: tuple[Proof, ...] = (*POWER, *MEMORY, *CLOCK, *SENSORS, *RECORDS, *ALARMS)
