"""A STATUS? exchange behind `mockpump://` beside as many bytes through pyserial's own `loop://`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle, islice
from typing import Protocol

import serial

import mockpump.inprocess
from tests.benchmarks.peers import STEADY
from tests.benchmarks.replies import REQUESTS, Fresh
from tests.benchmarks.rounds import Contender, Rounds
from tests.benchmarks.table import Row, at_most, told

ROUNDS, EXCHANGES = 15, 300
STEP = 1e-4
"""Seconds of run time between two exchanges, so that the volume moves."""


class Readable(Protocol):
    """What the clients here need of pyserial."""

    @property
    def in_waiting(self) -> int:
        """How many bytes can be read at once."""
        ...

    def read(self, size: int = ..., /) -> bytes:
        """Read bytes."""
        ...

    def read_until(self, expected: bytes = ..., size: int | None = ...) -> bytes:
        """Read up to a byte."""
        ...


Read = Callable[[Readable], bytes]


def benchmark(rounds: int = ROUNDS, exchanges: int = EXCHANGES) -> Iterator[Row]:
    """Measure it with a client that reads up to the line feed, and with one that reads all there is."""
    yield from _measured("read_until", lambda port: port.read_until(b"\n"), rounds, exchanges)
    yield from _measured("read(in_waiting)", _read_all, rounds, exchanges)


def _read_all(port: Readable) -> bytes:
    return port.read(port.in_waiting)


def _measured(title: str, read: Read, rounds: int, exchanges: int) -> Iterator[Row]:
    pump = mockpump.inprocess.Serial(f"mockpump://{STEADY}?clock=autojump&pacing=off", timeout=1)
    loop = serial.serial_for_url("loop://", timeout=1)
    requests = cycle(REQUESTS)
    with closing(pump), closing(loop):

        def ask(request: bytes) -> bytes:
            pump.advance(seconds=STEP)
            pump.write(request)
            return read(pump)

        def loop_back() -> bytes:
            loop.write(canned)
            return read(loop)

        def check(replies: list[bytes]) -> None:
            assert replies == [canned] * exchanges, replies[0]

        canned = ask(next(requests))
        contenders = {
            "mockpump://": Contender(
                lambda: [ask(request) for request in islice(requests, exchanges)], Fresh().check
            ),
            "loop://": Contender(lambda: [loop_back() for _ in range(exchanges)], check),
        }
        took = Rounds(contenders, rounds)
    for name in contenders:
        yield told(f"{title}, {name}", took.seconds(name) / exchanges)
    yield at_most(f"{title}, time over loop://", took.ratio("mockpump://", to="loop://"), 1.0)
