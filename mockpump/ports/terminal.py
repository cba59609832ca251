"""One pseudo-terminal, seen from the master's side: raw from birth, and as good as new on demand."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import sys
import termios
import tty

from mockpump.errors import MachineError
from mockpump.seam import Settings

_CFLAG, _ISPEED, _OSPEED = 2, 4, 5  # places in what tcgetattr returns
_AT_ONCE = 1024  # some sixty frames: a client that floods holds up no other pump

# A speed that no client asks for, set at birth and after each client. It tells "not set yet" from
# every other, and it lets 7E1 be opened again: glibc's tcsetattr fails with EINVAL when nothing
# would change but 7 bits and parity, which a PTY does not keep.
_NOT_SET = termios.B134
_BAUDS = {
    getattr(termios, name): int(name[1:])
    for name in dir(termios)
    if name[0] == "B" and name[1:].isdigit()
}
_TCGETS2 = 0x802C542A  # Linux, except on mips, powerpc and sparc: speeds that have no B constant
_TERMIOS2_BYTES, _TERMIOS2_OSPEED = 44, 40


class Terminal:
    """A PTY pair. The slave's descriptor is closed again, so that the client's hang-up is seen."""

    def __init__(self) -> None:
        """Raise MachineError where the machine has no PTY left."""
        try:
            self.fd, slave = os.openpty()
        except OSError as error:
            raise MachineError(
                f"no pseudo-terminal to be had: {error.strerror}; close other programs that use "
                "some, or raise kernel.pty.max and the limit on open files (ulimit -n)"
            ) from error
        self.name = os.ttyname(slave)
        tty.setraw(slave)
        attributes = termios.tcgetattr(slave)
        attributes[_ISPEED] = attributes[_OSPEED] = _NOT_SET
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        os.close(slave)
        os.set_blocking(self.fd, False)
        self._poll = select.poll()
        self._poll.register(self.fd, select.POLLIN)
        self._attributes = self._born = termios.tcgetattr(self.fd)
        self._told: Settings | None = None
        self._written = False

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self.fd < 0

    def read(self) -> bytes:
        """What clients wrote, at most one reading; empty: nothing now, hung up or closed."""
        try:
            return os.read(self.fd, _AT_ONCE)
        except OSError:  # EAGAIN, EIO after the last byte of a client that has gone, EBADF
            return b""

    def write(self, data: bytes) -> int:
        """Write what fits; return how many bytes did."""
        self._written = True
        try:
            return os.write(self.fd, data)
        except BlockingIOError:
            return 0

    def state(self) -> int:
        """Return the poll events that stand: POLLIN for unread bytes, POLLHUP while nobody is in."""
        if self.closed:
            return select.POLLHUP
        ready = self._poll.poll(0)
        return ready[0][1] if ready else 0

    def settings(self) -> Settings | None:
        """Return the client's settings if it has chosen any since last asked.

        A PTY keeps speed and stop bits; 7 bits and parity it drops unseen.
        """
        attributes = termios.tcgetattr(self.fd)
        speed = attributes[_OSPEED]
        if speed == _NOT_SET or (attributes == self._attributes and speed in _BAUDS):
            return None
        self._attributes = attributes
        baud = _BAUDS[speed] if speed in _BAUDS else _custom_baud(self.fd)
        settings = Settings(baud, stop=2 if attributes[_CFLAG] & termios.CSTOPB else 1)
        if settings == self._told or not baud:  # B0 asks for a hang-up, not for a speed
            return None
        self._told = settings
        return settings

    def is_new(self) -> bool:
        """Whether nothing was sent and nothing set since birth, or since it was made new."""
        return not self._written and termios.tcgetattr(self.fd) == self._born

    def renew(self) -> bool:
        """Forget the last client: its settings, what it left unread, its lock and its XOFF.

        Bytes on their way in stay. With somebody in, settings that differ from those last asked for
        are that next client's, who was quick, and stay too. False: the PTY cannot be made new.
        """
        vacant = self.state() & select.POLLHUP
        try:
            slave = os.open(self.name, os.O_RDWR | os.O_NOCTTY)
        except OSError:
            return False
        try:  # not TCSAFLUSH on the master: it waits for ever behind a client that floods us
            termios.tcflush(slave, termios.TCIFLUSH)
            termios.tcflow(slave, termios.TCOON)
            fcntl.ioctl(slave, termios.TIOCNXCL)
            if vacant or termios.tcgetattr(slave) == self._attributes:
                termios.tcsetattr(slave, termios.TCSANOW, self._born)
                self._attributes = self._born
        finally:
            os.close(slave)
        self._written = False
        self._told = None
        return True

    def close(self) -> None:
        """Hang up: a client that reads gets the end of file. Harmless when repeated."""
        fd, self.fd = self.fd, -1
        with contextlib.suppress(OSError):
            os.close(fd)


def _custom_baud(fd: int) -> int:
    """Return a speed that has no B constant; 0 where the machine cannot tell."""
    try:
        answer = fcntl.ioctl(fd, _TCGETS2, bytes(_TERMIOS2_BYTES))
    except OSError:
        return 0
    return int.from_bytes(answer[_TERMIOS2_OSPEED:], sys.byteorder)
