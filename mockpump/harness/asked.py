"""The operator of a test: a callback in a thread of its own, so that it may talk to the pump."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

PATIENCE = 5.0
"""Seconds that a callback may take to come to its end once the test is over."""

AskedTo = Callable[[str, str], None]


class Desk:
    """Hands on what the operator is asked to do, one by one. What goes wrong is in `errors`."""

    def __init__(self, operator: AskedTo) -> None:
        self._operator = operator
        self._orders: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
        self.errors: list[BaseException] = []
        self._thread = threading.Thread(target=self._work, name="mockpump operator", daemon=True)
        self._thread.start()

    def ask(self, do: str, of: str) -> None:
        """Leave an order; never waits."""
        self._orders.put((do, of))

    def close(self) -> bool:
        """Take no more orders; return whether the last one has come to its end."""
        self._orders.put(None)
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            try:
                self._operator(*order)
            except BaseException as error:  # noqa: BLE001 - whatever it is, it fails the test
                self.errors.append(error)
