"""How fast bytes come over a paced line, live: as fast as its baud says, both ways at once.

To the client by what it reads, to the pump by how fast it lets the client write once all buffers are
full. At 300 baud buffers take minutes to fill: there a request is timed there and back.
"""

from __future__ import annotations

import os
import select
import sys
import tempfile
import time
import tty
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import linear_regression, median

from mockpump.dialects.mp1 import grammar
from tests.benchmarks.clients import Raw
from tests.benchmarks.peers import started
from tests.benchmarks.table import Row

BITS = 10  # of a byte: start, eight data, stop
SLOW = 300
STALL = 0.005  # seconds: after such a pause in writing a step of the kernel's buffer is over
FAST = {19_200: 40.0, 115_200: 15.0, 921_600: 10.0}
"""Seconds to measure: a kernel lets a client write in steps of up to 4 KiB."""
WITHIN = 0.02
FULL = 16_384  # bytes that a client can be ahead: what a kernel and the line itself hold
STORY = """
mockpump: 1
name: pacing
about: Frames that are as long as their replies fill the line both ways.
line: {{baud: {baud}}}
ends: 10min
"""

Seen = list[tuple[float, int]]
"""When, and how many bytes had passed by then."""


def benchmark(part: float = 1, exchanges: int = 5, full: int = FULL) -> Iterator[Row]:
    """Measure the mean rate at each baud, as a share of what the baud allows."""
    with _port(SLOW) as port, closing(Raw(port)) as client:
        yield _row(f"{SLOW} baud, there and back", _there_and_back(client, exchanges))
    for baud, seconds in FAST.items():
        with _port(baud) as port:
            read, written = _flood(port, seconds * part)
        yield _row(f"{baud} baud, to the client", _share(read, 0, baud))
        yield _row(f"{baud} baud, to the pump", _share(written, full, baud))


@contextmanager
def _port(baud: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        story = Path(folder) / "pacing.yaml"
        story.write_text(STORY.format(baud=baud))
        with started([sys.executable, "-m", "mockpump", "run", str(story)]) as port:
            yield port


def _there_and_back(client: Raw, exchanges: int) -> float:
    """Return the share of the rate at which a request and its reply have passed."""
    shares = []
    for number in range(exchanges):
        request = grammar.request(number, "PING")
        began = time.perf_counter()
        reply = client.ask(request)
        took = time.perf_counter() - began
        shares.append((len(request) + len(reply)) * BITS / SLOW / took)
    return median(shares)


def _flood(port: str, seconds: float) -> tuple[Seen, Seen]:
    """Write and read as much as goes; return what passed when."""
    fd = os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        tty.setraw(fd)
        return _pump(fd, time.perf_counter() + seconds)
    finally:
        os.close(fd)


def _pump(fd: int, end: float) -> tuple[Seen, Seen]:
    read: Seen = []
    written: Seen = []
    number = came = went = 0
    rest, wrote = b"", time.perf_counter()
    while (now := time.perf_counter()) < end:
        readable, writable, _ = select.select([fd], [fd], [], end - now)
        if readable:
            came += len(os.read(fd, 65536))
            read.append((time.perf_counter(), came))
        if writable:
            if time.perf_counter() - wrote > STALL:
                written.append((time.perf_counter(), went))
            if not rest:
                rest, number = _request(number), number + 1
            count = os.write(fd, rest)
            rest, went, wrote = rest[count:], went + count, time.perf_counter()
    return read, written


def _request(number: int) -> bytes:
    """Ask for what nobody has ordered: the reply names it, and is a little longer."""
    return grammar.request(number, "RESULT?", {"id": f"{number:030d}"})


def _share(seen: Seen, full: int, baud: int) -> float | None:
    """Return the share of the rate, from when so many bytes had passed; None: too few steps to tell."""
    counted = [(at, bytes_) for at, bytes_ in seen if bytes_ >= full]
    if len(counted) < 2:
        return None
    times, counts = zip(*counted, strict=True)
    slope: float = linear_regression(times, counts).slope
    return slope * BITS / baud


def _row(what: str, share: float | None) -> Row:
    if share is None:
        return Row(what, "too short to tell", f"1, within {WITHIN:.0%}", met=False)
    return Row(what, f"{share:.3f}", f"1, within {WITHIN:.0%}", abs(share - 1) <= WITHIN)
