"""How other threads get at a run that one thread plays: what they ask is done there, in turn."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

from mockpump.clock import Nanos
from mockpump.control import Control, Found, Said, Wanted, as_wanted
from mockpump.ports.base import READ, Poller

T = TypeVar("T")


class _Wait(NamedTuple):
    """Somebody waits for a note behind a line of the trace, at most until a time."""

    wanted: Wanted
    after: int
    until: Nanos | None
    answer: Future[Found | None]


class Door:
    """For any thread. Once the run is over, what is asked is done in the thread that asks.

    `clock` is that of whoever waits: it goes like run time, also before a client has come.
    """

    def __init__(self, control: Control, clock: Callable[[], Nanos]) -> None:
        self._control, self._clock = control, clock
        self._jobs: deque[Callable[[], None]] = deque()
        self._waits: list[_Wait] = []
        self._lock = threading.Lock()
        self._wake: int | None = None
        self._closed = False
        self._error: Exception | None = None

    # from any thread ---------------------------------------------------------------------------

    def call(self, command: Callable[[Control], T]) -> T:
        """Do something with the control where the run is played, and return what comes of it."""
        answer: Future[T] = Future()
        self._hand_in(lambda: _fulfil(answer, lambda: command(self._control)))
        return answer.result()

    def wait_for(
        self, wanted: Said | Wanted, within: Nanos | None = None, after: int = 0
    ) -> Found | None:
        """Wait for something that no line of the trace up to `after` tells; None: it did not happen.

        At most for a span of run time from now, or until the run is over. Raises ScenarioError for
        what is no condition.
        """
        sought = as_wanted(wanted)
        answer: Future[Found | None] = Future()

        def begin() -> None:
            until = None if within is None else self._clock() + within
            self._waits.append(_Wait(sought, after, until, answer))
            self.look()

        self._hand_in(begin)
        return answer.result()

    def _hand_in(self, job: Callable[[], None]) -> None:
        with self._lock:
            if not self._closed:
                self._jobs.append(job)
                self._ring()
                return
            if self._error is not None:
                raise self._error
            job()

    def _ring(self) -> None:
        if self._wake is not None:
            with contextlib.suppress(BlockingIOError):  # full: it is ringing already
                os.write(self._wake, b"\0")

    # from the thread that plays the run --------------------------------------------------------

    def open(self, poller: Poller) -> None:
        """Let them in."""
        self._poller = poller
        self._read, wake = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(wake, False)
        poller.watch(self._read, READ, self._serve)
        with self._lock:
            self._wake = wake
            if self._jobs:
                self._ring()

    def next_deadline(self) -> Nanos | None:
        """When the first wait is over, by the clock of those who wait."""
        return min((wait.until for wait in self._waits if wait.until is not None), default=None)

    def look(self) -> None:
        """Tell those that wait what has happened meanwhile."""
        if self._waits:
            seen = len(self._control.run.records)
            still = [wait for wait in self._waits if not self._is_over(wait)]
            self._waits = [wait._replace(after=max(wait.after, seen)) for wait in still]

    def _is_over(self, wait: _Wait) -> bool:
        found = self._control.find(wait.wanted, wait.after)
        late = wait.until is not None and wait.until <= self._clock()
        if found is None and not late and not self._closed:
            return False
        wait.answer.set_result(found)
        return True

    def close(self, error: Exception | None = None) -> None:
        """The run is over, perhaps by an error, which is then all that anybody is told."""
        with self._lock:
            self._closed, self._error = True, error
            jobs, self._jobs = self._jobs, deque()
            if self._wake is not None:
                self._poller.unwatch(self._read)
                os.close(self._read)
                os.close(self._wake)
                self._wake = None
        for job in jobs:
            job()
        self.look()

    def _serve(self, _events: int) -> None:
        os.read(self._read, 4096)
        while self._jobs:
            self._jobs.popleft()()


def _fulfil(answer: Future[T], work: Callable[[], T]) -> None:
    try:
        answer.set_result(work())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is for the thread that asked
        answer.set_exception(error)
