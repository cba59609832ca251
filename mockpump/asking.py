"""Ways to ask the operator at a client: a line on its stdin, or a command that does it.

A call over HTTP is such a command too: a small process of our own, so that a server that does not
answer holds up nobody.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import IO

from mockpump.errors import ClientError
from mockpump.scenario.profile import Drive
from mockpump.seam import Delivered

_POST = """
import sys, urllib.request
url, order = sys.argv[1:]
kind = {"Content-Type": "application/json"}
request = urllib.request.Request(url, order.encode(), kind, method="POST")
try:
    urllib.request.urlopen(request, timeout=10).close()
except OSError as error:
    sys.exit(f"mockpump: {url}: {error}")
"""

Deliver = Callable[[Delivered], None]

_STDERR = 2
"""The descriptor itself: whatever stands in for `sys.stderr` may have none."""


def order(do: str, of: str) -> str:
    """Return what is asked, as JSON."""
    return json.dumps({"do": do, "of": of} if of else {"do": do})


class Stdin:
    """Asks by one line of JSON on the client's standard input.

    The pump never waits for a client that does not read it: a pipe that is full takes no more, and
    what is asked then is undelivered. A line is far shorter than what a pipe takes whole or not.
    """

    def __init__(self, pipe: IO[bytes], deliver: Deliver) -> None:
        self._pipe, self._deliver = pipe, deliver
        os.set_blocking(pipe.fileno(), False)

    def ask(self, do: str, of: str) -> None:
        """Write it; it is delivered once the pipe has taken it."""
        try:
            os.write(self._pipe.fileno(), f"{order(do, of)}\n".encode())
        except OSError:
            self._deliver(Delivered(do, of, ok=False))
        else:
            self._deliver(Delivered(do, of, ok=True))

    def look(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Let the client see the end of its input."""
        try:
            self._pipe.close()
        except OSError:
            return


class Helpers:
    """Asks by a command or over HTTP. It is delivered as soon as the helper has been started.

    Not when it has ended: a client may well have done what it was asked to do by then. That the helper
    fails is learnt later, and is a mistake in the profile: ClientError.
    """

    def __init__(self, drive: Drive, port: str, cwd: str, deliver: Deliver) -> None:
        self._drive, self._port, self._cwd, self._deliver = drive, port, cwd, deliver
        self._asked: list[tuple[str, subprocess.Popen[bytes]]] = []

    def ask(self, do: str, of: str) -> None:
        """Start the helper. Raises ClientError."""
        words = self._drive.argv(self._port, do, of)
        if self._drive.url:
            words = [sys.executable, "-c", _POST, *words, order(do, of)]
        try:
            helper = subprocess.Popen(  # noqa: S603 - the command is the user's own
                words,
                stdin=subprocess.DEVNULL,
                stdout=_STDERR,  # stdout holds the port's address and nothing else
                cwd=self._cwd or None,
            )
        except OSError as error:
            raise ClientError(f"{_unasked(do)}: {error.strerror}: {words[0]!r}") from error
        self._asked.append((do, helper))
        self._deliver(Delivered(do, of, ok=True))

    def look(self) -> None:
        """See which helpers have ended. Raises ClientError where one has failed."""
        for do, helper in self._asked:
            if helper.poll():
                way = self._drive.url or "its command"
                raise ClientError(f"{_unasked(do)}: {way} failed, as told above")
        self._asked = [one for one in self._asked if one[1].returncode is None]

    def close(self) -> None:
        """End the helpers that are still at it."""
        for _, helper in self._asked:
            helper.kill()
            helper.wait()
        self._asked.clear()


def _unasked(do: str) -> str:
    return f"the operator could not be asked to {do}"
