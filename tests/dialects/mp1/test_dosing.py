"""Programming, boluses and refill visits as a client reads them, and what it is told of mistakes."""

from __future__ import annotations

import pytest

from mockpump.dialects.mp1.grammar import LIMIT, Reply, frame, parse_report
from mockpump.dialects.mp1.replies import Row, accepted, few_codes, telemetry_text
from mockpump.dialects.mp1.verbs import VERBS, Verb
from mockpump.operations import VALUES, Operation
from mockpump.pump import Pump
from mockpump.pump.alarms import ALARMS
from mockpump.pump.dosing.settings import PatientBolusConfig
from tests.dialects.mp1.bench import PUMP, Bench
from tests.pump.bench import config, ml, rate

IMPLANT = config(
    "intrathecal-20",
    infusion={
        "soft_max_rate": rate("1 mL/day"),
        "patient_bolus": PatientBolusConfig(volume=ml("0.05 mL"), allotted=1),
        "pauses_while_programming": True,
    },
)


def _read(line: str) -> Reply:
    told = parse_report(frame(line)[:-1])
    assert isinstance(told, Reply)
    return told


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("STAGE flex=8:00", "E_ARG msg=\"flex: '8:00' is no time of day: write '08:00 0.5 mL/day, "),
        ("STAGE dose=100ug", "E_ARG msg=\"dose: 'ug' is not a unit of dose rate: one of "),
        ("STAGE rate=1mL/h dose=1ug/day", 'E_ARG msg="rate and dose say the same'),
        ("STAGE mode=stopped", 'E_ARG msg="mode is one of minimum, continuous, flex'),
        ("STAGE low_alarm=41mL concentration=0ug/mL", 'E_RANGE msg="concentration is not above 0'),
        ("STAGE low_alarm=21mL", 'E_RANGE msg="low_alarm 21 mL is over the maximum 20 mL"'),
        ("STAGE rate=2mL/day", 'E_CONFIRM msg="rate 2 mL/day is over the soft limit'),
        ("STAGE bridge=1 dose=1ug/day", 'E_RANGE msg="rate 0.002 mL/day is below'),
        ("STAGED?", 'E_STALE msg="nothing is staged"'),
        ("BOLUS id=b1", 'E_ARG msg="BOLUS needs one of volume, mass"'),
        ("BOLUS id=b1 volume=1mL mass=1ug", 'E_ARG msg="BOLUS needs one of volume, mass"'),
        ("BOLUS id=b1 mass=1mL", "E_ARG msg=\"mass: 'mL' is not a unit of mass: one of "),
        ("BOLUS id=b1 mass=1mg", 'E_RANGE msg="bolus 2 mL is over the maximum 1 mL"'),
        ("PBOLUS", 'E_ARG msg="PBOLUS needs id="'),
        ("PRIME id=f1 length=80", "E_ARG msg=\"length: '80' is not a length: write '80 cm'\""),
        ("REFILL volume=20", "E_ARG msg=\"volume: '20' is not a volume: write '40 mL' or '250 uL'\""),
        ("REFILL volume=21mL", 'E_RANGE msg="volume 21 mL is over the maximum 20 mL"'),
        ("REFILL volume=20mL aspirated=21mL", 'E_RANGE msg="aspirated 21 mL is over'),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_changes_nothing(asked: str, answer: str) -> None:
    bench = Bench(IMPLANT)
    reads = (">01 STATUS?", ">02 THERAPY?", ">03 RESERVOIR?", ">04 EVENTS?")
    was = bench.ask(*reads)
    (told,) = bench.ask(f">05 {asked}")
    assert told.startswith(f"<05 ERR code={answer}")
    assert bench.ask(*reads) == was
    errors = _read(bench.ask(">06 ERRORS?")[0]).rows
    assert len(errors) == (1 if answer.startswith("E_ARG") else 0)


def test_a_lockout_says_how_long_it_lasts() -> None:
    bench = Bench(IMPLANT)
    bench.ask(">01 PBOLUS id=p1")
    bench.at("1h")
    # the lockout of 4 h has 3 h to go, but no other is allotted for 23 h
    (line,) = bench.ask(">02 PBOLUS id=p2")
    assert line.startswith('<02 ERR code=E_LIMIT msg="all that is allotted for 24 h has been given')
    assert line.endswith(" because=allotted left=82800s")
    bench.ask(">03 STAGE patient_allotted=2", ">04 COMMIT token=T1 id=c1")
    assert bench.ask(">05 PBOLUS id=p2") == [
        '<05 ERR code=E_LOCKOUT msg="the lockout lasts: 10800s left" because=lockout left=10800s'
    ]
    rows = _read(bench.ask(">06 EVENTS? from=3")[0]).rows
    refused = [(row["n"], row["left"]) for row in rows if row["state"] == "refused"]
    assert refused == [("3", "82800s"), ("7", "10800s")]


