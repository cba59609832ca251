"""What the client remembers from visit to visit, what it shows, and how it reads a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from tests.clients.careful.wire import Clock, Frame, Link, Port, Values

Memory = dict[str, Any]
"""What must outlast a visit; plain data, to be kept as JSON."""

LOSE_SIGHT = 0.5  # seconds


class Order(NamedTuple):
    """What the operator asks for: `Order("bolus", "0.5 mL")`."""

    do: str
    of: str = ""


def number(text: str) -> float:
    """`0.2mL/day` -> 0.2: the pump writes each quantity in one unit."""
    found = re.match(r"-?[0-9.]+", text)
    return float(found[0]) if found else 0.0


def calendar(text: str) -> float:
    """The pump's date and time -> seconds."""
    return (datetime.fromisoformat(text) - datetime(2000, 1, 1)).total_seconds()  # noqa: DTZ001 - the pump's calendar has no zone


class Base:
    """`next_order` gives an order or None, and raises EOFError when no more will come."""

    link_type: type[Link] = Link

    def __init__(
        self,
        port: Port,
        clock: Clock,
        next_order: Callable[[], Order | None],
        display: Callable[[str], object],
        memory: Memory,
    ) -> None:
        self.port, self.clock = port, clock
        self.next_order, self.display, self.memory = next_order, display, memory
        self.link = self.link_type(port, clock)
        self.showing: set[tuple[str, str]] = set()
        self.status: Values = {}
        self.polled_at = clock.now()
        self.inhibited = ""  # why nothing is asked of this pump that could change it

    def ask(self, verb: str, **args: str) -> Frame:
        """Ask the pump; a long reading is no reason to lose sight of its state."""
        if verb != "STATUS?" and self.clock.now() - self.polled_at > LOSE_SIGHT:
            self.poll()
        return self.link.ask(verb, **args)

    def poll(self) -> Frame:
        self.polled_at = self.clock.now()
        return self.link.ask("STATUS?")

    # what it shows ------------------------------------------------------------------------------

    def tell(self, name: str, **values: object) -> None:
        """Show something that happened: `SHOW bolus_done volume=0.5mL`."""
        words = (f"{key}={value}" for key, value in values.items())
        self.display(" ".join(["SHOW", name, *words]))

    def say(self, name: str, of: str = "", **values: object) -> None:
        """Show something that stands, once, until it is over."""
        if (name, of) not in self.showing:
            self.showing.add((name, of))
            self.tell(name, **({"of": of} if of else {}), **values)

    def over(self, name: str, of: str = "") -> None:
        if (name, of) in self.showing:
            self.showing.discard((name, of))
            self.display(f"OVER {name} {of}".rstrip())

    def when(self, holds: bool, name: str, of: str = "", **values: object) -> None:
        """Show it as long as it holds."""
        if holds:
            self.say(name, of, **values)
        else:
            self.over(name, of)
