"""A port that clients reach over TCP: `socket://` with plain bytes, `rfc2217://` with all of a line."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Literal

from mockpump.errors import MachineError
from mockpump.ports.base import READ, WRITE, Poller, Port
from mockpump.ports.connection import Connection
from mockpump.ports.endpoint import Endpoint, listen
from mockpump.ports.speech import Plain, Speech
from mockpump.seam import (
    Break,
    Closed,
    Effect,
    Hangup,
    Input,
    LineState,
    ModemLines,
    Opened,
    Overrun,
    Plug,
    Purge,
    Refused,
    Send,
)


class TcpPort(Port):
    """Serves one client at a time, as a serial line does; another one is turned away.

    The client closes the port by closing its side, half or whole. While the port is unplugged
    nobody listens; it comes back at the same number, whatever its name.
    """

    def __init__(
        self,
        at: Endpoint,
        speak: Callable[[], Speech] = Plain,
        scheme: Literal["socket", "rfc2217"] = "socket",
    ) -> None:
        """`speak` makes each connection's speech; `scheme` is how pyserial calls it."""
        self._at, self._speak, self._scheme = at, speak, scheme
        self._listener: socket.socket | None = None
        self._client: Connection | None = None
        self._lines: ModemLines | None = None  # as last told: the next client learns of them too
        self._holds = False

    def open(self, poller: Poller) -> None:
        """Listen. Raises MachineError."""
        self._poller = poller
        self._listen()
        self.address = f"{self._scheme}://{self._at}"

    def close(self) -> None:
        """Listen no more, and end the client's connection."""
        self._deafen()
        self._drop()

    def perform(self, effect: Effect) -> None:
        """Send, tell, hang up, pull or put back. Bytes for a closed port are dropped."""
        match effect:
            case Send():
                self._send(effect)
            case LineState() | ModemLines() | Break():
                self._tell(effect)
            case Hangup():
                self._drop()
            case Plug(name=None):
                self._deafen()
                self._drop(reset=True)
            case Plug() if self._listener is None:
                self._listen()
            case _:
                pass  # nothing that could be done at a socket

    def hold(self, *, on: bool) -> None:
        """Leave what the client writes in the kernels, which let it write some MiB ahead."""
        self._holds = on
        self._attend()

    def hear_out(self) -> None:
        """Hear what is left of a client that has gone, unless the line holds it back."""
        client = self._client
        if client is not None and client.has_left():
            while not self._holds and self._hear(client):
                pass

    # Who comes and goes --------------------------------------------------------------------------

    def _listen(self) -> None:
        self._listener = listen(self._at)
        self._at = Endpoint(*self._listener.getsockname()[:2])
        self._poller.watch(self._listener.fileno(), READ, self._knock)

    def _deafen(self) -> None:
        """Listen no more. Before a client is dropped, which may knock again at once."""
        if self._listener is not None:
            self._poller.unwatch(self._listener.fileno())
            self._listener.close()
            self._listener = None

    def _knock(self, _events: int) -> None:
        if self._client is not None and self._client.has_left():
            self._hear_out(self._client)
        if self._listener is None:  # pulled or closed upon what was heard
            return
        try:
            accepted, _ = self._listener.accept()
        except (BlockingIOError, ConnectionError):  # who knocked has gone again
            return
        except OSError as error:
            raise MachineError(
                f"no client can be let in at {self.address}: {error.strerror}; "
                "raise the limit on open files (ulimit -n)"
            ) from error
        if self._client is None:
            self._enter(accepted)
        else:
            accepted.close()
            self.deliver(Refused())

    def _enter(self, accepted: socket.socket) -> None:
        speech = self._speak()
        if self._lines is not None:
            speech.tell(self._lines)
        self._client = Connection(accepted, speech)
        self._attend()
        self.deliver(Opened())

    def _leave(self) -> None:
        self._drop()
        self.deliver(Closed())

    def _drop(self, *, reset: bool = False) -> None:
        client, self._client = self._client, None
        if client is not None:
            self._poller.unwatch(client.fd)
            client.close(reset=reset)

    # What is heard -------------------------------------------------------------------------------

    def _ready(self, events: int) -> None:
        client = self._client
        assert client is not None
        if events & ~WRITE:
            self._hear(client)
        if events & WRITE and self._client is client:
            client.flush()
            self._attend()

    def _hear(self, client: Connection) -> bool:
        """Hear one portion; return whether there was one, and who said it is still in."""
        data = client.read()
        if data is None:
            return False
        if not data:
            self._leave()
            return False
        inputs = client.speech.hear(data)
        client.answer()
        self._deliver_of(client, inputs)
        self._attend()
        return self._client is client

    def _hear_out(self, client: Connection) -> None:
        """Hear all that a client wrote before it left."""
        while self._hear(client):
            pass

    def _deliver_of(self, client: Connection, inputs: list[Input]) -> None:
        """Deliver, until somebody hangs up on it: what a hung-up client did is not heard."""
        for seen in inputs:
            if self._client is not client:
                return
            if seen == Purge("input"):
                client.purge()
            self.deliver(seen)

    # What is sent --------------------------------------------------------------------------------

    def _send(self, send: Send) -> None:
        if self._client is None:
            return
        lost = self._client.send(send)
        self._attend()
        if lost:
            self.deliver(Overrun(lost))

    def _tell(self, effect: LineState | ModemLines | Break) -> None:
        if isinstance(effect, ModemLines):
            self._lines = effect
        if self._client is not None:
            self._client.tell(effect)
            self._attend()

    def _attend(self) -> None:
        """Watch for what concerns us now; that a client has gone for good is always told."""
        client = self._client
        if client is not None:
            self._poller.watch(client.fd, client.wants(hold=self._holds), self._ready)
