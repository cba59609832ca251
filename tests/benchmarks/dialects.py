"""A status exchange in each dialect over a PTY, beside MP/1's.

A client writes what one exchange takes of it, the acknowledgement of the last reply included, and
reads up to the end of the reply, which must be one to what was asked.
"""

from __future__ import annotations

import os
import tempfile
import tty
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from mockpump.dialects.frames import ACK, CR, ETX, LF
from mockpump.dialects.fresenius import frames as fresenius
from mockpump.dialects.newera import frames as newera
from tests.benchmarks.peers import mockpump, started
from tests.benchmarks.replies import REQUESTS
from tests.benchmarks.rounds import Contender, Rounds
from tests.benchmarks.table import Row, at_most, told

ROUNDS, EXCHANGES = 15, 150
MOST = 1.3
"""The time of an exchange over that of MP/1's."""


class Spoken(NamedTuple):
    """What a client says first, then for each exchange, in turn.

    A reply ends with `end`, and `holds` these bytes.
    """

    end: bytes
    holds: bytes
    first: tuple[bytes, ...]
    asks: tuple[bytes, ...]


DIALECTS: Mapping[str, Spoken] = {
    "mp1": Spoken(LF, b" OK sim=1 ", (), REQUESTS),
    "newera": Spoken(ETX, b"00I", (b"\r",), (newera.command(b"0"),)),
    "newera, safe mode": Spoken(
        ETX, b"00I", (b"\r", newera.command(b"SAF255")), (newera.safe(b"0"),)
    ),
    "fresenius": Spoken(
        ETX,
        b"1C;d",
        (fresenius.frame("0DC"), ACK + fresenius.frame("1DC")),
        (ACK + fresenius.frame("1LE;dr"),),
    ),
    "alaris": Spoken(CR, b"^AL_NOALM^INFUSE^40.00^ml/h^", (), (b"!INF|4961\r",)),
    "harvard": Spoken(b"0>", b"\n40.00 ml/hr\r\n", (), (b"00RAT\r",)),
}


class Client:
    """System calls alone, on a terminal without any translation."""

    def __init__(self, port: str, end: bytes) -> None:
        self._fd, self._end = os.open(port, os.O_RDWR | os.O_NOCTTY), end
        tty.setraw(self._fd)

    def ask(self, data: bytes) -> bytes:
        """Write, and read up to the end of a reply."""
        os.write(self._fd, data)
        reply = b""
        while not reply.endswith(self._end):
            reply += os.read(self._fd, 4096)
        return reply

    def close(self) -> None:
        os.close(self._fd)


def benchmark(rounds: int = ROUNDS, exchanges: int = EXCHANGES) -> Iterator[Row]:
    """Measure all dialects in turns: the time of an exchange, and its ratio to MP/1's."""
    contenders: dict[str, Contender] = {}
    clients: dict[str, Client] = {}
    with ExitStack() as stack:
        for name, spoken in DIALECTS.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            command = [*mockpump(folder), "--dialect", name.split(",")[0]]
            port = stack.enter_context(started(command))
            clients[name] = stack.enter_context(closing(Client(port, spoken.end)))
        for name, spoken in DIALECTS.items():  # no session idles while another pump starts
            for data in spoken.first:
                clients[name].ask(data)
            play = partial(_round, clients[name], cycle(spoken.asks), exchanges)
            contenders[name] = Contender(play, partial(_check, spoken.holds))
        took = Rounds(contenders, rounds)
    for name in DIALECTS:
        yield told(name, took.seconds(name) / exchanges)
    for name in list(DIALECTS)[1:]:
        yield at_most(f"time of {name} over mp1", took.ratio(name, to="mp1"), MOST)


def _round(client: Client, asks: Iterator[bytes], exchanges: int) -> list[bytes]:
    return [client.ask(ask) for ask in islice(asks, exchanges)]


def _check(holds: bytes, replies: list[bytes]) -> None:
    assert all(holds in reply for reply in replies), replies[-1]
