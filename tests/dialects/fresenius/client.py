"""A client by hand: it acknowledges what it is told to, and reads what comes."""

from __future__ import annotations

from mockpump.dialects.frames import ACK
from mockpump.dialects.fresenius.frames import frame
from mockpump.pump import PumpConfig
from mockpump.seam import Value
from tests.dialects.bench import SYRINGE, Bench

ACKED = ACK


def fresenius(pump: PumpConfig = SYRINGE, addresses: tuple[str, ...] = (), **given: Value) -> Bench:
    return Bench("fresenius", pump, addresses, **given)


def opened(*addresses: str, pump: PumpConfig = SYRINGE, **given: Value) -> Bench:
    """A bench whose sessions are open, at the base and at every module."""
    bench = fresenius(pump, addresses, **given)
    for address in ("0", *bench.pumps):
        assert exchange(bench, f"{address}DC") == f"{address}C"
    bench.noted()
    return bench


def exchange(bench: Bench, text: str) -> str:
    """Write a message, acknowledge its reply, and return that without its frame."""
    said = bench.write(frame(text))
    assert said[:1] == ACK, said
    bench.write(ACK)
    reply = said[1:]
    assert reply == frame(body(reply)), reply
    return body(reply)


def body(data: bytes) -> str:
    """Return what stands in a frame, without its check."""
    return data[1:-3].decode()
