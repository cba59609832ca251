"""Every command in exchanges of exact bytes, in the basic mode, with a pump that stands still."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mockpump.dialects.newera.answering import _QUERIES, _SETTERS
from mockpump.dialects.newera.commands import COMMANDS, parse
from mockpump.quantity import RATE
from mockpump.scenario.dialects import find
from mockpump.seam import Opened
from tests.dialects.bench import SYRINGE, Bench
from tests.playing import played, say, sent

Exchanges = list[tuple[str, str]]
"""What is written, with its CR; what stands in the reply between STX and ETX; "": no reply."""


def newera(version: str = "NE1000V3.928") -> Bench:
    return Bench("newera", reset_alarm=False, version=version)


def exchange(bench: Bench, written: str) -> str:
    said = bench.write(written.encode() + b"\r")
    if not said:
        return ""
    assert (said[:1], said[-1:]) == (b"\x02", b"\x03"), said
    return said[1:-1].decode()


TABLE: dict[str, Exchanges] = {
    "status": [("", "00S"), ("0", "00S"), ("00", "00S")],
    "another address stays silent": [("1", ""), ("01VER", ""), ("99RUN", ""), ("0", "00S")],
    "version": [
        ("VER", "00SNE1000V3.928"),
        ("0VER ", "00SNE1000V3.928"),
        ("ver", "00SNE1000V3.928"),
    ],
    "diameter": [
        ("DIA", "00S26.59"),
        ("DIA30", "00S"),
        ("DIA", "00S30.00"),
        ("DIA0.05", "00S?OOR"),
        ("DIA80.1", "00S?OOR"),
        ("DIAx", "00S?"),
        ("DIA12345", "00S?OOR"),
        ("DIA", "00S30.00"),
    ],
    "a thin syringe is measured in microlitres": [
        ("DIA14", "00S"),
        ("VOL", "00S0.000UL"),
        ("DIA14.01", "00S"),
        ("VOL", "00S0.000ML"),
    ],
    "rate": [
        ("RAT", "00S60.00MH"),
        ("RAT1MM", "00S"),
        ("RAT", "00S1.000MM"),
        ("0RAT 90 MH ", "00S"),
        ("RAT", "00S90.00MH"),
        ("RAT50.5", "00S"),
        ("RAT", "00S50.50MH"),
        ("RAT1500UM", "00S"),
        ("RAT", "00S1500.UM"),
        ("RAT9000UH", "00S"),
        ("RAT", "00S9000.UH"),
        ("RAT0MM", "00S?OOR"),
        ("RAT3MM", "00S?OOR"),  # over the pump's 125 mL/h
        ("RAT5XX", "00S?"),
        ("RATMH", "00S?"),
        ("RAT", "00S9000.UH"),
    ],
    "the diameter limits the rate": [
        ("DIA5", "00S"),
        ("RAT60.08MH", "00S"),  # 5.1005 cm/min in a syringe of 5 mm
        ("RAT60.09MH", "00S?OOR"),
    ],
    "volume": [
        ("VOL", "00S0.000ML"),
        ("VOL5", "00S"),
        ("VOL", "00S5.000ML"),
        ("VOLUL", "00S"),
        ("VOL500", "00S"),
        ("VOL", "00S500.0UL"),
        ("VOLML", "00S"),
        ("VOL", "00S0.500ML"),
        ("VOL1001", "00S?OOR"),
        ("VOLXL", "00S?"),
    ],
    "direction": [
        ("DIR", "00SINF"),
        ("DIRWDR", "00S"),
        ("DIR", "00SWDR"),
        ("DIRREV", "00S"),
        ("DIR", "00SINF"),
        ("DIRREV", "00S"),
        ("DIR", "00SWDR"),
        ("DIRUP", "00S?"),
    ],
    "run, pause, run on, stop": [
        ("RUN", "00I"),
        ("RUN", "00I?NA"),
        ("STP", "00P"),
        ("RUN", "00I"),
        ("STP", "00P"),
        ("STP", "00S"),
        ("STP", "00S"),
        ("DIRWDR", "00S"),
        ("RUN", "00W"),
        ("", "00W"),
    ],
    "what is not applicable while it runs": [
        ("RUN", "00I"),
        ("DIA", "00I26.59"),
        ("DIA30", "00I?NA"),
        ("RAT", "00I60.00MH"),
        ("RAT50MH", "00I"),
        ("RAT1MM", "00I?NA"),  # another unit
        ("VOL", "00I0.000ML"),
        ("VOL5", "00I?NA"),
        ("VOLUL", "00I?NA"),
        ("DIR", "00IINF"),
        ("DIRWDR", "00I?NA"),
        ("CLDINF", "00I?NA"),
        ("PUR", "00I?NA"),
        ("PHN2", "00I?NA"),
        ("FUNSTP", "00I?NA"),
        ("RUN2", "00I?NA"),
        ("RAT", "00I50.00MH"),
    ],
    "purge": [
        ("PUR", "00X"),
        ("", "00X"),
        ("PUR", "00X?NA"),
        ("STP", "00S"),
        ("DIRWDR", "00S"),
        ("PUR", "00S?NA"),
    ],
    "what was dispensed": [
        ("DIS", "00SI0.000W0.000ML"),
        ("CLDINF", "00S"),
        ("CLDWDR", "00S"),
        ("CLDALL", "00S?"),
        ("CLD", "00S?"),
    ],
    "phases": [
        ("PHN", "00S1"),
        ("FUN", "00SRAT"),
        ("VOL5", "00S"),
        ("PHN2", "00S"),
        ("PHN", "00S2"),
        ("FUN", "00SSTP"),
        ("VOL", "00S0.000ML"),
        ("FUNPAS10", "00S"),
        ("FUN", "00SPAS10"),
        ("FUNLOP3", "00S?"),
        ("PHN41", "00S"),
        ("PHN42", "00S?OOR"),
        ("PHN0", "00S?OOR"),
        ("PHNx", "00S?"),
        ("PHN1", "00S"),
        ("VOL", "00S5.000ML"),
    ],
    "settings that change nothing here": [
        ("AL", "00S1"),
        ("0AL 0 ", "00S"),
        ("AL", "00S0"),
        ("AL2", "00S?"),
        ("TRG", "00SFT"),
        ("0TRG LE ", "00S"),
        ("TRG", "00SLE"),
        ("TRGXX", "00S?"),
        ("IN2", "00S1"),
        ("IN9", "00S?OOR"),
        ("IN", "00S?"),
    ],
    "safe mode, asked in the basic one": [
        ("SAF", "00S0"),
        ("SAF0", "00S"),
        ("SAF256", "00S?OOR"),
        ("SAFx", "00S?"),
    ],
    "system commands": [
        ("*ADR", "00S00"),
        ("ADR", "00S?"),
        ("*ADR7", "07S"),
        ("*ADR", "07S07"),
        ("0", ""),
        ("7VER", "07SNE1000V3.928"),
        ("*VER", "07SNE1000V3.928"),
        ("*ADR100", "07S?OOR"),
        ("*ADRx", "07S?"),
        ("7DIA30", "07S"),
        ("7RUN", "07I"),
        ("*RESET", "07S"),
        ("7DIA", "07S26.59"),
        ("7RESET", "07S?"),
    ],
    "what is no command": [
        ("XYZ", "00S?"),
        ("0 0 0", "00S?"),
        ("RUNX", "00S?"),
        ("VERX", "00S?"),
        ("é", "00S?"),
    ],
}


@pytest.mark.parametrize("exchanges", TABLE.values(), ids=TABLE)
def test_exchanges(exchanges: Exchanges) -> None:
    bench = newera()
    assert [(one, exchange(bench, one)) for one, _ in exchanges] == exchanges


def test_every_command_of_the_table_is_exchanged_above_and_carried_out() -> None:
    asked = {parse(w.replace(" ", "").upper()).command for rows in TABLE.values() for w, _ in rows}
    assert {one.name for one in asked if one is not None} == set(COMMANDS)
    assert set(_QUERIES) | set(_SETTERS) == set(COMMANDS)


def test_the_operations_asked_for_are_those_of_the_table() -> None:
    """What a fault is aimed at, and what the pump was then asked for, is the same operation."""
    for exchanges in TABLE.values():
        bench = newera()
        for one, reply in exchanges:
            bench.noted()
            exchange(bench, one)
            of = parse(one.replace(" ", "").upper()).of
            asked = {name for name, _ in bench.noted("operation")}
            assert asked <= {of}, one
            if asked:
                assert of in find("newera").operations
            elif reply:
                assert not of or "?" in reply or one in ("VOLUL", "VOLML"), one


def test_what_was_dispensed() -> None:
    bench = newera()
    exchange(bench, "RUN")
    bench.at("90s")
    assert exchange(bench, "DIS") == "00II1.500W0.000ML"
    exchange(bench, "STP")
    exchange(bench, "STP")
    exchange(bench, "DIRWDR")
    exchange(bench, "RUN")
    bench.at("120s")
    assert exchange(bench, "DIS") == "00WI1.500W0.500ML"
    exchange(bench, "STP")
    assert exchange(bench, "CLDINF") == "00P"
    assert exchange(bench, "DIS") == "00PI0.000W0.500ML"
    assert exchange(bench, "CLDWDR") == "00P"
    assert exchange(bench, "VOLUL") == "00P"
    assert exchange(bench, "DIS") == "00PI0.000W0.000UL"


def test_the_volume_target_stops_the_pump_and_a_pause_interrupts_the_count() -> None:
    bench = newera()
    for one in ("VOL2", "RUN"):
        exchange(bench, one)
    exchange(bench.at("60s"), "STP")
    exchange(bench.at("100s"), "RUN")
    assert exchange(bench.at("159.999999999s"), "") == "00I"
    assert exchange(bench.at("160s"), "") == "00S"
    assert exchange(bench, "DIS") == "00SI2.000W0.000ML"
    assert exchange(bench, "RUN") == "00I"


def test_a_program_of_phases_runs_also_while_nobody_is_there() -> None:
    bench = newera()
    program = ["VOL1", "PHN2", "FUNPAS20", "PHN3", "FUNRAT", "RAT120MH", "VOL1", "DIRWDR"]
    program += ["PHN4", "FUNPAS0", "PHN5", "FUNRAT", "RAT30MH", "PHN1", "RUN"]
    for one in program:
        assert "?" not in exchange(bench, one), one
    assert exchange(bench.at("59s"), "") == "00I"
    assert exchange(bench.at("61s"), "") == "00T"
    bench.reopen()
    assert exchange(bench.at("81s"), "") == "00W"
    assert exchange(bench, "RAT") == "00W120.0MH"
    assert exchange(bench.at("111s"), "") == "00U"
    assert exchange(bench, "RUN") == "00I"
    assert exchange(bench, "PHN") == "00I5"
    assert exchange(bench, "RAT") == "00I30.00MH"
    assert exchange(bench, "STP") == "00P"
    assert exchange(bench, "STP") == "00S"
    assert exchange(bench, "PHN") == "00S1"


def test_a_phase_that_waits_can_be_paused() -> None:
    bench = newera()
    for one in ("FUNPAS20", "RUN"):
        exchange(bench, one)
    assert exchange(bench.at("10s"), "STP") == "00P"
    assert exchange(bench.at("60s"), "RUN") == "00T"
    assert exchange(bench.at("79s"), "") == "00T"
    assert exchange(bench.at("80s"), "") == "00S"


def test_the_last_phase_ends_the_program() -> None:
    bench = newera()
    for one in ("PHN41", "FUNPAS1", "RUN"):
        exchange(bench, one)
    assert exchange(bench.at("2s"), "PHN") == "00S1"


def test_a_phase_is_run_by_its_number() -> None:
    bench = newera()
    for one in ("PHN3", "FUNRAT", "RAT30MH", "PHN1"):
        exchange(bench, one)
    assert exchange(bench, "RUN3") == "00I"
    assert exchange(bench, "RAT") == "00I30.00MH"


def test_two_commands_in_one_write_have_two_replies() -> None:
    assert newera().write(b"0VER\r0\r") == b"\x0200SNE1000V3.928\x03\x0200S\x03"


def test_pumps_that_share_a_line_answer_to_their_addresses() -> None:
    bench = Bench("newera", addresses=("3", "12"), reset_alarm=False)
    assert exchange(bench, "3RUN") == "03I"
    assert exchange(bench, "12") == "12S"
    assert exchange(bench, "") == ""
    assert bench.write(b"*ADR\r") == b"\x0212S12\x03\x0203I03\x03"
    assert [note.data.get("address") for note in bench.notes if note.of == "start"] == ["3"]


def test_a_slow_pump_is_first_seen_in_microlitres() -> None:
    slow = replace(
        SYRINGE, infusion=replace(SYRINGE.infusion, rate=RATE.parse("0.2 mL/day"), min_rate=1)
    )
    bench = Bench("newera", slow, reset_alarm=False)
    assert exchange(bench, "RAT") == "00S8.333UH"


def test_the_version_is_what_a_scenario_says() -> None:
    assert exchange(newera(version="NE9000V1.00"), "VER") == "00SNE9000V1.00"


LINE = """pump: {preset: syringe-60}
line: {dialect: newera, baud: 9600, options: {reset_alarm: false}}
ends: 1s
"""


def test_a_client_that_waits_30_ms_and_reads_once_gets_whole_answers() -> None:
    """It puts a blank before the CR; at 9600 baud, command and answer take 25 bytes' time."""
    says = ["0AL 1 ", "0STP ", "0TRG LE ", "0VER "]
    script = [(n * 10**8, f"{one}\r".encode()) for n, one in enumerate(says)]
    said = sent(played(LINE, (0, Opened()), *say(*script)))
    came = [b"".join(data for at, data in said if n <= at / 10**8 < n + 0.3) for n in range(4)]
    assert came == [b"\x0200S\x03"] * 3 + [b"\x0200SNE1000V3.928\x03"]
