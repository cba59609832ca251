"""A pump behind pyserial's own interface, in this process: no port, no threads, no waiting.

    import mockpump.inprocess
    line = serial.serial_for_url("mockpump://steady?clock=autojump", timeout=1)

Time is virtual. With `clock=autojump`, run time leaps while the client blocks in a read: to the next
thing that happens, or to the read's time-out. With `clock=manual` it moves only by `advance`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import serial
from serial.serialutil import PortNotOpenError, SerialBase, SerialException

from mockpump.clock import SECOND, Nanos
from mockpump.errors import MockpumpError
from mockpump.expect import Verdict
from mockpump.run import Run
from mockpump.scenario.files import find, read
from mockpump.seam import (
    Bytes,
    Closed,
    Effect,
    Hangup,
    Input,
    Opened,
    Parity,
    Plug,
    Purge,
    Send,
    Settings,
    Stop,
)

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

LOOK: Nanos = SECOND // 1000
"""What asking `in_waiting` in vain costs with autojump, so that a client that polls it gets on."""

_YES = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_OPTIONS: Mapping[str, Callable[[str], object]] = {
    "clock": {"autojump": "autojump", "manual": "manual"}.__getitem__,
    "seed": int,
    "dialect": str,
    "pacing": _YES.__getitem__,
    "line_faults": lambda texts: tuple(texts.split(";")),
}

if __package__ not in serial.protocol_handler_packages:
    serial.protocol_handler_packages.append(__package__)


class Serial(SerialBase):
    """`mockpump://SCENARIO?clock=autojump|manual&seed=N&dialect=NAME&pacing=on|off&line_faults=…`."""

    run: Run
    _begun = _gone = _pulled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take pyserial's arguments; a baud that nobody wrote is nobody's mistake."""
        self._told: Settings | None = None
        self._chose_baud = "baudrate" in kwargs or len(args) > 1
        super().__init__(*args, **kwargs)

    def open(self) -> None:
        """Begin a run of the scenario, or go on with the one that this port has not finished.

        So a client that opens again after a hang-up meets the same pump. Raises SerialException, also
        while the story has the port pulled; to ask then costs a moment of run time.
        """
        if self.port is None:
            raise SerialException("Port must be configured before it can be used.")
        if self.is_open:
            raise SerialException("Port is already open.")
        scenario, options = _parse(self.port)
        self._jumps = options.pop("clock", "autojump") == "autojump"
        try:
            if not self._begun or self.run.verdict is not None:
                self.run = Run(read(find(scenario)), **options)  # type: ignore[arg-type]
                self._begun, self._pulled = True, False
            self._received = bytearray()
            self._take(self.run.tick(self.run.now + (LOOK if self._pulled else 0)))
        except MockpumpError as error:
            raise SerialException(str(error)) from error
        if self._pulled:
            raise SerialException(f"could not open port {self.port}: it is pulled")
        self._gone = False
        self.is_open = True
        self._give(Opened())
        self._told = None if self._chose_baud else self._settings()
        self._reconfigure_port()

    def close(self) -> None:
        """Close the port; the run stands still until it is opened again."""
        if self.is_open:
            self._give(Closed())
            self.is_open = False

    def verdict(self) -> Verdict:
        """Return the run's verdict, ending it as if the client had ended if it is not over."""
        if self.run.verdict is None:
            self.run.receive(Stop("client_ended"), self.run.now)
        assert self.run.verdict is not None
        return self.run.verdict

    def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let run time go on by so much; what the pump says meanwhile waits to be read."""
        span = round((hours * 3600 + minutes * 60 + seconds) * SECOND)
        self._take(self.run.tick(self.run.now + span))

    # pyserial's interface ------------------------------------------------------------------------

    def read(self, size: int = 1) -> bytes:
        """Read up to `size` bytes; time leaps to what comes next, or to the time-out."""
        self._check_open()
        limit = None if self.timeout is None else self.run.now + round(self.timeout * SECOND)
        while len(self._received) < size and self._leap(limit):
            pass
        data = bytes(self._received[:size])
        del self._received[:size]
        return data

    def write(self, data: Buffer, /) -> int:
        """Write bytes; they take their time on a paced line, the client does not wait for them."""
        self._check_open()
        sent = bytes(data)
        self._give(Bytes(sent))
        return len(sent)

    @property
    def in_waiting(self) -> int:
        """How many bytes can be read at once."""
        self._check_open()
        if not self._received and self._jumps:
            self._take(self.run.tick(self.run.now + LOOK))
        return len(self._received)

    def flush(self) -> None:
        """Nothing to wait for: what was written is on its way."""
        self._check_open()

    def reset_input_buffer(self) -> None:
        """Discard what was received and not read."""
        self._check_open()
        self._received.clear()
        self._give(Purge("input"))

    def reset_output_buffer(self) -> None:
        """Discard what has not been sent."""
        self._check_open()
        self._give(Purge("output"))

    def _reconfigure_port(self, force_update: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - pyserial's signature
        if self.is_open and self._settings() != self._told:
            self._told = self._settings()
            self._give(self._told)

    def _settings(self) -> Settings:
        stop = 1 if self.stopbits == 1 else 2
        return Settings(self.baudrate, self.bytesize, cast("Parity", self.parity), stop)

    def _update_dtr_state(self) -> None:
        """No modem lines behind this port."""

    def _update_rts_state(self) -> None:
        """No modem lines behind this port."""

    def _update_break_state(self) -> None:
        """No break behind this port."""

    # the run -----------------------------------------------------------------------------------

    def _leap(self, limit: Nanos | None) -> bool:
        """Let time leap to what is next, at most to `limit`; False when there is no use in waiting."""
        due = self.run.next_deadline() if self._jumps else None
        if due is None and limit is None:
            raise SerialException("this read would wait for ever: nothing more will come")
        if self._gone:
            raise SerialException("the line was dropped")
        if due is None or (limit is not None and due > limit):
            if self._jumps and limit is not None:
                self._take(self.run.tick(limit))
            return False
        self._take(self.run.tick(due))
        return True

    def _give(self, input_: Input) -> None:
        self._take(self.run.receive(input_, self.run.now))

    def _take(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Send):
                self._received += effect.data
            elif isinstance(effect, Hangup):
                self._gone = True
            elif isinstance(effect, Plug):
                self._pulled = effect.name is None
                self._gone |= self._pulled

    def _check_open(self) -> None:
        if not self.is_open:
            raise PortNotOpenError


def _parse(url: str) -> tuple[str, dict[str, object]]:
    parts = urlsplit(url)
    options: dict[str, object] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        try:
            options[name] = _OPTIONS[name](value)
        except (KeyError, ValueError) as error:
            known = (
                "clock=autojump|manual, seed=N, dialect=NAME, pacing=on|off, line_faults=FAULT;…"
            )
            raise SerialException(f"{url}: {name}={value} is none of {known}") from error
    return unquote(parts.netloc + parts.path), options
