"""The gallery played in this process: a scenario, a client, and virtual time that leaps."""

from __future__ import annotations

import json
import re
from collections import deque
from pathlib import Path
from typing import NamedTuple

from mockpump.clock import SECOND
from mockpump.expect import Verdict
from mockpump.inprocess import plug
from mockpump.scenario.files import read_profile
from mockpump.scenario.model import Scenario
from tests.clients.careful.base import Memory, Order
from tests.clients.careful.careful import Careful

PROFILE = read_profile(Path(__file__).parents[1] / "clients" / "careful" / "client.yaml")
SHOWS = {name: re.compile(one.pattern) for name, one in PROFILE.shows.items()}


class Played(NamedTuple):
    """What came of one scenario: the verdict, the trace, and what the client printed."""

    verdict: Verdict
    trace: bytes
    lines: list[str]

    def failed(self) -> list[str]:
        """The expectations on the client that were not met, in words."""
        findings = self.verdict.findings
        return [one.text for one in findings if one.clause == "expect" and one.what != "passed"]


class Desk:
    """What a client has in this process: a port, a clock, an operator, and somebody who looks."""

    def __init__(self, scenario: Scenario) -> None:
        self.orders: deque[Order] = deque()
        self.lines: list[str] = []
        self.port = plug(
            scenario, operator=lambda do, of: self.orders.append(Order(do, of)), shows=SHOWS
        )
        self.port.timeout = 0.05

    def next_order(self) -> Order | None:
        """Hand over an order; none will come once the run is over."""
        if self.port.run.verdict is not None:
            raise EOFError
        return self.orders.popleft() if self.orders else None

    def display(self, line: str) -> None:
        """See what the client prints as its profile does, until the run is over."""
        if self.port.run.verdict is not None:
            return
        self.lines.append(line)
        for name, pattern in SHOWS.items():
            if found := pattern.search(line):
                self.port.show(
                    name, **{key: value or "" for key, value in found.groupdict().items()}
                )

    def now(self) -> float:
        return self.port.now / SECOND

    def sleep(self, seconds: float) -> None:
        self.port.advance(seconds=seconds)


def play(scenario: Scenario, client: type[Careful] = Careful) -> Played:
    """Play a scenario to a client, as often as it is to come, to its verdict."""
    desk = Desk(scenario)
    memory: Memory = {}
    visit: str | None = "first"
    while visit is not None:
        client(desk.port, desk, desk.next_order, desk.display, memory).run()
        memory = json.loads(json.dumps(memory))  # what outlasts a visit is plain data
        visit = desk.port.next_visit()
    return Played(desk.port.verdict(), desk.port.trace(), desk.lines)
