"""A client process under test: started, driven and watched as its profile says."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from mockpump.asking import Helpers, Stdin
from mockpump.clock import Nanos
from mockpump.errors import ClientError
from mockpump.outputs import LogFile, Output, PassOn, Search, Seen, to_stderr
from mockpump.ports.base import Poller
from mockpump.scenario.printout import Printout
from mockpump.scenario.profile import ClientProfile, Drive
from mockpump.seam import Delivered, Input, Printed, Process, Shown

PATIENCE = 5.0  # seconds that a killed process may take to go
MARK = "MOCKPUMP_RUN"  # in the environment of a client and of all that it starts
GENERATIONS = 20  # how often a child may start another one while it is being killed

Deliver = Callable[[Input], None]


class Client:
    """One client process. What it does is delivered as inputs; what it prints is passed on."""

    def __init__(
        self,
        profile: ClientProfile,
        deliver: Deliver,
        printouts: Iterable[Printout] = (),
        pass_on: PassOn = to_stderr,
    ) -> None:
        """Prepare to run a client; nothing is started yet. The scenario looks for `printouts`."""
        self._profile, self._deliver, self._pass_on = profile, deliver, pass_on
        self._printouts = tuple(printouts)
        self._mark = f"{MARK}={os.urandom(8).hex()}"
        self._process: subprocess.Popen[bytes] | None = None
        self._outputs: list[Output | LogFile] = []
        self._operator: Stdin | Helpers | None = None
        self._early: list[tuple[str, str]] = []  # asked before it was first started
        self.code: int | None = None

    @property
    def opens_within(self) -> Nanos:
        """How long it may take to open the port, by the wall clock."""
        return self._profile.opens

    def start(self, poller: Poller, address: str, speed: str, visit: str) -> None:
        """Start it with the port's address in its command and environment. Raises ClientError.

        One that has ended is started again for its next visit, which it finds in MOCKPUMP_VISIT.
        """
        self.stop()
        self._outputs.clear()
        self.code = None
        profile = self._profile
        mark = dict([self._mark.split("=")])
        own = {"MOCKPUMP_SPEED": speed, "MOCKPUMP_VISIT": visit, **profile.environment(address)}
        command = profile.argv(address)
        logs = self._logs()  # from where they end before it starts
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is the user's own
                command,
                stdin=subprocess.PIPE if profile.operator == "stdin" else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=profile.cwd or None,
                env={**os.environ, **own, **mark},
                start_new_session=True,  # so that its whole process tree can be stopped
            )
        except OSError as error:
            lacking = f"{command[0]!r}; check its name, its path and that it is executable"
            if profile.cwd and error.filename == profile.cwd:
                lacking = f"its folder {profile.cwd!r}, the profile's cwd"
            found = f"the client could not be started: {error.strerror}: {lacking}"
            raise ClientError(found) from error
        for name in ("stdout", "stderr"):
            pipe = getattr(self._process, name)
            self._outputs.append(Output(pipe, self._search(name), poller, self._pass_on))
        self._outputs += logs
        self._operator = self._asks(address)
        self._deliver(Process("started"))
        early, self._early = self._early, []
        for do, of in early:
            self.ask(do, of)

    def _search(self, on: str, file: str = "") -> Search:
        shows = self._profile.shows.items()
        here: list[tuple[re.Pattern[str], Seen]] = [
            (re.compile(one.pattern), partial(Shown, name))
            for name, one in shows
            if (one.on, one.file) == (on, file)
        ]
        here += [
            (re.compile(one.pattern), partial(Printed, str(one)))
            for one in self._printouts
            if (one.on, "") == (on, file)
        ]
        return Search(here, self._deliver)

    def _logs(self) -> list[LogFile]:
        files = {one.file for one in self._profile.shows.values() if one.file}
        home = Path(self._profile.cwd)
        return [LogFile(home / file, self._search("stdout", file)) for file in sorted(files)]

    def _asks(self, address: str) -> Stdin | Helpers | None:
        drive, process = self._profile.operator, self._process
        if isinstance(drive, Drive):
            return Helpers(drive, address, self._profile.cwd, self._deliver)
        if process is not None and process.stdin is not None:
            return Stdin(process.stdin, self._deliver)
        return None

    def ask(self, do: str, of: str) -> None:
        """Hand what the operator does to the client, in the way of its profile, once it is there."""
        if self._process is None:
            self._early.append((do, of))
        elif self._operator is None or self.code is not None:
            self._deliver(Delivered(do, of, ok=False))
        else:
            self._operator.ask(do, of)

    def look(self) -> None:
        """See what nobody tells of by itself: log files, and helpers that have ended.

        Raises ClientError where a helper has failed, or a log cannot be read.
        """
        for output in self._outputs:
            if isinstance(output, LogFile):
                output.drain()
        running = self._process is not None and self._process.poll() is None
        if self._operator is not None and running:  # one that has ended cannot be asked: no mistake
            self._operator.look()

    def ended(self) -> bool:
        """Whether it has ended; its exit status, negative for a signal, is then in `code`.

        Raises ClientError where a log cannot be read.
        """
        if self.code is None and self._process is not None:
            self.code = self._process.poll()
            if self.code is not None:
                ended = Process("exited", self.code)
                if self.code < 0:  # told first: its last words may be what ends the run
                    self._deliver(ended)
                self.look()
                for output in self._outputs:
                    output.drain()
                    if isinstance(output, LogFile):
                        output.finish()
                if self.code >= 0:
                    self._deliver(ended)
        return self.code is not None

    def terminate(self) -> None:
        """Ask it to end, without waiting for it. No error if it has ended."""
        if self._process is not None:
            self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """End it with all its children: politely, then not. No error if it has ended."""
        if self._process is None:
            return
        self.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self._profile.stop / 1e9)
        self._signal(signal.SIGKILL)
        self._end_strays()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        for output in self._outputs:
            with contextlib.suppress(ClientError):  # of a log, told while there was time to
                output.drain()
            output.close()
        if self._operator is not None:
            self._operator.close()

    def _end_strays(self) -> None:
        """Kill those of its children that have left its group: where `/proc` tells who they are."""
        for _ in range(GENERATIONS):
            strays = list(_marked(self._mark.encode()))
            if not strays:
                return
            for pid in strays:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def _marked(mark: bytes) -> Iterator[int]:
    """Return the processes that carry a mark in their environment."""
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in environ.read_bytes().split(b"\0"):
                yield int(environ.parent.name)
