"""One client over TCP: a socket that never blocks, what is spoken on it, and the queue to it."""

from __future__ import annotations

import contextlib
import select
import socket
import struct

from mockpump.ports.base import HUNG_UP, READ, WRITE
from mockpump.ports.outbox import LIMIT, Outbox
from mockpump.ports.speech import Speech
from mockpump.seam import Effect, Send

_AT_ONCE = 1024  # some sixty frames: a client that floods holds up no other pump
_KERNEL_HOLDS = 65_536  # bytes to a client that does not read, beside what waits in the outbox
_LEFT = HUNG_UP | select.POLLERR | getattr(select, "POLLRDHUP", 0)
_RESET = struct.pack("ii", 1, 0)  # close at once, with a reset

# A client whose machine or network has died is given up after some 25 s of silence to our probes.
_ALIVE = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}


class Connection:
    """Reads in small portions; sends whole frames or nothing of them, and answers ahead of them."""

    def __init__(self, accepted: socket.socket, speech: Speech) -> None:
        accepted.settimeout(0)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_HOLDS)
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in _ALIVE.items():
            if hasattr(socket, option):
                accepted.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        self._socket = accepted
        self.fd = accepted.fileno()
        self.speech = speech
        self._outbox = Outbox(self._begin)
        self._wire = bytearray()  # what has begun to leave: nothing can come before it
        self.answer()

    def read(self) -> bytes | None:
        """Return what has come, at most one portion; None: nothing now; empty: the client has left."""
        try:
            return self._socket.recv(_AT_ONCE)
        except BlockingIOError:
            return None
        except OSError:  # reset, timed out
            return b""

    def has_left(self) -> bool:
        """Whether the client has closed its side; what it wrote before may still be unread."""
        poll = select.poll()
        poll.register(self.fd, _LEFT)
        return bool(poll.poll(0))

    def wants(self, *, hold: bool) -> int:
        """Say which poll events matter now. One who asks and never reads is heard no more."""
        reads = not hold and len(self._wire) <= LIMIT
        writes = self._wire or (self._outbox and not self.speech.suspended)
        return (READ if reads else 0) | (WRITE if writes else 0)

    def send(self, send: Send) -> int:
        """Send or queue one frame, or a burst of one; return how many bytes had to be dropped."""
        return self._outbox.send(send)

    def tell(self, effect: Effect) -> None:
        """Tell what is no bytes."""
        self.speech.tell(effect)
        self.answer()

    def answer(self) -> None:
        """Send what the speech has to say for itself."""
        if answers := self.speech.take_answers():
            self._push(answers)

    def flush(self) -> None:
        """Write what fits now of what waits."""
        self._push(b"")
        self._outbox.flush()

    def purge(self) -> None:
        """Forget what waits, but for the rest of a frame that has begun to leave."""
        self._outbox.clear()

    def close(self, *, reset: bool = False) -> None:
        """End it in order, or by a reset."""
        if reset:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        else:
            with contextlib.suppress(OSError):  # it may have gone already
                self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()

    def _begin(self, data: bytes) -> int:
        """Let a frame begin to leave, all of it or nothing."""
        if self._wire or self.speech.suspended:
            return 0
        self._push(self.speech.say(data))
        return len(data)

    def _push(self, data: bytes) -> None:
        self._wire += data
        try:
            sent = self._socket.send(self._wire)
        except OSError:  # no room now; or nobody is left to read it, which the poller tells
            return
        del self._wire[:sent]
