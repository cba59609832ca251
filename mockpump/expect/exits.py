"""`exits: 0`: the client process ends by itself, with this exit status."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import Context, Monitor, end_of_run, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Exits(Monitor):
    """Watches the process that mockpump started; of any other it cannot know."""

    reads = frozenset({"client"})

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        self._started = False
        self._ended: Note | None = None

    def see(self, note: Note) -> None:
        """Remember its start and its end."""
        self._started |= note.state == "started"
        self._ended = note if note.state == "exited" else None

    def settled(self) -> bool:
        """It has ended, or there is none."""
        return self._ended is not None or not self._started

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """Compare the exit status; a client that still runs has none."""
        if self._ended is not None:
            code = self._ended.data["code"]
            if code == self.expectation.exits:
                return "passed", []
            self.lapse(self._ended.at, self._ended.at)
            return "failed", [f"exited with {code} at {moment(self._ended.at)}"]
        if not self._started or reason == "interrupted":
            return "not_checked", ["no client process was seen to end"]
        return "failed", [f"still ran at {end_of_run(now, reason)}"]
