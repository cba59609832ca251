"""The clocks of a session, all of run time: what runs out, and what comes round."""

from __future__ import annotations

from mockpump.clock import Nanos


class Countdown:
    """Runs out a span after it was last restarted; a span of 0 never does."""

    def __init__(self, span: Nanos = 0) -> None:
        self.span = span
        self.due: Nanos | None = None

    def restart(self, now: Nanos) -> None:
        """Begin to count anew."""
        self.due = now + self.span if self.span else None

    def stop(self) -> None:
        """Count no longer."""
        self.due = None

    def run_out(self, now: Nanos) -> bool:
        """Say whether it has run out, once."""
        if self.due is None or now < self.due:
            return False
        self.due = None
        return True


class Stream:
    """Comes round every so often, timed from when it was due and not from when it was served.

    A round that comes while the last frame of the stream is still leaving is left out.
    """

    def __init__(self) -> None:
        self._every: Nanos = 0
        self._leaving = 0
        self.due: Nanos | None = None

    def start(self, every: Nanos, now: Nanos) -> None:
        """Come round first after `every`; 0 stops."""
        self._every = every
        self.due = now + every if every else None

    def comes_round(self, now: Nanos) -> bool:
        """Say whether it is due, once for each round."""
        if self.due is None or now < self.due:
            return False
        self.due += self._every
        return True

    @property
    def is_leaving(self) -> bool:
        """Say whether the last frame has not left yet."""
        return self._leaving != 0

    def leaves(self, frame: int) -> None:
        """Take note of a frame that goes on its way."""
        self._leaving = frame

    def sent(self, frame: int) -> None:
        """Take note of a frame that has left; one from before this stream began changes nothing."""
        if frame == self._leaving:
            self._leaving = 0
