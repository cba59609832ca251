"""A STATUS? exchange over a PTY: mockpump beside a canned reply in C and beside other simulators.

Every reply of mockpump must pass its check and show a volume that has moved: it is computed afresh.
The others answer with as many bytes, always the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.clients import Client, Pyserial, Raw
from tests.benchmarks.peers import PEERS, MissingError, mockpump, started
from tests.benchmarks.replies import REQUESTS, Fresh
from tests.benchmarks.rounds import Contender, Rounds
from tests.benchmarks.table import Row, at_least, skipped, told

ROUNDS, EXCHANGES = 15, 150
OURS = "mockpump"
SAME = REQUESTS[0]
LEAST = {"C": 0.7, "sinstruments": 1.0, "mock-serial": 1.0}
"""How fast mockpump must be: the time of a peer's exchange over that of its own."""


def benchmark(rounds: int = ROUNDS, exchanges: int = EXCHANGES) -> Iterator[Row]:
    """Measure it with the client that most are, then, for information, with bare system calls."""
    yield from _measured("pyserial", Pyserial, rounds, exchanges, LEAST)
    yield from _measured("system calls", Raw, rounds, exchanges, {})


def _measured(
    title: str,
    client: Callable[[str], Client],
    rounds: int,
    exchanges: int,
    least: dict[str, float],
) -> Iterator[Row]:
    contenders: dict[str, Contender] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def enter(command: list[str]) -> Client:
            return stack.enter_context(closing(client(stack.enter_context(started(command)))))

        ours, fresh, requests = enter(mockpump(folder)), Fresh(), cycle(REQUESTS)
        canned = ours.ask(next(requests))
        contenders[OURS] = Contender(
            lambda: [ours.ask(request) for request in islice(requests, exchanges)], fresh.check
        )
        for name, command in PEERS.items():
            try:
                peer = enter(command(folder, SAME.strip(), canned.strip()))
            except MissingError as missing:
                yield skipped(f"{title}, {name}", str(missing))
            else:
                contenders[name] = _same(peer, canned, exchanges)
        took = Rounds(contenders, rounds)
    for name in contenders:
        yield told(f"{title}, {name}", took.seconds(name) / exchanges)
    for name in list(contenders)[1:]:
        yield at_least(f"{title}, speed against {name}", took.ratio(name, to=OURS), least.get(name))


def _same(peer: Client, canned: bytes, exchanges: int) -> Contender:
    """Ask a peer that has one answer to one request, and see that it gives just that."""

    def check(replies: list[bytes]) -> None:
        assert replies == [canned] * exchanges, replies[0]

    return Contender(lambda: [peer.ask(SAME) for _ in range(exchanges)], check)
