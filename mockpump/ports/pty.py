"""The default port: a pseudo-terminal behind a stable name, which clients take for a serial device."""

from __future__ import annotations

from pathlib import Path

from mockpump.clock import Nanos
from mockpump.errors import MachineError
from mockpump.ports.base import HUNG_UP, READ, WRITE, Poller, Port
from mockpump.ports.link import Link
from mockpump.ports.openings import openings
from mockpump.ports.outbox import Outbox
from mockpump.ports.terminal import Terminal
from mockpump.ports.visits import Visits
from mockpump.seam import Bytes, Closed, Effect, Hangup, Input, Opened, Overrun, Plug, Send

LOOK_EVERY: Nanos = 20_000_000
"""Where no opening is reported, as anywhere but on Linux: visits shorter than this run together."""

_HELD = 64  # readings that empty a PTY: a kernel holds some 12 KiB on the way


class PtyPort(Port):
    """A PTY. Several clients may be in at once: it opens with the first and closes with the last.

    Where one client follows another within microseconds, what the first wrote last may be told as
    the second's: a kernel keeps no mark between them. No byte is lost.
    """

    def __init__(self, link: Path | None = None) -> None:
        """`link`: where the symlink is to be; None: in a new private directory."""
        self._wanted = link
        self._holds = False
        self._closed = False

    def open(self, poller: Poller) -> None:
        """Make PTY and link. Raises MachineError, and then leaves nothing behind."""
        self._poller = poller
        self._openings = openings()
        self._link = Link(self._wanted)
        try:
            self._begin()
        except MachineError:
            self._openings.close()
            self._link.remove()
            raise
        if self._openings.fd is None:
            self.poll_every = LOOK_EVERY
        else:  # watched before any terminal: who is in is known before what they wrote
            poller.watch(self._openings.fd, READ, lambda _: self.look())

    def close(self) -> None:
        """Hang up for good and remove the link."""
        if self._closed:
            return
        self._closed = True
        self._end()
        if self._openings.fd is not None:
            self._poller.unwatch(self._openings.fd)
        self._openings.close()
        self._link.remove()

    def perform(self, effect: Effect) -> None:
        """Send, hang up, pull or put back. Bytes for a closed port are dropped."""
        match effect:
            case Send() if self._visits.inside:
                self._send(effect)
            case Hangup() if not self._terminal.closed:
                self._replace()
            case Plug(name=None):
                self._link.withdraw()
                self._end()
            case Plug(name=str(name)) if self._terminal.closed:
                if name:
                    self._link.rename(name)
                self._begin()
            case _:
                pass  # nothing that a PTY could carry

    def hold(self, *, on: bool) -> None:
        """Leave what the client writes in the kernel, which lets it write some 4 KiB ahead."""
        self._holds = on
        if self._visits.inside:
            self._attend()

    def look(self) -> None:
        """See who came and went, and what settings the client has chosen."""
        if self._closed:
            return
        if self._terminal.closed:
            self._openings.read()  # of the one that was pulled, or that another program has now
            return
        self._tell(self._comings_and_goings())
        if self._worn and not self._visits.inside and not self._terminal.closed:
            self._replace()

    # One PTY's life --------------------------------------------------------------------------------

    def _begin(self) -> None:
        terminal = Terminal()
        try:
            self._openings.watch(terminal.name)
            self._link.point(terminal.name)
        except MachineError:
            terminal.close()
            raise
        self._terminal = terminal
        self.address = str(self._link.path)
        self._outbox = Outbox(terminal.write)
        self._visits = Visits()
        self._early: list[Input] = []  # read before its writer was known to be in
        self._worn = False  # the PTY could not be made new after the last client

    def _end(self) -> None:
        self._poller.unwatch(self._terminal.fd)
        self._terminal.close()
        self._outbox.clear()
        self._visits.leave()

    def _replace(self) -> None:
        """Hang up. The link names a new PTY before the client learns that the old one has gone."""
        old = self._terminal
        self._begin()
        self._poller.unwatch(old.fd)
        old.close()

    # What is seen ----------------------------------------------------------------------------------

    def _ready(self, events: int) -> None:
        if self._visits.doubtful:  # the next one may be in: who, before what
            self.look()
        if events & READ and self._visits.inside:
            self._tell(self._heard())
        if events & WRITE:
            self._flush()
        if events & HUNG_UP:
            self.look()

    def _tell(self, inputs: list[Input]) -> None:
        """Deliver, until somebody hangs up on it: what a hung-up client did is not heard."""
        terminal = self._terminal
        for seen in inputs:
            if terminal.closed:
                return
            self.deliver(seen)

    def _heard(self) -> list[Input]:
        data = self._terminal.read()
        return [*self._settings(), Bytes(data)] if data else []

    def _settings(self) -> list[Input]:
        settings = self._terminal.settings()
        return [] if settings is None else [settings]

    def _comings_and_goings(self) -> list[Input]:
        """Go through the reports in order; then see who is in now, which is always right."""
        seen: list[Input] = []
        for opened in self._openings.read():
            if not opened:
                self._visits.closed()
            elif self._visits.opened():
                seen += [*self._leave(), *self._enter()]
        state = self._terminal.state()
        if not self._visits.inside and state != HUNG_UP:
            seen += self._enter(foretold=True)
        if self._visits.inside and state & HUNG_UP:
            seen += self._leave()
        if self._visits.inside:
            seen += [*self._settings(), *self._early]
            self._early = []
        return seen

    def _enter(self, *, foretold: bool = False) -> list[Input]:
        self._visits.enter(foretold=foretold)
        self._attend()
        return [Opened()]

    def _leave(self) -> list[Input]:
        """End the visit, if there is one, and make the PTY new.

        While the next client is in already, what is on its way is left for that one to have said.
        """
        if not self._visits.inside:
            return []
        gone = self._terminal.state() & HUNG_UP
        last = [*self._settings(), *self._last_words()] if gone else []
        self._visits.leave()
        self._poller.unwatch(self._terminal.fd)  # a hang-up is reported for as long as it lasts
        self._outbox.clear()
        self._make_new()
        return [*last, Closed()]

    def _last_words(self) -> list[Input]:
        """Read what those left who have gone. Where somebody came meanwhile, it may be theirs."""
        heard, self._early = self._early, []
        for _ in range(_HELD):
            data = self._terminal.read()
            if data and not self._terminal.state() & HUNG_UP:
                self._early = [Bytes(data)]
                break
            heard += [Bytes(data)] if data else []
        return heard

    def _make_new(self) -> None:
        """Undo what the last client did. Opening the PTY for that can hide a client's opening."""
        if self._terminal.is_new():
            return
        self._worn = not self._terminal.renew()
        if not self._worn and self._openings.fd is not None:
            self._visits.own()

    # What is sent ----------------------------------------------------------------------------------

    def _send(self, send: Send) -> None:
        lost = self._outbox.send(send)
        if lost:
            self.deliver(Overrun(lost))
        elif self._outbox:
            self._attend()

    def _flush(self) -> None:
        if not self._outbox:  # what was heard just before it made somebody hang up
            return
        self._outbox.flush()
        if not self._outbox:
            self._attend()

    def _attend(self) -> None:
        """Watch for what concerns us now; a hang-up is always told."""
        mask = (0 if self._holds else READ) | (WRITE if self._outbox else 0)
        self._poller.watch(self._terminal.fd, mask, self._ready)
