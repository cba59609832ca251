"""A client that plays a script and prints what it sees: the witness of every proof from outside.

    python -P probe.py PORT SCRIPT [--out FILE]

SCRIPT is a file of JSON lines, or `-` for stdin. It knows MP/1 from docs/mp1.md and nothing of
mockpump, of which it imports no module: its checks, its numbering and its cutting of lines are its own.

    {"send": "STATUS?"}                                  a request: numbered, checked, its reply awaited
    {"send": "STATUS?", "until": "state=stopped", "times": 20}     the same again until a reply says so
    {"send": "PING", "await": "line"}                    anything ends the wait, also what is no reply
    {"send": "BOLUS volume=1mL id=b", "await": "nothing"}          go on at once
    {"wait": 0.05}                                       read for so many seconds
    {"reopen": true}                                     close the port and open it again
    {"baud": 9600}                                       choose another baud
    {"look": true}                                       say how the modem lines stand

PORT is a file, socket://HOST:PORT, or rfc2217://HOST:PORT, which pyserial then speaks.

Every line that comes is printed as it came, behind `bad-check ` if its check is wrong; what the
probe does itself is printed behind `-- `, also how many bytes it read at once, how long an answer
took, and what the line reports. It ends with 1 if an answer that it awaits does not come.
"""

from __future__ import annotations

import argparse
import binascii
import json
import os
import re
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

PATIENCE = 15.0  # seconds until an answer is given up; no test waits for it unless it fails


LINE_STATES = {16: "break", 8: "framing", 4: "parity", 2: "overrun"}  # of RFC 2217


def check(text: bytes) -> bytes:
    """Return the check of a line."""
    return b"%04X" % binascii.crc_hqx(text, 0xFFFF)


class Port(Protocol):
    """What a probe needs of a port."""

    def write(self, data: bytes) -> None:
        """Write all of it."""

    def read(self, seconds: float) -> bytes | None:
        """Return what comes within a time; nothing if nothing does, None once hung up."""

    def choose(self, baud: int) -> None:
        """Set the baud, as far as there is one."""

    def look(self) -> str:
        """Say how the modem lines stand."""

    def close(self) -> None:
        """Close the port."""


