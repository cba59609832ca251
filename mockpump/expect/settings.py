"""`settings: 19200 8N1`: how the client has set its serial port whenever it speaks."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import Context, Monitor, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Settings(Monitor):
    """Looks at the settings in force at each operation; a client may change them before it speaks."""

    reads = frozenset({"settings", "operation"})

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        assert expectation.settings is not None
        self._baud, _, self._format = str(expectation.settings).partition(" ")
        self._spoke = False
        self._now: Note | None = None
        self._wrong: Note | None = None

    def see(self, note: Note) -> None:
        """Remember what is set; judge it when the client asks for something."""
        if note.what == "settings":
            self._now = note
        else:
            self._spoke = True
            self._judge()

    def settled(self) -> bool:
        """The client has spoken with settings that are known."""
        return self._spoke and self._now is not None

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:  # noqa: ARG002 - the base's signature
        """Who never spoke is judged by what was set last: at a wrong speed nobody is understood."""
        self._judge()
        if self._wrong is not None:
            self.lapse(self._wrong.at, self._wrong.at)
            return "failed", [f"set to {self._wrong.of} at {moment(self._wrong.at)}"]
        if self._now is None:
            return "not_checked", ["this port cannot tell the client's settings"]
        if self._format and " " not in self._now.of:
            return "not_checked", [f"set to {self._now.of}; this port cannot tell the format"]
        return "passed", []

    def _judge(self) -> None:
        if self._now is None or self._wrong is not None:
            return
        baud, _, format_ = self._now.of.partition(" ")
        if baud != self._baud or (self._format and format_ and format_ != self._format):
            self._wrong = self._now