def test_a_soft_limit_passed_on_purpose_is_in_the_log() -> None:
    bench = Bench(IMPLANT)
    bench.ask(">01 STAGE rate=2mL/day confirm=1", ">02 COMMIT token=T1 id=c1")
    rows = _read(bench.ask(">03 EVENTS?")[0]).rows
    assert [(row["of"], row["state"]) for row in rows] == [
        ("delivery", "paused"),
        ("soft_max_rate", "overridden"),
        ("rate", "changed"),
        ("delivery", "resumed"),
    ]
    assert rows[1]["value"] == "rate 2 mL/day is over the soft limit 1 mL/day"


def test_an_update_that_the_link_cuts_short_leaves_the_pump_stopped() -> None:
    bench = Bench(IMPLANT)
    bench.ask(">01 STAGE low_alarm=3mL")
    bench.reopen()
    bench.at("72h")
    status = _read(bench.ask(">01 INTERROGATE")[0]).values
    assert (status["state"], status["pending"]) == ("stopped", "expired")
    assert bench.ask(">02 START") == [
        '<02 ERR code=E_STATE msg="no start while an update is pending"'
    ]
    bench.ask(">03 STAGE low_alarm=3mL", ">04 COMMIT token=T2 id=c1")
    status = _read(bench.ask(">05 STATUS?")[0]).values
    assert status["state"] == "infusing"
    assert "pending" not in status


def test_any_number_of_steps_goes_over_the_wire_and_comes_back() -> None:
    bench = Bench()
    times = [f"{n // 4:02}:{n % 4 * 15:02}" for n in range(96)]
    for n in range(0, 96, 16):
        steps = ",".join(f"{time} {1 + n}mL/h" for time in times[n : n + 16])
        token = f" token=T{n // 16}" if n else ""
        (line,) = bench.ask(f'>{n:02X} STAGE{token} flex="{steps}"')
        assert line.startswith(f"<{n:02X} OK token=T{n // 16 + 1}")
    bench.ask(">70 COMMIT token=T6 id=c1")
    read, start, ss = [], "1", 0x80
    while start:
        told = _read(bench.ask(f">{ss:02X} THERAPY? from={start}")[0])
        read += [row["step"] for row in told.rows]
        start, ss = told.values.get("next", ""), ss + 1
    assert read == times


def test_who_changed_it_is_on_the_wire() -> None:
    bench = Bench()
    bench.pump.perform(Operation("set_rate", {"rate": rate("1 mL/h")}, "foreign"), 0)
    assert _read(bench.ask(">01 STATUS?")[0]).values["changed_by"] == "foreign"
    (row,) = _read(bench.ask(">02 EVENTS?")[0]).rows
    assert (row["of"], row["rate"], row["changed_by"]) == ("rate", "24mL/day", "foreign")
    bench.ask(">03 STOP")
    assert "changed_by" not in _read(bench.ask(">04 STATUS?")[0]).values


def test_an_interrogation_carries_the_alarms_that_it_names() -> None:
    bench = Bench(config("intrathecal-20", reservoir={"volume": ml("2 mL")}))
    bench.ask(">01 INTERROGATE")
    assert bench.frames[0].alarms == (("low_reservoir", 1),)


def test_the_discrepancy_can_be_computed_from_what_is_told() -> None:
    bench = Bench()
    bench.fault("over_infusion")
    bench.at("4h")
    found = _read(bench.ask(">01 ASPIRATE")[0]).values["aspirated"]
    told = _read(bench.ask(f">02 REFILL volume=40mL aspirated={found}")[0]).values
    expected, aspirated, delivered = (
        float(told[name].removesuffix("mL")) for name in ("expected", "aspirated", "since_refill")
    )
    assert delivered == 20
    share = 100 * (expected - aspirated) / delivered
    assert told["discrepancy"] == f"{share:g}%"
    assert share > 14.5


_LONG: Row = {
    **{name: 123_456_789_123 if kind else "x" * 12 for name, kind in VALUES.items()},
    "alarms": few_codes(",".join(sorted(ALARMS, key=len, reverse=True))),
    "drug": "d d" * 13,
    "battery": 999_999,
    "pressure": -123_456,
    "n": 10**9,
}


@pytest.mark.parametrize("verb", [verb for verb in VERBS.values() if not verb.rows], ids=str)
def test_a_reply_always_fits_a_frame(verb: Verb) -> None:
    assert len(frame(accepted("00", verb, _LONG))) <= LIMIT


def test_a_status_of_the_stream_always_fits_a_frame() -> None:
    assert len(frame(telemetry_text(_LONG))) <= LIMIT


def test_a_step_of_the_longest_therapy_always_fits_a_frame() -> None:
    room = LIMIT - len(frame(accepted("00", VERBS["THERAPY?"], _LONG)))
    assert room > len(" ; step=08:00 rate=123.456789123mL/day")


def test_a_whole_pump_speaks_of_itself_within_a_frame() -> None:
    pump = Pump(PUMP)
    for verb in VERBS.values():
        outcome = pump.perform(Operation(verb.operation), 0)
        assert len(frame(accepted("00", verb, outcome.values))) <= LIMIT