class FilePort:
    """A serial port opened like a file: nobody touches termios unless told to."""

    def __init__(self, port: str) -> None:
        self._fd = os.open(port, os.O_RDWR | os.O_NOCTTY)

    def write(self, data: bytes) -> None:
        """Write all of it."""
        os.write(self._fd, data)

    def read(self, seconds: float) -> bytes | None:
        """Return what comes within a time; nothing if nothing does, None once hung up."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._fd, 4096) or None
        except OSError:
            return None

    def choose(self, baud: int) -> None:
        """Set the baud."""
        import termios  # noqa: PLC0415 - not on every system

        attributes = termios.tcgetattr(self._fd)
        attributes[4] = attributes[5] = getattr(termios, f"B{baud}")
        termios.tcsetattr(self._fd, termios.TCSANOW, attributes)

    def look(self) -> str:
        """Say that there are none."""
        return "no modem lines here"

    def close(self) -> None:
        """Close the port."""
        os.close(self._fd)


class SocketPort:
    """Plain bytes over TCP."""

    def __init__(self, port: str) -> None:
        at = urlsplit(port)
        self._socket = socket.create_connection((at.hostname or "", at.port or 0))

    def write(self, data: bytes) -> None:
        """Write all of it."""
        self._socket.sendall(data)

    def read(self, seconds: float) -> bytes | None:
        """Return what comes within a time; nothing if nothing does, None once hung up."""
        if not select.select([self._socket], [], [], seconds)[0]:
            return b""
        try:
            return self._socket.recv(4096) or None
        except OSError:
            return None

    def choose(self, baud: int) -> None:
        """Do nothing: a socket has no baud."""

    def look(self) -> str:
        """Say that there are none."""
        return "no modem lines here"

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


class NetworkPort:
    """A serial port far away, which pyserial opens by RFC 2217."""

    def __init__(self, port: str, say: Callable[[str], None]) -> None:
        from serial import rfc2217  # noqa: PLC0415 - not every probe needs it

        class Listening(rfc2217.Serial):
            """Says what the line reports."""

            def _telnet_process_subnegotiation(self, suboption: bytes) -> None:
                # the stubs leave it out
                super()._telnet_process_subnegotiation(suboption)  # type: ignore[misc]
                if suboption[1:2] == rfc2217.SERVER_NOTIFY_LINESTATE:
                    for bit, name in LINE_STATES.items():
                        if suboption[2] & bit:
                            say(f"-- the line reports: {name}")

        self._serial = Listening(port, 19200, timeout=1)
        self._serial.rfc2217_send_subnegotiation(rfc2217.SET_LINESTATE_MASK, b"\xff")

    def write(self, data: bytes) -> None:
        """Write all of it."""
        self._serial.write(data)

    def read(self, seconds: float) -> bytes | None:
        """Return what comes within a time; nothing if nothing does."""
        self._serial.timeout = seconds
        first: bytes = self._serial.read(1)
        return first + self._serial.read(self._serial.in_waiting)

    def choose(self, baud: int) -> None:
        """Set the baud."""
        self._serial.baudrate = baud

    def look(self) -> str:
        """Say how the modem lines stand."""
        line = self._serial
        return f"cts={line.cts} dsr={line.dsr} cd={line.cd} ri={line.ri}"

    def close(self) -> None:
        """Close the port."""
        self._serial.close()


def open_port(port: str, say: Callable[[str], None]) -> Port:
    """Open a port of any kind."""
    if port.startswith("rfc2217:"):
        return NetworkPort(port, say)
    return SocketPort(port) if port.startswith("socket:") else FilePort(port)


class Probe:
    """Plays steps at one port."""

    def __init__(self, port: str, out: IO[str]) -> None:
        self._name, self._out = port, out
        self._port = open_port(port, self._say)
        self._rest = b""
        self._count = 0

    def play(self, step: dict[str, Any]) -> None:
        """Do what one line of the script says."""
        if "send" in step:
            self._ask(step)
        elif "wait" in step:
            if not [*self._lines(step["wait"])] and not self._rest:
                self._say("-- heard nothing")
        elif "reopen" in step:
            self._port.close()
            self._port = open_port(self._name, self._say)
            self._rest = b""
        elif "baud" in step:
            self._port.choose(step["baud"])
        elif "look" in step:
            self._say(f"-- {self._port.look()}")
        else:
            sys.exit(f"no such step: {step}")

    def _ask(self, step: dict[str, Any]) -> None:
        for _ in range(step.get("times", 1)):
            reply = self._exchange(step["send"], step.get("await", "reply"))
            if "until" not in step or re.search(step["until"], reply):
                return
        self._say(f"-- never came: {step['until']}")

    def _exchange(self, request: str, awaited: str) -> str:
        number = b"%02X" % (self._count % 256)
        self._count += 1
        text = b">%s %s" % (number, request.encode())
        self._say(f"-- {text.decode()}")
        self._port.write(b"%s*%s\n" % (text, check(text)))
        if awaited == "nothing":
            return ""
        asked = time.monotonic()
        for line in self._lines(PATIENCE):
            if awaited == "line" or line.startswith(f"<{number.decode()} "):
                self._say(f"-- took {int((time.monotonic() - asked) * 1000)} ms")
                return line
        self._say(f"-- no answer to {request}")
        sys.exit(1)

    def _lines(self, seconds: float) -> Iterator[str]:
        end = time.monotonic() + seconds
        while True:
            while b"\n" in self._rest:
                line, self._rest = self._rest.split(b"\n", 1)
                yield self._seen(line)
            left = end - time.monotonic()
            data = self._port.read(left) if left > 0 else b""
            if data is None:
                self._say("-- hung up")
            if not data:
                return
            self._say(f"-- read {len(data)}")
            self._rest += data

    def _seen(self, line: bytes) -> str:
        text = line.decode("ascii", "backslashreplace")
        body, _, given = line.rpartition(b"*")
        if given != check(body):
            text = f"bad-check {text}"
        self._say(text)
        return text

    def _say(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def main() -> None:
    """Play a script to its end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("script")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    script = sys.stdin.read() if options.script == "-" else Path(options.script).read_text()
    with options.out.open("w") if options.out else sys.stdout as out:
        probe = Probe(options.port, out)
        for line in script.splitlines():
            probe.play(json.loads(line))


if __name__ == "__main__":
    main()
