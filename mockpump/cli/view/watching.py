"""The view in a thread of its own: it looks through the run's door, and hands in what keys ask for."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live as Screen

from mockpump.cli.view.keys import Keys
from mockpump.cli.view.screen import screen
from mockpump.cli.view.seen import Seen, Snapshot, faults_for, snapshot
from mockpump.clock import SECOND, Nanos
from mockpump.control import Control
from mockpump.door import Door
from mockpump.errors import MockpumpError, UsageError
from mockpump.run import Run

EVERY = 0.25  # seconds between two looks
MINUTE: Nanos = 60 * SECOND


def can_be_shown() -> bool:
    """Whether a person sits at a terminal that can show it."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream.isatty() for stream in streams) and os.environ.get("TERM") not in (
        None,
        "dumb",
    )


@contextmanager
def watched(door: Door, run: Run, title: Callable[[], str]) -> Iterator[None]:
    """Show a run while it is played; what was on the screen last stays there."""
    wake, ring = os.pipe()
    watching = _Watching(door, run, title, wake)
    thread = threading.Thread(target=watching.go_on, name="view", daemon=True)
    with Keys() as keys:
        watching.keys = keys
        thread.start()
        try:
            yield
        finally:
            watching.over = True
            os.write(ring, b"\0")
            thread.join()
            os.close(wake)
            os.close(ring)


class _Watching:
    """Looks, draws, and waits for a key."""

    keys: Keys
    over = False

    def __init__(self, door: Door, run: Run, title: Callable[[], str], wake: int) -> None:
        self._door, self._title, self._wake = door, title, wake
        self._faults = faults_for(run)
        self._seen = Seen()
        self._said = ""
        self._acts: Mapping[str, tuple[str, Callable[[Control], object]]] = {
            "m": ("a minute on", lambda control: control.advance(MINUTE)),
            "d": ("a day of pump time skipped", _skip_a_day),
            "h": ("hung up", lambda control: control.do({"hangup": True})),
            "o": ("the operator was asked", _answer),
            "q": ("ended", lambda control: control.stop()),
        }

    def go_on(self) -> None:
        """Until the run is over, then once more."""
        console = Console(stderr=True, highlight=False)
        with Screen(console=console, auto_refresh=False, redirect_stdout=False) as shown:
            while not self.over:
                self._draw(shown)
                for key in self.keys.read(EVERY, self._wake):
                    self._press(key)
            self._draw(shown)

    def _draw(self, shown: Screen) -> None:
        try:
            now: Snapshot = self._door.call(lambda control: snapshot(control, self._seen.count))
        except MockpumpError:
            return  # the run met with an error, which is told where it is played
        self._seen.take(now.new)
        height = shown.console.height
        drawn = screen(self._title(), now, self._seen, self._faults, self._said, height)
        shown.update(drawn, refresh=True)

    def _press(self, key: str) -> None:
        names = [*self._faults]
        if key.isdecimal() and 0 < int(key) <= len(names):
            self._do(*self._toggles(names[int(key) - 1]))
        elif key in self._acts:
            self._do(*self._acts[key])

    def _toggles(self, fault: str) -> tuple[str, Callable[[Control], object]]:
        if fault in self._seen.faults:
            return f"{fault} cleared", lambda control: control.clear(fault)
        given = self._faults[fault]
        return f"{fault} set", lambda control: control.inject(fault, **given)

    def _do(self, said: str, command: Callable[[Control], object]) -> None:
        try:
            self._door.call(command)
            self._said = said
        except MockpumpError as error:
            self._said = str(error)


def _skip_a_day(control: Control) -> None:
    control.do({"skip": {"span": "1 day", "connected": True}})


def _answer(control: Control) -> None:
    asked = control.asked()
    if not asked:
        raise UsageError("no step asks the operator for anything")
    control.answer(asked[0].do, asked[0].of)
