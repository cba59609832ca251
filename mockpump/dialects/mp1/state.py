"""What a session knows of its client. HELLO, opening the port and expiry all begin with a new one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from mockpump.dialects.base import Carried
from mockpump.dialects.mp1.events import Errors, Events
from mockpump.dialects.timers import Countdown, Stream
from mockpump.seam import Value


class Answered(Struct, frozen=True):
    """The latest request and its reply: a retry gets the same bytes again."""

    body: bytes
    data: bytes
    of: str = ""
    args: Mapping[str, Value] = {}
    alarms: Carried = ()


class State:
    """`talking`: the client has been heard, so events are told to it; `proven`: it has logged in."""

    def __init__(self) -> None:
        self.talking = self.proven = False
        self.latest: Answered | None = None
        self.errors = Errors()
        self.events = Events()
        self.stream = Stream()
        self.watchdog = Countdown()
