"""The smallest driver of a port: records what is delivered, and always waits with a limit."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mockpump.ports.base import READ, Poller, Port
from mockpump.seam import Bytes, Closed, Frame, Hangup, Input, Opened, Plug, Send

LIMIT = 20.0
"""Seconds after which a condition that has not come true fails the test."""

CLIENTS = Path(__file__).parent.parent / "clients"

T = TypeVar("T", bound=Input)


def burst(data: bytes, frame: int = 0, *, last: bool = True) -> Send:
    return Send(0, data, Frame(frame, "reply"), last)


class Driver:
    def __init__(self, port: Port) -> None:
        self.port = port
        self.seen: list[Input] = []
        self.react: Callable[[Input], None] = lambda _: None
        self.rounds = 0
        self._inside = False
        self._poller = Poller()
        self._children: list[subprocess.Popen[bytes]] = []
        self._printed: dict[int, bytes] = {}
        port.deliver = self._take
        port.open(self._poller)

    def _take(self, seen: Input) -> None:
        """Record it; whatever else a test is about, only who is in can be heard or go."""
        assert self._inside is not isinstance(seen, Opened), (seen, self.seen[-8:])
        self._inside = not isinstance(seen, Closed)
        self.seen.append(seen)
        self.react(seen)

    def hang_up(self) -> None:
        self._inside = False
        self.port.perform(Hangup(0))

    def pull(self) -> None:
        self._inside = False
        self.port.perform(Plug(0, None))

    def put_back(self, name: str = "") -> None:
        self.port.perform(Plug(0, name))

    def until(self, condition: Callable[[], bool]) -> None:
        """Serve the port until the condition holds."""
        end = time.monotonic() + LIMIT
        while not condition():
            left = end - time.monotonic()
            assert left > 0, f"waited {LIMIT:g} s in vain; the last seen: {self.seen[-8:]}"
            self.serve(left)

    def serve(self, seconds: float) -> None:
        """Serve the port once, at most so long."""
        self.rounds += 1
        if self.port.poll_every is not None:
            seconds = min(seconds, self.port.poll_every / 1e9)
            self.port.look()
        self._poller.wait(seconds * 1e3)

    def rounds_of_nothing(self) -> int:
        """Return how often the poller woke up, at worst, for nothing while a while passed."""
        child = self.start("sleep", "0.2")
        before = self.rounds
        self.until(lambda: child.returncode is not None)
        return self.rounds - before

    def until_seen(self, *expected: Input) -> None:
        """Serve until as many inputs were seen as are expected; they must be these."""
        self.until(lambda: len(self.plain()) >= len(expected))
        assert self.plain() == list(expected), self.plain()

    def plain(self) -> list[Input]:
        """What was seen, with the bytes of one visit joined: chunks are the kernel's affair."""
        joined: list[Input] = []
        for seen in self.seen:
            if isinstance(seen, Bytes) and joined and isinstance(joined[-1], Bytes):
                joined[-1] = Bytes(joined[-1].data + seen.data)
            else:
                joined.append(seen)
        return joined

    def of(self, kind: type[T]) -> list[T]:
        return [seen for seen in self.seen if isinstance(seen, kind)]

    def data(self) -> bytes:
        return b"".join(seen.data for seen in self.of(Bytes))

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a client process; it is killed with the driver."""
        child = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
        )
        self._children.append(child)
        assert child.stdout is not None
        fd = child.stdout.fileno()
        self._printed[child.pid] = b""
        self._poller.watch(fd, READ, lambda _: self._listen(child, fd))
        return child

    def _listen(self, child: subprocess.Popen[bytes], fd: int) -> None:
        text = os.read(fd, 65536)
        self._printed[child.pid] += text
        if not text:
            self._poller.unwatch(fd)
            child.wait(LIMIT)

    def tell(self, child: subprocess.Popen[bytes], line: bytes = b"go on") -> None:
        """Write a line to a client's stdin."""
        assert child.stdin is not None
        child.stdin.write(line + b"\n")

    def printed(self, child: subprocess.Popen[bytes]) -> list[str]:
        """Return the lines that a client has printed so far."""
        return self._printed[child.pid].decode().splitlines()

    def python(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a Python client; `port` is the address, `say(text)` writes a line on stdout."""
        prologue = (
            "import os, sys\n"
            "port = sys.argv[1]\n"
            "def say(text): os.write(1, f'{text}\\n'.encode())\n"
            "def plain(): return os.open(port, os.O_RDWR | os.O_NOCTTY)\n"
        )
        return self.start(sys.executable, "-c", prologue + program, self.port.address, *arguments)

    def output(self, child: subprocess.Popen[bytes]) -> str:
        """Serve until the client has ended; return what it printed. It must end well."""
        self.until(lambda: child.returncode is not None)
        text = self._printed[child.pid].decode()
        assert child.returncode == 0, text
        return text

    def close(self) -> None:
        self.port.close()
        for child in self._children:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()
