"""`monitor`: a small reference client in the terminal. It speaks MP/1 through pyserial."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import click
import serial

from mockpump.clock import read_speed
from mockpump.dialects.mp1 import grammar
from mockpump.errors import MachineError, UsageError

REPLY_WITHIN = 1.0  # seconds, divided by the speed
TRIES = 3
REOPEN_WITHIN = 5.0
SHOW_EVERY = 1.0


class SerialPort(Protocol):
    """What the monitor needs of pyserial."""

    def write(self, data: bytes, /) -> int | None:
        """Write bytes."""
        ...

    def read_until(self, expected: bytes = ..., size: int | None = ...) -> bytes:
        """Read up to a byte, or to the time-out."""
        ...


class Monitor:
    """Keeps one request under way at a time; repeats it unchanged when no answer comes."""

    def __init__(
        self,
        port: SerialPort,
        speed: float,
        say: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`say` tells the person, `clock` counts seconds."""
        self._port, self._patience = port, REPLY_WITHIN / speed
        self._say, self._clock = say, clock
        self._next_ss = 0
        self._waiting: deque[bytes] = deque()
        self._asked: tuple[bytes, float, int] | None = None  # frame, when, how often
        self._partial = b""
        self._shown_at = 0.0
        self.ask("HELLO")
        self.ask("TELEMETRY", every="1s")

    def ask(self, verb: str, **args: str) -> None:
        """Queue a request."""
        self._waiting.append(grammar.request(self._next_ss, verb, args))
        self._next_ss = (self._next_ss + 1) % 256

    def turn(self) -> None:
        """Send what is due, then read one line or wait out the port's time-out."""
        self._send_due()
        self._partial += self._port.read_until(b"\n", grammar.LIMIT)
        if not self._partial.endswith(b"\n"):
            return
        line, self._partial = self._partial, b""
        told = grammar.parse_report(line[:-1])
        if isinstance(told, grammar.Reply):
            self._reply(told)
        elif isinstance(told, grammar.Report):
            self._report(told)
        else:
            self._say(f"unreadable frame dropped ({told.message})")

    def operator(self, do: str, of: str) -> None:
        """Carry out what the person at the client asks for."""
        verbs = {"acknowledge": "ACK", "silence": "SILENCE"}
        if do in verbs:
            self.ask(verbs[do], alarm=of)
        elif do in ("start", "stop"):
            self.ask(do.upper())
        else:
            self._say(f"cannot {do}")

    def _send_due(self) -> None:
        now = self._clock()
        if self._asked is None and self._waiting:
            self._asked = self._waiting.popleft(), now, 1
            self._port.write(self._asked[0])
        elif self._asked is not None and now - self._asked[1] > self._patience:
            frame, _, tries = self._asked
            if tries >= TRIES:
                self._say(f"no answer to {frame.decode().split()[1]} after {tries} tries")
                self._asked = None
                return
            self._asked = frame, now, tries + 1
            self._port.write(frame)

    def _reply(self, reply: grammar.Reply) -> None:
        if self._asked is None or self._asked[0][1:3].decode() != reply.ss:
            return  # the late answer to an older request
        verb = self._asked[0].split(b"*")[0].decode().split(" ", 2)[1]
        self._asked = None
        if not reply.ok:
            self._say(f"{verb} refused: {_words(reply.values)}")
        elif verb == "HELLO":
            self._say(f"connected: {_words(reply.values)}")
        elif verb != "EVACK":
            self._say(f"{verb} done: {_words(reply.values)}")

    def _report(self, report: grammar.Report) -> None:
        if report.n:
            self.ask("EVACK", n=str(report.n))
        values = dict(report.values)
        if report.word == "ALARM":
            code, state = values.pop("code", "?"), values.pop("state", "?")
            self._say(f"ALARM {code} {state}  {_words(values)}")
        elif self._clock() - self._shown_at >= SHOW_EVERY:
            self._shown_at = self._clock()
            self._say(_words(values))


def say(text: str) -> None:
    """Tell the person."""
    click.echo(f"monitor: {text}")


def _words(values: Mapping[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in values.items())


def _operator_lines(asked: queue.Queue[tuple[str, str]]) -> None:
    """Read requests of the operator from stdin until it ends; what is no request is told."""
    for line in sys.stdin:
        try:
            request = json.loads(line)
            asked.put((str(request["do"]), str(request.get("of", ""))))
        except (ValueError, TypeError, KeyError, AttributeError):
            say(f"not a request of the operator: {line.strip()[:80]!r}")


def _requests(asked: queue.Queue[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(queue.Empty):
        while True:
            yield asked.get_nowait()


def _open(port: str, baud: int, timeout: float) -> serial.Serial:
    try:
        return serial.serial_for_url(port, baudrate=baud, timeout=timeout)
    except (serial.SerialException, ValueError) as error:
        raise MachineError(
            f"cannot open {port}: {error}; is `mockpump run` still going?"
        ) from error


def _reopen(port: str, baud: int, timeout: float) -> serial.Serial:
    give_up = time.monotonic() + REOPEN_WITHIN
    while True:
        try:
            return _open(port, baud, timeout)
        except MachineError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def _speed() -> float:
    try:
        return float(read_speed(os.environ.get("MOCKPUMP_SPEED", "1")))
    except UsageError as error:
        raise UsageError(f"MOCKPUMP_SPEED: {error}") from error


def _on_sigterm(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


@click.command("monitor")
@click.argument("port")
@click.option("--baud", default=19200, show_default=True, help="The line's speed.")
@click.option(
    "--operator-on-stdin", is_flag=True, help="Take the operator's requests as JSON lines."
)
def monitor_command(port: str, baud: int, operator_on_stdin: bool) -> None:
    """Watch the pump at PORT: status once a second, alarms as they come. Ctrl-C ends it.

    Speaks MP/1. With --operator-on-stdin each line of input is something the person at the client
    does, such as {"do": "acknowledge", "of": "occlusion"}.

    \b
    mockpump run occlusion            (prints the port)
    mockpump monitor PORT             (in a second terminal)
    """
    speed = _speed()
    timeout = 0.1 / max(speed, 1.0)
    asked: queue.Queue[tuple[str, str]] = queue.Queue()
    if operator_on_stdin:
        threading.Thread(target=_operator_lines, args=(asked,), daemon=True).start()
    signal.signal(signal.SIGTERM, _on_sigterm)
    line = _open(port, baud, timeout)
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            monitor = Monitor(line, speed, say)
            try:
                while True:
                    for do, of in _requests(asked):
                        monitor.operator(do, of)
                    monitor.turn()
            except (serial.SerialException, OSError):
                say("the line was dropped; opening it again")
                line.close()
                line = _reopen(port, baud, timeout)
    line.close()
