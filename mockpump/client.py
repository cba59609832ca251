"""A client process under test: started, driven and watched as its profile says."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import IO

from mockpump.errors import ClientError
from mockpump.ports.base import READ, Poller
from mockpump.scenario.profile import ClientProfile
from mockpump.seam import Delivered, Input, Process, Shown

LONGEST_LINE = 64 * 1024
CHUNK = 64 * 1024
PATIENCE = 5.0  # seconds that a killed process may take to go

Deliver = Callable[[Input], None]


class Client:
    """One client process. What it does is delivered as inputs; what it prints goes to our stderr."""

    def __init__(self, profile: ClientProfile, deliver: Deliver) -> None:
        """Prepare to run a client; nothing is started yet."""
        self._profile, self._deliver = profile, deliver
        self._process: subprocess.Popen[bytes] | None = None
        self._outputs: list[Output] = []
        self.code: int | None = None

    def start(self, poller: Poller, address: str, speed: str, visit: str) -> None:
        """Start it with the port's address in its command and environment. Raises ClientError.

        One that has ended is started again for its next visit, which it finds in MOCKPUMP_VISIT.
        """
        self.stop()
        self._outputs.clear()
        self.code = None
        profile = self._profile
        own = {"MOCKPUMP_SPEED": speed, "MOCKPUMP_VISIT": visit, **profile.environment(address)}
        command = profile.argv(address)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is the user's own
                command,
                stdin=subprocess.PIPE if profile.operator else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=profile.cwd or None,
                env={**os.environ, **own},
                start_new_session=True,  # so that its whole process tree can be stopped
            )
        except OSError as error:
            raise ClientError(
                f"the client could not be started: {error.strerror}: {command[0]!r}; "
                "check its name, its path and that it is executable"
            ) from error
        for name in ("stdout", "stderr"):
            shows = {key: re.compile(s.pattern) for key, s in profile.shows.items() if s.on == name}
            pipe = getattr(self._process, name)
            self._outputs.append(Output(pipe, shows, self._deliver, poller))
        self._deliver(Process("started"))

    def ask(self, do: str, of: str) -> None:
        """Hand what the operator does to the client, as a line of JSON on its stdin."""
        pipe = self._process.stdin if self._process is not None else None
        line = json.dumps({"do": do, "of": of} if of else {"do": do}) + "\n"
        try:
            if pipe is None:
                raise BrokenPipeError
            pipe.write(line.encode())
            pipe.flush()
        except OSError:
            self._deliver(Delivered(do, of, ok=False))
        else:
            self._deliver(Delivered(do, of, ok=True))

    def ended(self) -> bool:
        """Whether it has ended; its exit status, negative for a signal, is then in `code`."""
        if self.code is None and self._process is not None:
            self.code = self._process.poll()
            if self.code is not None:
                for output in self._outputs:
                    output.drain()
                self._deliver(Process("exited", self.code))
        return self.code is not None

    def stop(self) -> None:
        """End it with all its children: politely, then not. No error if it has ended."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self._profile.stop / 1e9)
        self._signal(signal.SIGKILL)
        self._process.wait(PATIENCE)
        for output in self._outputs:
            output.drain()
            output.close()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


class Output:
    """One stream of a client's output: passed on as it comes, and searched line by line."""

    def __init__(
        self,
        pipe: IO[bytes],
        shows: Mapping[str, re.Pattern[str]],
        deliver: Deliver,
        poller: Poller,
    ) -> None:
        self._pipe, self._shows, self._deliver, self._poller = pipe, shows, deliver, poller
        self._rest = b""
        os.set_blocking(pipe.fileno(), False)
        poller.watch(pipe.fileno(), READ, self._ready)

    def drain(self) -> None:
        """Read what is there now."""
        while not self._pipe.closed and self._read():
            pass

    def close(self) -> None:
        """Stop watching; no error if it has ended."""
        if not self._pipe.closed:
            self._poller.unwatch(self._pipe.fileno())
            self._pipe.close()

    def _ready(self, _events: int) -> None:
        if not self._read():
            self.close()

    def _read(self) -> bool:
        try:
            chunk = os.read(self._pipe.fileno(), CHUNK)
        except BlockingIOError:
            return False
        sys.stderr.buffer.write(chunk)
        sys.stderr.buffer.flush()
        if self._shows and chunk:
            *lines, rest = (self._rest + chunk).split(b"\n")
            self._rest = rest[-LONGEST_LINE:]
            for line in lines:
                self._search(line.decode(errors="replace"))
        return bool(chunk)

    def _search(self, line: str) -> None:
        for name, pattern in self._shows.items():
            if found := pattern.search(line):
                values = {key: value or "" for key, value in found.groupdict().items()}
                self._deliver(Shown(name, values))
