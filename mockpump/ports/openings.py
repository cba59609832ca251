"""Opens and closes of a file, told by the kernel: none is missed, however quick the client."""

from __future__ import annotations

import os
from typing import Protocol

from mockpump.errors import MachineError

_AT_ONCE = 16_384  # reports that a kernel queues by default: one reading tells all there is

_REPORT_BYTES = 16  # struct inotify_event without a name, as for every file that is watched itself


class Openings(Protocol):
    """Reports of opens and closes of one file at a time."""

    fd: int | None
    """Ready for reading when there is a report; None: nothing is ever reported."""

    def watch(self, path: str) -> None:
        """Report on this file from now on, and on no other. Raises MachineError."""
        ...

    def read(self) -> list[bool]:
        """Return the next reports in order: True for an open, False for a close."""
        ...

    def close(self) -> None:
        """Report no more."""
        ...


class Told:
    """Reports by Linux' inotify. Raises ImportError, AttributeError or OSError where it has none."""

    def __init__(self) -> None:
        import inotify_simple as inotify  # noqa: PLC0415 - start-up, and only Linux has it

        self._inotify = inotify.INotify(nonblocking=True)
        self._parse = inotify.parse_events
        self._open, self._close = int(inotify.flags.OPEN), int(inotify.masks.CLOSE)
        self._watched = -1
        self.fd: int | None = self._inotify.fileno()

    def watch(self, path: str) -> None:
        """Watch another file; what is still queued about the last one is dropped by `read`."""
        try:
            self._watched = self._inotify.add_watch(path, self._open | self._close)
        except OSError as error:
            raise MachineError(
                f"{path} cannot be watched: {error.strerror}; raise fs.inotify.max_user_watches"
            ) from error

    def read(self) -> list[bool]:
        """Take all there are now, not all that come: one who opens for ever does not stop the clock."""
        try:
            reports = self._parse(os.read(self._inotify.fileno(), _AT_ONCE * _REPORT_BYTES))
        except BlockingIOError:
            return []
        wanted = self._open | self._close
        return [
            bool(mask & self._open)
            for watched, mask, _, _ in reports
            if watched == self._watched and mask & wanted
        ]

    def close(self) -> None:
        """Give the descriptor back."""
        self._inotify.close()


class Untold:
    """No reports: what is open is then seen by looking, and quick visits run together."""

    fd: int | None = None

    def watch(self, path: str) -> None:
        """Nothing to be done."""

    def read(self) -> list[bool]:
        """Return no report, ever."""
        return []

    def close(self) -> None:
        """Nothing to be done."""


def openings() -> Openings:
    """Return the best that this machine has (a machine may also be out of inotify instances)."""
    try:
        return Told()
    except (ImportError, AttributeError, OSError):
        return Untold()
