"""Talks MP/1 to a pump and keeps what it says."""

from __future__ import annotations

import binascii
from collections.abc import Callable

import serial


class Monitor:
    """One pump at a serial port that is open. `show` is told what a person must see."""

    def __init__(self, port: serial.SerialBase, show: Callable[[str], None]) -> None:
        self._port, self._show = port, show
        self._number = 0
        self._heard = b""
        self.alarms: set[str] = set()
        self.state = ""

    def poll(self) -> None:
        """Ask for the status."""
        self._send("STATUS?")

    def acknowledge(self, alarm: str) -> None:
        """Acknowledge an alarm."""
        self._send(f"ACK alarm={alarm}")

    def listen(self) -> None:
        """Take what has come, waiting for it as long as the port does."""
        self._heard += self._port.read(self._port.in_waiting or 1)
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            body, _, _ = line.rpartition(b"*")
            if line + b"\n" == _framed(body):
                self._take(body.decode("ascii"))

    def _send(self, request: str) -> None:
        self._number = (self._number + 1) % 256
        self._port.write(_framed(f">{self._number:02X} {request}".encode("ascii")))

    def _take(self, body: str) -> None:
        number, *words = body.split()
        told = dict(word.split("=", 1) for word in words if "=" in word)
        if number.startswith("!"):
            self._send(f"EVACK n={number[1:]}")
        if number.startswith("!") and "code" in told:
            self._take_alarm(told["code"], told.get("state", ""))
        elif "state" in told and told["state"] != self.state:
            self.state = told["state"]
            self._show(f"pump is {self.state}")

    def _take_alarm(self, code: str, state: str) -> None:
        if state == "active" and code not in self.alarms:
            self.alarms.add(code)
            self._show(f"ALARM {code}")
        elif state == "cleared":
            self.alarms.discard(code)


def _framed(body: bytes) -> bytes:
    return b"%s*%04X\n" % (body, binascii.crc_hqx(body, 0xFFFF))
