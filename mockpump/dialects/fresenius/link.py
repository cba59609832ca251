"""The link: one frame at a time, sent again until it is acknowledged; and the keep-alive."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Literal

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.timers import Countdown
from mockpump.seam import Frame, Send

ACK_WITHIN: Nanos = SECOND
"""How long after its last bit has left a frame waits for its acknowledgement."""
TRIES = 3
MOST_WAITING = 16
"""Frames that may wait for those before them; while there are so many, no command is taken."""

Anew = Callable[[Send, Nanos], Send]
"""Makes the same frame once more, as a transmission of its own."""


class Link:
    """The frames that go to the client, in order."""

    def __init__(self, anew: Anew) -> None:
        self._anew = anew
        self._waiting: deque[Send] = deque()
        self._out: Send | None = None
        self._tries = 0
        self._timer = Countdown(ACK_WITHIN)

    @property
    def is_full(self) -> bool:
        """Whether another frame would be too many."""
        return len(self._waiting) >= MOST_WAITING

    @property
    def due(self) -> Nanos | None:
        """When the acknowledgement is overdue."""
        return self._timer.due

    def put(self, send: Send) -> list[Send]:
        """Send a frame, or let it wait for those before it."""
        if self._out is not None:
            self._waiting.append(send)
            return []
        self._out, self._tries = send, 1
        return [send]

    def settles(self, now: Nanos) -> bool:
        """Take an acknowledgement after which nothing is to be sent; False: something waits."""
        if self._waiting:
            return False
        self._next(now)
        return True

    def acknowledged(self, now: Nanos) -> list[Send]:
        """The client has it: send what waits."""
        if self._out is None:
            return []
        return self._next(now)

    def again(self, now: Nanos) -> list[Send] | None:
        """Send the frame once more, refused or unacknowledged. None: it was sent often enough."""
        self._timer.stop()
        if self._out is None:
            return []
        return None if self._tries >= TRIES else self._go(self._out, now)

    def sent(self, frame: Frame, now: Nanos) -> None:
        """Time the acknowledgement from when the last bit has left."""
        if self._out is not None and frame.id == self._out.frame.id:
            self._timer.restart(now)

    def overdue(self, now: Nanos) -> bool:
        """Say whether no acknowledgement has come in time, once."""
        return self._timer.run_out(now)

    def give_up(self, now: Nanos) -> list[Send]:
        """Drop the frame that nobody acknowledges; send what waits."""
        return self._next(now)

    def _next(self, now: Nanos) -> list[Send]:
        self._timer.stop()
        self._tries = 0
        self._out = None
        return self._go(self._waiting.popleft(), now) if self._waiting else []

    def _go(self, send: Send, now: Nanos) -> list[Send]:
        self._out, self._tries = self._anew(send, now), self._tries + 1
        return [self._out]


class KeepAlive:
    """Asks whether anybody is there when the line has been idle; after some silence nobody is."""

    def __init__(self, period: Nanos, within: Nanos, tries: int) -> None:
        """Ask after a `period` of silence, and again after `within`, `tries` times in all."""
        self._idle, self._answer = Countdown(period), Countdown(within)
        self._tries, self._asked = tries, 0
        self._frame = 0

    @property
    def due(self) -> Nanos | None:
        """When to ask, or to give up."""
        return self._idle.due if self._answer.due is None else self._answer.due

    def heard(self, now: Nanos) -> None:
        """The client has said something: begin anew."""
        self._asked = 0
        self._answer.stop()
        self._idle.restart(now)

    def stop(self) -> None:
        """Ask no more: there is no session."""
        self._idle.stop()
        self._answer.stop()

    def tick(self, now: Nanos) -> Literal["", "ask", "lost"]:
        """Say what is due: to ask, or to find that nobody is there any more."""
        if self._idle.run_out(now):
            return "ask"
        if self._answer.run_out(now):
            return "ask" if self._asked < self._tries else "lost"
        return ""

    def asked(self, frame: int) -> None:
        """Take note of the byte that asks, which is on its way."""
        self._asked += 1
        self._frame = frame

    def sent(self, frame: int, now: Nanos) -> None:
        """Wait for the answer from when it has left."""
        if frame == self._frame:
            self._answer.restart(now)
