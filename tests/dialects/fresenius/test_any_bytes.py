"""Whatever a client writes, nothing escapes, memory stays bounded, and the next frame is answered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mockpump.dialects.frames import ACK, DC4, NAK
from mockpump.dialects.fresenius.frames import frame
from tests.dialects.bench import Bench
from tests.dialects.fresenius.client import fresenius
from tests.dialects.hostile import chunks, said_alike, withstands

TEXTS = (
    "0DC", "0FC", "0LE;b", "0LE;i", "1DC", "1FC", "DC", "2DC", "9DC", "1MO;1", "1MO;2", "1RZ", "1OF",
    "1SI", "1EP;x", "1LP", "1EN;x", "1LN", "1DE;aemdrks", "1AE", "1LE;aemdrks", "1LM;d", "1DM;d",
    "1AM", "1LF;b", "1PR;0258", "1PR;zz", "1PO", "1PB;0003E8", "1PB;0003E8;0258", "1PF", "1PV;000064",
    "1RV", "1PP;1", "1E", "1M", "1" + "x" * 90,
)  # fmt: skip
SAYS = [*map(frame, TEXTS), ACK, NAK + b"2", DC4, ACK]


def make() -> Bench:
    return fresenius()


def is_alive(bench: Bench) -> bool:
    """Say whether it answers, once all that waited before the answer is acknowledged."""
    said = bench.write(*[ACK] * 40, frame("0DC"), *[ACK] * 40)
    return ACK in said and frame("0C") in said


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
