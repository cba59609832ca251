"""Pumps in the test's own process, in virtual time; pumps at a port, in a thread beside the test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from fractions import Fraction
from typing import Any, TypeVar

from mockpump import ports
from mockpump.clock import Nanos
from mockpump.control import Control, Found, Wanted
from mockpump.errors import MachineError
from mockpump.expect import Verdict
from mockpump.harness.asked import AskedTo, Desk
from mockpump.harness.pump import Pump
from mockpump.inprocess import plug
from mockpump.live import Live
from mockpump.run import Run
from mockpump.scenario.model import Scenario

PATIENCE = 20.0
"""Seconds that a run beside the test may take to come to its end once it was told to."""

T = TypeVar("T")


class InProcess(Pump):
    """A pump in virtual time. The operator's callback is called in the middle of the client's read."""

    def __init__(
        self, scenario: Scenario, *, operator: AskedTo | None = None, **options: Any
    ) -> None:
        """Take the options of `plug`. Raises ScenarioError, UsageError."""
        asked = None if operator is None else self._noting(operator)
        self._plug = plug(scenario, operator=asked, **options)
        assert self._plug.virtual is not None
        assert self._plug.port is not None
        self._virtual, self.port = self._plug.virtual, self._plug.port
        super().__init__(self._virtual.run)

    def _noting(self, operator: AskedTo) -> AskedTo:
        """Remember what goes wrong in a callback: the client whose read it goes through may drop it."""

        def asked(do: str, of: str) -> None:
            try:
                operator(do, of)
            except Exception as error:
                self.errors.append(error)
                raise

        return asked

    def _call(self, command: Callable[[Control], T]) -> T:
        return command(self._virtual.control)

    def _wait(self, wanted: Wanted, within: Nanos | None, after: int) -> Found | None:
        return self._virtual.wait_for(wanted, within, after)

    def _finish(self) -> Verdict:
        return self._virtual.verdict()


class AtPort(Pump):
    """A pump at a port, by the wall clock. The operator's callback has a thread of its own."""

    def __init__(
        self, run: Run, port: str, speed: Fraction, operator: AskedTo | None = None
    ) -> None:
        """Open the port, and play in a thread. Raises MachineError, UsageError."""
        super().__init__(run)
        self._desk = Desk(operator) if operator is not None else None
        ask = self._desk.ask if self._desk is not None else None
        self._live = Live(run, ports.make(port), lambda _: None, speed=speed, operator=ask)
        self._door = self._live.let_in()
        self._ready, self._played = Future[str](), Future[Verdict]()
        self._thread = threading.Thread(target=self._play, name="mockpump", daemon=True)
        self._thread.start()
        self.port = self._ready.result()

    def _play(self) -> None:
        try:
            self._played.set_result(self._live.play(self._ready.set_result))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it fails the test
            self._played.set_exception(error)
            if not self._ready.done():
                self._ready.set_exception(error)

    def _call(self, command: Callable[[Control], T]) -> T:
        return self._door.call(command)

    def _wait(self, wanted: Wanted, within: Nanos | None, after: int) -> Found | None:
        return self._door.wait_for(wanted, within, after)

    def _finish(self) -> Verdict:
        """End the run, even one that an error ended; then hear of what went wrong."""
        with suppress(Exception):  # what it ends by is what became of the play
            self._door.call(lambda control: control.stop())
        self._thread.join(PATIENCE)
        if self._desk is not None:
            if not self._desk.close():
                self.errors.append(MachineError("the operator's callback does not come to its end"))
            self.errors += self._desk.errors
        if self._thread.is_alive():
            raise MachineError("the run does not come to its end")
        return self._played.result()
