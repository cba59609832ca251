"""A web server in a thread of its own, for as long as a run is played."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import uvicorn

from mockpump.door import Door
from mockpump.errors import MachineError, UsageError
from mockpump.remote.app import About, make_app

FAREWELL = 2
"""Seconds that answers under way at the end of a run may take."""


class Where(NamedTuple):
    """Where to serve: `127.0.0.1:0` is a free port of this machine alone."""

    host: str
    port: int

    @classmethod
    def of(cls, text: str) -> Where:
        """Read `HOST:PORT`. Raises UsageError."""
        host, colon, port = text.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        if not (colon and host and port.isdecimal() and int(port) < 2**16):
            raise UsageError(f"{text!r} is not HOST:PORT, such as 127.0.0.1:0")
        return cls(host, int(port))

    @property
    def is_loopback(self) -> bool:
        """Whether nobody on another machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@contextmanager
def serving(door: Door, where: Where, about: About, token: str = "") -> Iterator[tuple[str, str]]:
    """Serve what comes through a door; give the address, and the token that requests must bear.

    Beyond loopback there is always one: made up, if none was given. Raises MachineError.
    """
    listener = _listen(where)
    bound = Where(where.host, listener.getsockname()[1])
    if not token and not where.is_loopback:
        token = secrets.token_urlsafe(24)
    config = uvicorn.Config(
        make_app(door, about, token, loopback=where.is_loopback),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=FAREWELL,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="control", daemon=True)
    thread.start()
    try:
        yield f"http://{bound}/", token
    finally:
        server.should_exit = True
        thread.join(FAREWELL + 1)
        listener.close()


def _listen(where: Where) -> socket.socket:
    try:
        family = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((where.host, where.port), family=family)
    except OSError as error:
        raise MachineError(f"cannot serve the control at {where}: {error.strerror}") from error
