"""The two clients of the exchange over a PTY."""

from __future__ import annotations

import os
import tty
from typing import Protocol

import serial


class Client(Protocol):
    """One client at one port."""

    def ask(self, request: bytes) -> bytes:
        """Write a request, read one line."""
        ...

    def close(self) -> None:
        """Close the port."""
        ...


class Pyserial:
    """As most clients are written."""

    def __init__(self, port: str) -> None:
        self._port = serial.Serial(port, 19200, timeout=5)

    def ask(self, request: bytes) -> bytes:
        self._port.write(request)
        return self._port.read_until(b"\n")

    def close(self) -> None:
        self._port.close()


class Raw:
    """System calls alone: what is left is the answering program and the kernel."""

    def __init__(self, port: str) -> None:
        self._fd = os.open(port, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._fd)

    def ask(self, request: bytes) -> bytes:
        os.write(self._fd, request)
        reply = b""
        while not reply.endswith(b"\n"):
            reply += os.read(self._fd, 4096)
        return reply

    def close(self) -> None:
        os.close(self._fd)
