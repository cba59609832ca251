"""Ctrl-C, SIGTERM and SIGHUP as what the poller sees, never an exception in the middle of a run."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mockpump.ports.base import READ, Poller

SIGNALS = (signal.SIGINT, signal.SIGTERM)
HANGS_UP: signal.Signals | None = getattr(signal, "SIGHUP", None)
"""The terminal has gone; who started us under `nohup` wants us to go on."""


@contextmanager
def interrupts(poller: Poller, interrupted: Callable[[], None]) -> Iterator[None]:
    """Call `interrupted` from the poller's turn when a signal asks the process to end.

    Only a main thread can be asked; in any other this changes nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [*SIGNALS]
    if HANGS_UP is not None and signal.getsignal(HANGS_UP) is not signal.SIG_IGN:
        signals.append(HANGS_UP)
    read_end, write_end = os.pipe()
    os.set_blocking(read_end, False)
    os.set_blocking(write_end, False)

    def asked(_events: int) -> None:
        if any(number in signals for number in os.read(read_end, 64)):
            interrupted()

    before = {number: signal.signal(number, lambda *_: None) for number in signals}
    wakeup = signal.set_wakeup_fd(write_end)
    poller.watch(read_end, READ, asked)
    try:
        yield
    finally:
        poller.unwatch(read_end)
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(read_end)
        os.close(write_end)
