"""A serial port opened as barely as can be: a file, or a socket where the port is an address.

    sys.path.insert(0, <this folder>); from raw import Raw

Imported by clients that are one program for every kind of port. Knows nothing of telnet.
"""

from __future__ import annotations

import os
import socket
from urllib.parse import urlsplit


class Raw:
    def __init__(self, port: str) -> None:
        if "://" in port:
            at = urlsplit(port)
            self.socket = socket.create_connection((at.hostname or "", at.port or 0))
            self.fd = self.socket.fileno()
        else:
            self.fd = os.open(port, os.O_RDWR | os.O_NOCTTY)

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.fd, rest) :]

    def read(self) -> bytes:
        """Return what comes next; empty when hung up."""
        try:
            return os.read(self.fd, 65536)
        except OSError:
            return b""

    def read_to(self, end: bytes) -> bytes:
        got = b""
        while not got.endswith(end):
            more = self.read()
            if not more:
                break
            got += more
        return got

    def close(self) -> None:
        if hasattr(self, "socket"):
            self.socket.close()
        else:
            os.close(self.fd)
