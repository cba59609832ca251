"""A run that is served, and somebody who asks over HTTP with nothing but the standard library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mockpump.clock import Nanos
from mockpump.control import Control
from mockpump.door import Door
from mockpump.expect import Abilities
from mockpump.remote.server import Where, serving
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.seam import Input, Opened
from tests.playing import HEAD

STORY = """
pump: {preset: ambulatory-100, infusion: {mode: continuous, rate: 5 mL/h}}
timeline: [{at: 5s, operator: {do: acknowledge, of: occlusion}}]
expect: [{shows: occlusion, within: 1s, after: {operator: acknowledge}}]
ends: 60s
"""


class Answer(NamedTuple):
    """A status, and what came with it."""

    status: int
    body: Any

    @property
    def error(self) -> tuple[int, str]:
        """The status and the kind of error."""
        return self.status, self.body["error"]


class Asker(NamedTuple):
    """Sends requests to an address."""

    address: str
    token: str = ""
    door: Any = None

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send one request; `body` is JSON, or bytes as they are."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        try:
            connection.request(method, path, raw if body is not None else None, sent)
            response = connection.getresponse()
            told = response.read()
        finally:
            connection.close()
        if response.headers["content-type"] == "application/x-ndjson":
            return Answer(response.status, [json.loads(line) for line in told.splitlines()])
        return Answer(response.status, json.loads(told))


@contextmanager
def over_door(
    story: str = STORY, *, where: str = "127.0.0.1:0", token: str = ""
) -> Iterator[Asker]:
    """Serve a run that stands still but for what is asked: its door is closed, as after the end."""
    shows = frozenset({"occlusion"})
    run = Run(load(HEAD + story, "t.yaml"), abilities=Abilities(operator=True, shows=shows))
    run.receive(Opened(), 0)

    def give(input_: Input) -> None:
        run.receive(input_, run.now)

    def advance(by: Nanos) -> None:
        run.tick(run.now + by)

    control = Control(run, give, advance)
    door = Door(control, lambda: run.now)
    door.close()
    with serving(door, Where.of(where), lambda: {"port": "nowhere"}, token) as (address, needed):
        yield Asker(address.replace("0.0.0.0", "127.0.0.1"), needed, door)
