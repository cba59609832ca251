"""Where a network port listens: `HOST:PORT` as it is written, and the socket that comes of it."""

from __future__ import annotations

import errno
import os
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from mockpump.errors import MachineError, UsageError

LOOPBACK = "127.0.0.1"

_ADVICE = {
    errno.EADDRINUSE: "another program has it: choose another number, or 0 for a free one",
    errno.EACCES: "choose a number from 1024 on, or 0 for a free one",
    errno.EADDRNOTAVAIL: "this machine has no such address: leave the host away for loopback",
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
}


class Endpoint(NamedTuple):
    """A host and a TCP port number; 0: any that is free."""

    host: str
    number: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.number}"


def endpoint(text: str) -> Endpoint:
    """`"0.0.0.0:4000"` -> an endpoint. What is left away is loopback, and a free number.

    Raises UsageError.
    """
    if text.isdecimal():
        text = f":{text}"
    try:
        parts = urlsplit(f"//{text}")
        number = parts.port or 0
    except ValueError as error:
        raise UsageError(f"{text!r} is not HOST:PORT: {error}") from error
    if parts.netloc != text or "@" in text:
        raise UsageError(f"{text!r} is not HOST:PORT, such as {LOOPBACK}:4000 or :0")
    return Endpoint(parts.hostname or LOOPBACK, number)


def listen(at: Endpoint) -> socket.socket:
    """Return a socket that listens and never blocks. Raises MachineError with what to try."""
    try:
        [(family, *_), *_] = socket.getaddrinfo(at.host, at.number, type=socket.SOCK_STREAM)
        listener = socket.create_server(at, family=family)
    except OSError as error:
        cause = os.strerror(error.errno) if error.errno in _ADVICE else error.strerror
        advice = _ADVICE.get(error.errno or 0, "give a host of this machine, or none for loopback")
        raise MachineError(f"no listening at {at}: {cause}; {advice}") from error
    listener.settimeout(0)
    return listener
