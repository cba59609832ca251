"""What every port is to the driver: an address, inputs as they come, effects as they go."""

from __future__ import annotations

import select
from abc import ABC, abstractmethod
from collections.abc import Callable

from mockpump.clock import Nanos
from mockpump.seam import Effect, Input

READ = select.POLLIN
WRITE = select.POLLOUT
HUNG_UP = select.POLLHUP
LONGEST = 2.0**31 - 1
"""Milliseconds that a poll can wait: 24 days. Who waits longer looks in between."""


class Poller:
    """File descriptors and who looks after each. One per driver, shared by ports and processes."""

    def __init__(self) -> None:
        self._poll = select.poll()
        self._owners: dict[int, Callable[[int], None]] = {}

    def watch(self, fd: int, mask: int, owner: Callable[[int], None]) -> None:
        """Call `owner(events)` whenever the descriptor is ready; again with another mask to change it.

        Those that are ready at once are served in the order in which they were first watched.
        """
        self._owners[fd] = owner
        self._poll.register(fd, mask)

    def unwatch(self, fd: int) -> None:
        """Look at a descriptor no longer; no error if it was not looked at."""
        if self._owners.pop(fd, None) is not None:
            self._poll.unregister(fd)

    def wait(self, milliseconds: float | None) -> None:
        """Wait for the first descriptor that is ready, at most so long, and serve all that are."""
        if milliseconds is not None:
            milliseconds = min(milliseconds, LONGEST)
        for fd, events in self._poll.poll(milliseconds):
            owner = self._owners.get(fd)  # an earlier owner of this round may have unwatched it
            if owner is not None:
                owner(events)


class Port(ABC):
    """Where a client connects. A port never blocks and never judges: it passes on what it sees.

    `deliver` is called with each input as it is seen; the driver sets it before `open`. It may
    perform effects at once, even hang up or close the port. What does not fit the bounded queue to a
    client that does not read is dropped and told as an `Overrun`, and that from within `perform`:
    the driver takes such an input after the effects at hand.
    """

    address: str
    deliver: Callable[[Input], None]
    poll_every: Nanos | None = None
    """How often the driver must call `look`; None: the poller's descriptors tell everything."""

    @abstractmethod
    def open(self, poller: Poller) -> None:
        """Make the port exist, so that a client can open `address`. Raises MachineError."""

    def look(self) -> None:  # noqa: B027 - most ports have nothing that no descriptor tells
        """Look for what no descriptor tells; harmless at any time."""

    def hear_out(self) -> None:  # noqa: B027 - where a look tells all, there is nothing more
        """Deliver what a client that has ended left on the line, however much it is."""

    @abstractmethod
    def perform(self, effect: Effect) -> None:
        """Carry out an effect: send bytes, hang up. Effects that this port cannot carry are ignored."""

    def hold(self, *, on: bool) -> None:  # noqa: B027 - a port without a queue has nothing to hold
        """Stop reading, so that a client ahead of its line must wait in its writes; or go on."""

    @abstractmethod
    def close(self) -> None:
        """Take the port away, with everything it made in the file system. Harmless when repeated."""
