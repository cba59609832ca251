"""A real serial device, for a null-modem cable to the machine on which the client runs."""

from __future__ import annotations

import errno
import os

import serial

from mockpump.errors import MachineError
from mockpump.line import Wire
from mockpump.ports.base import HUNG_UP, READ, WRITE, Poller, Port
from mockpump.ports.outbox import Outbox
from mockpump.seam import Break, Bytes, Effect, Hangup, Input, Opened, Overrun, Plug, Send

_AT_ONCE = 4096
_ADVICE = {
    errno.ENOENT: "is its adapter plugged in?",
    errno.EACCES: "on most systems its users are in the group dialout (or uucp)",
    errno.EAGAIN: "another program has it open",
    errno.EBUSY: "another program has it open",
}


class DevicePort(Port):
    """A device knows nobody at its other end: the port opens with the first byte that comes.

    Data only, at the line's speed and format. A hang-up is the session's alone: the next byte opens
    again; while the port is unplugged what comes is not heard.
    """

    def __init__(self, path: str, wire: Wire) -> None:
        self.address, self._wire = path, wire
        self._device: serial.Serial | None = None
        self._open = self._holds = False
        self._plugged = True

    def open(self, poller: Poller) -> None:
        """Take the device for this program alone. Raises MachineError."""
        self._poller = poller
        try:
            self._device = serial.Serial(self.address, *self._wire, timeout=0, exclusive=True)
        except (serial.SerialException, ValueError) as error:
            advice = _ADVICE.get(getattr(error, "errno", None) or 0, "is it a serial device?")
            raise MachineError(f"{self.address} cannot be used: {error}; {advice}") from error
        self._fd = self._device.fileno()
        self._outbox = Outbox(self._write)
        self._attend()

    def close(self) -> None:
        """Give the device back."""
        device, self._device = self._device, None
        if device is not None:
            self._poller.unwatch(self._fd)
            device.close()

    def perform(self, effect: Effect) -> None:
        """Send, or hold the line in a break. Modem lines are left alone."""
        match effect:
            case Send() if self._open:
                self._send(effect)
            case Break() if self._device is not None:
                self._device.break_condition = effect.on
            case Hangup():
                self._drop()
            case Plug():
                self._plugged = effect.name is not None
                self._drop()
            case _:
                pass  # for nobody, or nothing that this end of a cable could do

    def hold(self, *, on: bool) -> None:
        """Leave what comes in the kernel, which has room for some 4 KiB and then drops it."""
        self._holds = on
        self._attend()

    def _ready(self, events: int) -> None:
        if events & WRITE:
            self._outbox.flush()
            self._attend()
        if events & (READ | HUNG_UP):
            self._hear(self._read())

    def _read(self) -> bytes:
        try:
            data = os.read(self._fd, _AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            raise MachineError(f"{self.address} has gone: was its adapter pulled?")
        return data

    def _hear(self, data: bytes) -> None:
        if not data or not self._plugged:
            return
        inputs: list[Input] = [Bytes(data)]
        if not self._open:
            self._open = True
            inputs.insert(0, Opened())
        for seen in inputs:
            if self._open:
                self.deliver(seen)

    def _send(self, send: Send) -> None:
        lost = self._outbox.send(send)
        self._attend()
        if lost:
            self.deliver(Overrun(lost))

    def _write(self, data: bytes) -> int:
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)  # the poller tells that the device has gone

    def _drop(self) -> None:
        self._open = False
        self._outbox.clear()
        self._attend()

    def _attend(self) -> None:
        if self._device is not None:
            mask = (0 if self._holds else READ) | (WRITE if self._outbox else 0)
            self._poller.watch(self._fd, mask, self._ready)
