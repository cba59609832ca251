"""A run in virtual time, for a client in the same process: no port, no threads, no waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from mockpump.clock import SECOND, Nanos
from mockpump.control import Control, Found, Said, Wanted, as_wanted
from mockpump.errors import MockpumpError, UsageError
from mockpump.expect import Verdict
from mockpump.run import Run
from mockpump.seam import (
    AskOperator,
    Closed,
    Delivered,
    Effect,
    Hangup,
    Input,
    Opened,
    Plug,
    Send,
    Visit,
)

LOOK: Nanos = SECOND // 1000
"""What looking for bytes in vain costs where time leaps, so that a client that polls gets on."""

AskedTo = Callable[[str, str], None]
"""Called with what the operator is to do, and of what (perhaps "")."""


class Virtual:
    """Plays one run to one client at a time. What the client has not read yet waits in `received`.

    `jumps`: time leaps while the client waits; otherwise it moves only by `advance`. `operator` is
    called from within the client's own read or write, so it must not let time go on: it may write and
    show, and all else is refused. What it raises goes up through that read.
    """

    def __init__(self, run: Run, *, jumps: bool = True, operator: AskedTo | None = None) -> None:
        self.run, self.jumps, self._operator = run, jumps, operator
        self.received = bytearray()
        self.is_open = self.gone = self.pulled = self.asking = False
        self._ever_open = run.scenario.starts == "at_once"
        self._asked: deque[AskOperator] = deque()
        self._visits: deque[str] = deque()
        self._error: MockpumpError | None = None
        self.control = Control(run, self.give, self.advance)

    # the client's side -------------------------------------------------------------------------

    def open(self) -> bool:
        """Let the client open the port; False while the story has it pulled, which takes a moment."""
        self.refuse_operator("open the port")
        self.tick(self.run.now + (LOOK if self.pulled else 0))
        if self.pulled:
            return False
        self.received.clear()
        self.gone = False
        self.is_open = self._ever_open = True
        self.give(Opened())
        return True

    def close(self) -> None:
        """Let the client close the port; the run stands still until somebody goes on with it."""
        self.refuse_operator("close the port")
        self.give(Closed())
        self.is_open = False

    def give(self, input_: Input) -> None:
        """Hand an input to the run, now."""
        try:
            self._take(self.run.receive(input_, self.run.now))
        except MockpumpError as error:
            self._error = error
            raise

    def tick(self, now: Nanos) -> None:
        """Let run time go on to `now`."""
        try:
            self._take(self.run.tick(now))
        except MockpumpError as error:
            self._error = error
            raise

    # whoever plays the run ---------------------------------------------------------------------

    def advance(self, span: Nanos) -> None:
        """Let run time go on by so much; what the pump says meanwhile waits to be read."""
        self.refuse_operator("let time go on")
        end = self.run.now + span
        while (due := self.run.next_deadline()) is not None and due < end:
            self.tick(due)
        self.tick(end)

    def wait_for(
        self, wanted: Said | Wanted, within: Nanos | None = None, after: int = 0
    ) -> Found | None:
        """Let time leap until something happens that no line of the trace up to `after` tells.

        None: it did not, within a span from now or (None) until the end of the run.
        """
        self.refuse_operator("wait")
        sought, run = as_wanted(wanted), self.run
        until = None if within is None else run.now + within
        while (found := self.control.find(sought, after)) is None:
            after = len(run.records)
            due = run.next_deadline()
            if due is None:
                return None
            if until is not None and due > until:
                self.tick(until)
                return None
            self.tick(due)
        return found

    def next_visit(self) -> str | None:
        """Return for which visit the client is to come again, once it is due; None: no more.

        Time leaps there, or, where it is moved by hand, only what is due by now is returned. Raises
        UsageError while the port is open.
        """
        self.refuse_operator("come again")
        if self.is_open:
            raise UsageError("the client has the port open: it closes it before its next visit")
        while not self._visits and self.jumps and self._ever_open and self.run.expects_visit():
            if (due := self.run.next_deadline()) is None:
                break
            self.tick(due)
        return self._visits.popleft() if self._visits else None

    def verdict(self) -> Verdict:
        """Return the verdict, ending the run as if the client had ended if it is not over.

        Raises the error that ended the story, if one did: a client may have swallowed it.
        """
        self.refuse_operator("end the run")
        if self._error is not None:
            raise self._error
        return self.control.stop()

    def refuse_operator(self, what: str) -> None:
        """Raise UsageError for what would let time go on in the middle of a read."""
        if self.asking:
            raise UsageError(
                f"the operator's callback cannot {what}: the client is in the middle of a read. It may "
                "write, show, or leave a word for the client to act on when its read returns"
            )

    # the run -----------------------------------------------------------------------------------

    def _take(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Send):
                self.received += effect.data
            elif isinstance(effect, Hangup):
                self.gone = True
            elif isinstance(effect, Plug):
                self.pulled = effect.name is None
                self.gone |= self.pulled
            elif isinstance(effect, Visit):
                self._visits.append(effect.name)
            elif isinstance(effect, AskOperator) and self._operator is not None:
                self._asked.append(effect)
        if self._asked and not self.asking:
            self._ask(self._operator)

    def _ask(self, operator: AskedTo | None) -> None:
        """Ask the operator, who may write at once: it is told as delivered before that."""
        assert operator is not None
        self.asking = True
        try:
            while self._asked:
                asked = self._asked.popleft()
                self.give(Delivered(asked.do, asked.of, ok=True))
                operator(asked.do, asked.of)
        finally:
            self.asking = False
