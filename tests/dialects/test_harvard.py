"""Harvard PHD2000: replies as a client takes them apart, the prompt, units, addresses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mockpump.clock import SECOND
from mockpump.scenario.dialects import DIALECTS
from tests.dialects.bench import Bench
from tests.dialects.hostile import chunks, said_alike, withstands
from tests.pump.bench import config

SYRINGE = config("syringe-60")
HARVARD = DIALECTS["harvard"]


def make() -> Bench:
    return Bench("harvard", SYRINGE)


def ask(bench: Bench, body: str, address: int = 0) -> tuple[str, str]:
    """Ask as the client does; return the body of the reply and the character of the state."""
    said = bench.write(f"{address:02}{body}\r".encode()).decode()
    lines = said.splitlines()
    assert lines[0] == ""
    prompt = lines[-1]
    assert prompt[:-1] == str(address)
    return ("" if len(lines) == 2 else lines[1]), prompt[-1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (b"00VER\r", b"\nPHD1.2 SIM\r\n0:"),
        (b"00MOD\r", b"\nPUMP\r\n0:"),
        (b"00DIA\r", b"\n26.59\r\n0:"),
        (b"00RAT\r", b"\n5.000 ml/hr\r\n0:"),
        (b"00TGT\r", b"\n0.000\r\n0:"),
        (b"00DEL\r", b"\n0.000\r\n0:"),
        (b"00DIR\r", b"\nINFUSE\r\n0:"),
        (b"00AF\r", b"\nOFF\r\n0:"),
        (b"00PAR\r", b"\nOFF\r\n0:"),
        (b"00RUN\r", b"\n0>"),
        (b"00STP\r", b"\nNA\r\n0:"),
        (b"00CLD\r", b"\n0:"),
        (b"00DANCE\r", b"\n?\r\n0:"),
        (b"00DIA400\r", b"\nOOR\r\n0:"),
        (b"00DIA0.1.2\r", b"\n?\r\n0:"),
        (b"00RAT9999MH\r", b"\nOOR\r\n0:"),
        (b"VER\r", b"\n?\r\n0:"),
        (b"01VER\r", b""),
        (b"\n 00 rat\r\n", b"\n5.000 ml/hr\r\n0:"),
    ],
)
def test_replies_byte_for_byte(asked: bytes, said: bytes) -> None:
    assert make().write(asked) == said


@pytest.mark.parametrize(
    ("unit", "shown"), [("UM", "ul/mn"), ("MM", "ml/mn"), ("UH", "ul/hr"), ("MH", "ml/hr")]
)
@pytest.mark.parametrize("value", ["2.000", "12.00", "0.500"])
def test_a_rate_is_read_back_in_its_own_unit(unit: str, shown: str, value: str) -> None:
    bench = make()
    if (unit, value) == ("UH", "0.500"):
        assert ask(bench, f"RAT{value}{unit}") == ("OOR", ":")  # less than this syringe pump gives
        return
    assert ask(bench, f"RAT{value}{unit}") == ("", ":")
    body, _ = ask(bench, "RAT")
    assert (body[:5], body[6:]) == (value, shown)


@pytest.mark.parametrize(
    ("name", "value"),
    [("DIA", "4.000"), ("RFR", "2.500"), ("DIA", "26.59"), ("TGT", "1.500"), ("TGT", "10.00")],
)
def test_what_is_set_is_read_back(name: str, value: str) -> None:
    bench = make()
    unit, shown = ("MM", " ml/mn") if name == "RFR" else ("", "")
    assert ask(bench, f"{name}{value}{unit}") == ("", ":")
    assert ask(bench, name) == (value + shown, ":")


@pytest.mark.parametrize(
    ("order", "name", "shown"),
    [
        ("VLM", "MOD", "VOLUME"),
        ("PMP", "MOD", "PUMP"),
        ("AFON", "AF", "ON"),
        ("PARON", "PAR", "ON"),
        ("DIRREF", "DIR", "REFILL"),
        ("DIRINF", "DIR", "INFUSE"),
    ],
)
def test_switches(order: str, name: str, shown: str) -> None:
    bench = make()
    assert ask(bench, order) == ("", ":")
    assert ask(bench, name) == (shown, ":")


def test_the_prompt_carries_the_state() -> None:
    bench = make()
    assert ask(bench, "RUN") == ("", ">")
    assert ask(bench, "RUN") == ("NA", ">")
    assert ask(bench, "STP") == ("", ":")
    ask(bench, "DIRREF")
    assert ask(bench, "RUN") == ("", "<")


def test_at_the_target_it_stops() -> None:
    bench = make()
    for order in ("RAT60MH", "TGT1.000", "RUN"):
        ask(bench, order)
    bench.at("59s")
    assert ask(bench, "DEL") == ("0.983", ">")
    bench.at("60s")
    assert ask(bench, "DEL") == ("1.000", ":")
    ask(bench, "CLD")
    assert ask(bench, "DEL") == ("0.000", ":")


def test_an_occlusion_is_a_star_and_run_takes_it_away() -> None:
    bench = make()
    ask(bench, "RUN")
    bench.fault("catheter_occlusion")
    bench.at("115.2s")
    assert ask(bench, "MOD") == ("PUMP", "*")
    assert ask(bench, "RUN") == ("NA", "*")
    bench.clear("catheter_occlusion")
    assert bench.frames[-1].alarms == (("occlusion", 1),)
    ask(bench, "RUN")
    assert ask(bench, "MOD") == ("PUMP", ">")


def test_pumps_share_a_line() -> None:
    bench = Bench("harvard", SYRINGE, ("3", "7"))
    ask(bench, "RAT1.000MH", 3)
    ask(bench, "RUN", 7)
    assert ask(bench, "RAT", 3) == ("1.000 ml/hr", ":")
    assert ask(bench, "RAT", 7) == ("5.000 ml/hr", ">")
    assert bench.write(b"00VER\r") == b""
    assert bench.write(b"VER\r") == b""  # who should say that it is no frame?
    assert bench.write(b"03DANCE\r") == b"\n?\r\n3:"


def test_settings_are_the_pumps_and_outlast_a_connection() -> None:
    bench = make()
    ask(bench, "DIA4.000")
    bench.reopen()
    assert ask(bench, "DIA") == ("4.000", ":")


def test_no_reply_holds_what_a_client_takes_for_an_error() -> None:
    bench = make()
    for command in ("VER", "MOD", "DIA", "RAT", "TGT", "DEL", "DIR", "AF", "PAR"):
        body, _ = ask(bench, command)
        assert not any(error in body for error in ("?", "NA", "OOR"))


SAYS = [
    f"00{body}\r".encode()
    for body in (
        *(
            "VER",
            "MOD",
            "VLM",
            "DIA",
            "DIA4",
            "RAT",
            "RAT5UM",
            "RAT1e9MH",
            "TGT",
            "TGT5",
            "DEL",
            "CLD",
        ),
        *("RUN", "STP", "DIR", "DIRREF", "AF", "AFON", "PAR", "PARON", "DANCE", "RAT5"),
    )
]


def is_alive(bench: Bench) -> bool:
    bench.at(f"{bench.now + SECOND}ns")
    bench.write(b"\r")  # a client that knows nothing ends what it may have begun
    return bench.write(b"00VER\r").startswith(b"\nPHD1.2 SIM\r\n0")


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("unmeasured")
def test_a_hundred_thousand_hostile_inputs() -> None:
    withstands(make, SAYS, is_alive)


@settings(max_examples=500)
@given(chunks(SAYS))
def test_any_chunking_is_answered_alike(written: list[bytes]) -> None:
    said_alike(make, written)
