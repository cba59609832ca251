"""What a client prints or writes to a log: followed as it comes, and searched line by line."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from mockpump.errors import ClientError
from mockpump.ports.base import READ, Poller
from mockpump.seam import Input

LONGEST_LINE = 64 * 1024
CHUNK = 64 * 1024
MOST_LEFT = 1024 * 1024
"""As much as a pipe can hold, unless a process was given special rights."""

Seen = Callable[[Mapping[str, str]], Input]
"""What is to be told of a line, with what was captured in it."""
Sought = Sequence[tuple[re.Pattern[str], Seen]]
PassOn = Callable[[bytes], None]


class Search:
    """Seeks patterns in each whole line of a stream of bytes."""

    def __init__(self, sought: Sought, deliver: Callable[[Input], None]) -> None:
        self._sought, self._deliver = sought, deliver
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """Take what came; tell what is found in its lines."""
        if not self._sought:
            return
        *lines, rest = (self._rest + chunk).split(b"\n")
        self._rest = rest[-LONGEST_LINE:]
        for line in lines:
            self._search(line.decode(errors="replace"))

    def forget(self) -> None:
        """Begin a new line."""
        self._rest = b""

    def finish(self) -> None:
        """Take what is left as a last line, which nothing ends."""
        if self._rest:
            self._search(self._rest.decode(errors="replace"))
        self.forget()

    def _search(self, line: str) -> None:
        for pattern, seen in self._sought:
            if found := pattern.search(line):
                values = {key: value or "" for key, value in found.groupdict().items()}
                self._deliver(seen(values))


def to_stderr(chunk: bytes) -> None:
    """Pass on what a client prints."""
    sys.stderr.buffer.write(chunk)
    sys.stderr.buffer.flush()


class Output:
    """One stream of a client's output: passed on as it comes."""

    def __init__(
        self, pipe: IO[bytes], search: Search, poller: Poller, pass_on: PassOn = to_stderr
    ) -> None:
        self._pipe, self._search, self._poller = pipe, search, poller
        self._pass_on = pass_on
        os.set_blocking(pipe.fileno(), False)
        poller.watch(pipe.fileno(), READ, self._ready)

    def drain(self) -> None:
        """Read what is there now: a child that is left may print for ever."""
        for _ in range(MOST_LEFT // CHUNK):
            if self._pipe.closed or not self._read():
                return

    def close(self) -> None:
        """Stop watching; no error if it has ended."""
        if not self._pipe.closed:
            self._poller.unwatch(self._pipe.fileno())
            self._pipe.close()

    def _ready(self, _events: int) -> None:
        if not self._read():
            self.close()

    def _read(self) -> bool:
        try:
            chunk = os.read(self._pipe.fileno(), CHUNK)
        except BlockingIOError:
            return False
        self._pass_on(chunk)
        self._search.feed(chunk)
        if not chunk:
            self._search.finish()
        return bool(chunk)


class LogFile:
    """A log file, followed from its end on: also one that does not exist yet, or is begun anew."""

    def __init__(self, path: Path, search: Search) -> None:
        """Begin where it ends now. Raises ClientError."""
        self._path, self._search = path, search
        self._file: tuple[int, int] | None = None
        self._read_to = 0
        if found := self._look():
            self._file, self._read_to = found

    def drain(self) -> None:
        """Read what has been added since the last look. Raises ClientError."""
        found = self._look()
        if found is None:
            return
        file, size = found
        if file != self._file or size < self._read_to:
            self._file, self._read_to = file, 0
            self._search.forget()
        if size == self._read_to:
            return
        try:
            log = self._path.open("rb")
        except FileNotFoundError:  # gone since: the next look may find another
            return
        except OSError as error:
            raise self._unreadable(error.strerror) from error
        with log:
            log.seek(self._read_to)
            while chunk := log.read(CHUNK):
                self._read_to += len(chunk)
                self._search.feed(chunk)

    def finish(self) -> None:
        """Take its last line as it is: who wrote it has ended."""
        self._search.finish()

    def close(self) -> None:
        """Nothing is held open between two looks."""

    def _look(self) -> tuple[tuple[int, int], int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error.strerror) from error
        if stat.S_ISDIR(found.st_mode):
            raise self._unreadable(os.strerror(errno.EISDIR))
        return (found.st_dev, found.st_ino), found.st_size

    def _unreadable(self, why: str | None) -> ClientError:
        path = str(self._path)
        return ClientError(f"the log cannot be read: {why}: {path!r}, the profile's file")
