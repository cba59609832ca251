"""Whatever a client writes, nothing escapes, memory stays bounded, and the next frame is answered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mockpump.dialects.newera.frames import command, safe
from tests.dialects.bench import Bench
from tests.dialects.hostile import chunks, said_alike, withstands

TEXTS = (
    "", "0", "VER", "DIA", "DIA20", "RAT", "RAT50MH", "0RAT 9 MM ", "VOL", "VOLUL", "VOL1", "DIRWDR",
    "DIRREV", "DIS", "CLDINF", "RUN", "RUN2", "PUR", "STP", "PHN2", "FUN", "FUNPAS1", "SAF", "SAF1",
    "SAF0", "AL1", "TRGLE", "IN2", "*ADR", "*RESET", "1", "XYZ", "RAT1e9MH",
)  # fmt: skip
SAYS = [frame(text.encode()) for text in TEXTS for frame in (command, safe)]


def make() -> Bench:
    return Bench("newera")


def is_alive(bench: Bench) -> bool:
    """Say whether it answers. A client that knows nothing ends what it may have begun, then asks."""
    bench.write(b"\r")
    bench.write(safe(b"*SAF0"), safe(b"*SAF0"))  # perhaps with an alarm, and then with the status
    bench.take()
    return bench.write(b"*\r").startswith(b"\x02")


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("unmeasured")
def test_a_hundred_thousand_hostile_inputs() -> None:
    withstands(make, SAYS, is_alive)


@settings(max_examples=500)
@given(chunks(SAYS))
def test_any_chunking_is_answered_alike(written: list[bytes]) -> None:
    said_alike(make, written)
    bench = make()
    bench.write(*written)
    bench.at("1s")
    assert is_alive(bench)
